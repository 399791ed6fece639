//! botocore's reader, in a Python program that runs beside this one.

use std::cell::RefCell;
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

use super::BOTOCORE;
use crate::cases::Case;
use crate::job::{Job, Seen, Work};

const PROGRAM: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/botocore_peer.py");

pub fn is_installed(python: &str) -> bool {
    let import = ["-c", "import botocore.eventstream"];
    let status =
        Command::new(python).args(import).stdout(Stdio::null()).stderr(Stdio::null()).status();
    status.is_ok_and(|status| status.success())
}

pub fn decode(case: &Case, python: &str) -> Job {
    let peer = RefCell::new(Peer::start(case, python));
    Job::elsewhere(Work::Decode, BOTOCORE, move || peer.borrow_mut().run())
}

struct Peer {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Peer {
    fn start(case: &Case, python: &str) -> Self {
        let mut child = Command::new(python)
            .arg(PROGRAM)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("it was started before");
        let mut input = child.stdin.take().expect("it is piped");
        let output = BufReader::new(child.stdout.take().expect("it is piped"));
        let lengths: Vec<_> = case.chunks.iter().map(|chunk| chunk.len()).collect();
        writeln!(input, "{lengths:?}").expect("Python reads it");
        case.chunks.iter().for_each(|chunk| input.write_all(chunk).expect("Python reads it"));
        Self { child, input, output }
    }

    /// Reads the stream once.
    fn run(&mut self) -> (Seen, Duration) {
        writeln!(self.input).and_then(|()| self.input.flush()).expect("Python reads it");
        let mut line = String::new();
        self.output.read_line(&mut line).expect("Python answers");
        let numbers: Vec<u64> = serde_json::from_str(&line).expect("Python answers numbers");
        let [events, payload_bytes, header_bytes, nanoseconds] = numbers[..] else {
            panic!("Python answers {line}");
        };
        let seen = Seen {
            events: events as usize,
            payload_bytes: payload_bytes as usize,
            header_bytes: header_bytes as usize,
        };
        (seen, Duration::from_nanos(nanoseconds))
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        // A program that ended by itself cannot be killed.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
