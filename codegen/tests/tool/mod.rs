//! Runs the tool in packages, and serves files to it.

#![allow(dead_code, reason = "each test file uses a part")]

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

pub const ZOO: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/zoo/zoo.json");

/// Runs the tool on a terminal, answers its question, and prints what the terminal showed.
#[cfg(unix)]
pub const TERMINAL: &str = r#"
import os, pty, sys
pid, terminal = pty.fork()
if pid == 0:
    os.execv(sys.argv[2], sys.argv[2:])
shown = b""
while True:
    try:
        chunk = os.read(terminal, 4096)
    except OSError:
        break
    if not chunk:
        break
    asked = b"[Y/n] " in shown
    shown += chunk
    if not asked and b"[Y/n] " in shown:
        os.write(terminal, sys.argv[1].encode() + b"\n")
sys.stdout.write(shown.decode())
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
"#;

/// A fresh folder for a test.
pub fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("tool").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    folder
}

/// A fresh package in the folder `package`, a cache and a home.
pub struct Place {
    pub folder: PathBuf,
}

impl Place {
    pub fn new(name: &str) -> Self {
        let place = Self { folder: folder(name) };
        place.write("package/Cargo.toml", "[package]\nname = \"zoo\"\n\n[dependencies]\n");
        place.write("package/src/main.rs", "fn main() {}\n");
        place
    }

    pub fn write(&self, path: &str, text: &str) {
        let path = self.folder.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }

    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.folder.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    pub fn exists(&self, path: &str) -> bool {
        self.folder.join(path).exists()
    }

    /// The path of a file or folder as an argument.
    pub fn path(&self, path: &str) -> String {
        self.folder.join(path).to_str().expect("UTF-8").to_owned()
    }

    /// Runs the tool in the package, with nothing on standard input.
    pub fn run(&self, arguments: &[&str]) -> Run {
        let mut command = Command::new(env!("CARGO_BIN_EXE_aws-operation"));
        command.args(arguments).current_dir(self.folder.join("package")).stdin(Stdio::null());
        command.env_clear().env("HOME", self.path("home"));
        command.env("AWS_OPERATION_CACHE", self.path("cache"));
        command.output().expect("the tool runs").into()
    }

    /// Runs the tool in the package, on a terminal.
    #[cfg(unix)]
    pub fn on_terminal(&self, script: &str, answer: &str, arguments: &[&str]) -> Run {
        let mut command = Command::new("python3");
        command.args(["-c", script, answer, env!("CARGO_BIN_EXE_aws-operation")]).args(arguments);
        command.env("AWS_OPERATION_CACHE", self.path("cache"));
        command.current_dir(self.folder.join("package")).output().expect("Python 3 runs").into()
    }

    pub fn succeeds(&self, arguments: &[&str]) -> String {
        let run = self.run(arguments);
        assert_eq!((run.code, run.err.as_str()), (Some(0), ""), "{arguments:?}");
        run.out
    }

    /// The only error of a run that prints nothing else.
    pub fn fails(&self, arguments: &[&str]) -> String {
        let run = self.run(arguments);
        assert_eq!((run.code, run.out.as_str()), (Some(1), ""), "{arguments:?}: {}", run.err);
        let error = run.err.strip_suffix('\n').and_then(|err| err.strip_prefix("error: "));
        let error = error.unwrap_or_else(|| panic!("no error: {}", run.err));
        assert!(!error.contains('\n'), "one line: {error}");
        error.to_owned()
    }
}

/// The output of a run, and its exit code.
pub struct Run {
    pub out: String,
    pub err: String,
    pub code: Option<i32>,
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        Self {
            out: String::from_utf8(output.stdout).expect("UTF-8"),
            err: String::from_utf8(output.stderr).expect("UTF-8"),
            code: output.status.code(),
        }
    }
}

/// A model of the service `Zoo` with another `sdkId`, endpoint prefix and version.
pub fn zoo(sdk_id: &str, prefix: &str, version: &str) -> String {
    let zoo = fs::read_to_string(ZOO).expect("the zoo");
    zoo.replace("\"sdkId\": \"Zoo\"", &format!("\"sdkId\": \"{sdk_id}\""))
        .replace("\"endpointPrefix\": \"zoo\"", &format!("\"endpointPrefix\": \"{prefix}\""))
        .replace("\"2020-02-20\"", &format!("\"{version}\""))
}

/// A server on a loopback port that responds to each `GET` with the result of a function of its
/// path: a status and a body. The body of a 302 is also its `location`.
pub struct Server {
    pub port: u16,
    paths: Arc<Mutex<Vec<String>>>,
}

impl Server {
    pub fn start(answer: impl Fn(&str) -> (u16, String) + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let paths = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&paths);
        thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(stream) = stream else { return };
                // A client can end the connection early.
                let _ = serve(stream, &answer, &seen);
            }
        });
        Self { port, paths }
    }

    /// Serves the files of a folder.
    pub fn of_folder(folder: PathBuf) -> Self {
        Self::start(move |path| {
            match fs::read_to_string(folder.join(path.trim_start_matches('/'))) {
                Ok(text) => (200, text),
                Err(_) => (404, String::new()),
            }
        })
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The paths of the requests since the last call.
    pub fn requests(&self) -> Vec<String> {
        std::mem::take(&mut *self.paths.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

fn serve(
    stream: TcpStream,
    answer: &impl Fn(&str) -> (u16, String),
    seen: &Mutex<Vec<String>>,
) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut first = String::new();
    reader.by_ref().take(8192).read_line(&mut first)?;
    loop {
        let mut line = String::new();
        if reader.by_ref().take(8192).read_line(&mut line)? == 0 || line.trim().is_empty() {
            break;
        }
    }
    let path = first.split(' ').nth(1).unwrap_or_default().to_owned();
    seen.lock().unwrap_or_else(PoisonError::into_inner).push(path.clone());
    let (status, body) = answer(&path);
    let location = if status == 302 { format!("location: {body}\r\n") } else { String::new() };
    let mut stream = stream;
    write!(
        stream,
        "HTTP/1.1 {status} X\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\
         {location}connection: close\r\n\r\n{body}",
        body.len()
    )?;
    stream.flush()?;
    stream.shutdown(Shutdown::Write)
}
