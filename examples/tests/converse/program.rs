//! The running program, with its input and what it prints.

use std::io::{ErrorKind, Read, Write as _};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use aws_operation::testing::verify::Server;

use super::{ACCESS_KEY_ID, SECRET};

/// How long a test waits for output or for the end of a program.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// The running program.
pub struct Program {
    child: Child,
    input: Option<ChildStdin>,
    pub output: Output,
    pub errors: Output,
}

impl Program {
    pub fn start(server: &Server, secret: &str, arguments: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_converse"))
            .args(arguments)
            .env_clear()
            .env("AWS_ENDPOINT_URL", server.url())
            .env("AWS_REGION", "eu-west-1")
            .env("AWS_ACCESS_KEY_ID", ACCESS_KEY_ID)
            .env("AWS_SECRET_ACCESS_KEY", secret)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let output = Output::of(child.stdout.take().expect("piped"));
        let errors = Output::of(child.stderr.take().expect("piped"));
        Self { input: child.stdin.take(), child, output, errors }
    }

    pub fn chat(server: &Server) -> Self {
        Self::start(server, SECRET, &[])
    }

    pub fn type_line(&mut self, line: &str) {
        let input = self.input.as_mut().expect("the input is open");
        writeln!(input, "{line}").expect("the program reads its input");
    }

    /// Presses Ctrl-C.
    #[cfg(unix)]
    pub fn interrupt(&self) {
        let process = self.child.id().to_string();
        let sent = Command::new("kill").args(["-INT", &process]).status().expect("`kill` runs");
        assert!(sent.success());
    }

    /// Waits for the end of the program. Returns the exit code.
    pub fn wait(&mut self) -> Option<i32> {
        self.output.read_to_end();
        self.errors.read_to_end();
        self.child.wait().expect("the program ends").code()
    }

    /// Ends the input. Returns the whole output, the notes, and the exit code.
    pub fn end(mut self) -> (String, String, Option<i32>) {
        drop(self.input.take());
        let code = self.wait();
        (self.output.text.clone(), self.errors.text.clone(), code)
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What a program has printed so far.
pub struct Output {
    pieces: Receiver<Vec<u8>>,
    pub text: String,
}

impl Output {
    fn of(mut pipe: impl Read + Send + 'static) -> Self {
        let (sender, pieces) = mpsc::channel();
        thread::spawn(move || {
            let mut buffer = [0; 4096];
            loop {
                match pipe.read(&mut buffer) {
                    Err(error) if error.kind() == ErrorKind::Interrupted => {}
                    Err(_) | Ok(0) => break,
                    Ok(length) if sender.send(buffer[..length].to_vec()).is_err() => break,
                    Ok(_) => {}
                }
            }
        });
        Self { pieces, text: String::new() }
    }

    /// Reads until the output ends with this text.
    #[track_caller]
    pub fn read_until(&mut self, end: &str) {
        let deadline = Instant::now() + PATIENCE;
        while !self.text.ends_with(end) {
            match self.pieces.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
                Ok(piece) => self.text += str::from_utf8(&piece).expect("text"),
                Err(error) => panic!("{error}; expected {end:?}, but got {:?}", self.text),
            }
        }
    }

    #[track_caller]
    pub fn read_to_end(&mut self) {
        loop {
            match self.pieces.recv_timeout(PATIENCE) {
                Ok(piece) => self.text += str::from_utf8(&piece).expect("text"),
                Err(RecvTimeoutError::Disconnected) => return,
                Err(RecvTimeoutError::Timeout) => panic!("no end after {:?}", self.text),
            }
        }
    }
}
