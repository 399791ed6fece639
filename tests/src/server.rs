//! Starts the servers that the tests use. Each is a child process on a free loopback port.
//!
//! A server ends when its [`Server`] is dropped. It also ends when the test process ends in any
//! other way, because the child watches its standard input, which this process holds open. The
//! child also ends the processes that it started.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::mem;
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::{ACCESS_KEY, SECRET_KEY, TemporaryFolder, python};

/// How long a server may take to start. It takes half a second on an idle machine.
const START: Duration = Duration::from_secs(120);

/// How long a server may take to end after it was told to.
const STOP: Duration = Duration::from_secs(10);

/// How long the gate may take to answer [`Server::requests`].
const ANSWER: Duration = Duration::from_secs(10);

/// Starts moto, an in-memory AWS that does not verify signatures. Every server has its own, empty state.
///
/// # Panics
/// When the server does not start. The message contains its standard error.
pub fn moto() -> Server {
    Server::start(&mut python::script("moto_server.py"))
}

/// Starts SeaweedFS, an S3 server that verifies signatures, with one account: [`ACCESS_KEY`] and
/// [`SECRET_KEY`]. Its data is removed when it ends.
///
/// # Panics
/// When the server does not start. The message contains its standard error.
pub fn seaweedfs() -> Server {
    let mut command = python::script("seaweedfs_server.py");
    command.env("SEAWEEDFS_ACCESS_KEY", ACCESS_KEY).env("SEAWEEDFS_SECRET_KEY", SECRET_KEY);
    Server::start(&mut command)
}

/// Starts ministack, an in-memory AWS whose CloudWatch uses rpcv2Cbor, and whose event streams stay
/// open. It does not verify signatures.
///
/// # Panics
/// When the server does not start. The message contains its standard error.
pub fn ministack() -> Server {
    Server::start(&mut python::script("ministack_server.py"))
}

/// Starts a proxy in front of `upstream`. It responds 403 to every request that botocore would sign
/// differently with these keys. It adds `x-gate-verified: botocore` to the responses to all other
/// requests.
///
/// `upstream` is an endpoint, or `-` for a JSON echo of the received request:
/// `{"method", "target", "headers": [[name, value], …], "body_base64"}`.
///
/// # Panics
/// When the server does not start. The message contains its standard error.
pub fn gate(upstream: &str, access_key: &str, secret: &str) -> Server {
    gate_for(&Account::new(access_key, secret), upstream)
}

/// Starts the proxy of [`gate`] for an account with a session token.
///
/// # Panics
/// When the server does not start. The message contains its standard error.
pub fn gate_for(account: &Account<'_>, upstream: &str) -> Server {
    let mut command = python::script("gate.py");
    command
        .arg(upstream)
        .env("GATE_ACCESS_KEY", account.access_key)
        .env("GATE_SECRET_KEY", account.secret);
    if let Some(token) = account.session_token {
        command.arg(format!("--session-token={token}"));
    }
    if account.unsigned_session_token {
        command.arg("--unsigned-session-token");
    }
    Server::start(&mut command)
}

/// Starts a server that responds `{}` over TLS. Its certificate is for `localhost` and
/// `through.example.com`. Its authority is trusted only by clients that read [`Server::authority`].
///
/// # Panics
/// When the server does not start. The message contains its standard error.
pub fn tls() -> Server {
    let folder = TemporaryFolder::new("authority");
    let path = folder.path().join("authority.pem");
    let mut server = Server::start(python::script("tls_server.py").arg(&path));
    server.authority = Some((folder, path));
    server
}

/// The account that a gate accepts.
#[derive(Debug, Clone, Copy)]
pub struct Account<'a> {
    access_key: &'a str,
    secret: &'a str,
    session_token: Option<&'a str>,
    unsigned_session_token: bool,
}

impl<'a> Account<'a> {
    /// An account with these keys. Requests can have any session token, if it is signed.
    pub fn new(access_key: &'a str, secret: &'a str) -> Self {
        Self { access_key, secret, session_token: None, unsigned_session_token: false }
    }

    /// Requests must carry this session token.
    #[must_use]
    pub fn session_token(self, token: &'a str) -> Self {
        Self { session_token: Some(token), ..self }
    }

    /// The session token can be outside the signed headers.
    #[must_use]
    pub fn unsigned_session_token(self) -> Self {
        Self { unsigned_session_token: true, ..self }
    }
}

/// A running server.
#[derive(Debug)]
pub struct Server {
    endpoint: String,
    child: Child,
    /// Held open. When it is closed, the child ends.
    stdin: Option<ChildStdin>,
    stderr: Arc<Mutex<String>>,
    /// Collects `stderr` until the child closes it.
    collector: Option<JoinHandle<()>>,
    /// The certificate's file, and its folder.
    authority: Option<(TemporaryFolder, PathBuf)>,
}

impl Server {
    /// The server's URL without a path, such as `http://127.0.0.1:49152`.
    pub fn endpoint(&self) -> &str {
        &self.endpoint
    }

    /// The file with the certificate of the authority of [`tls`].
    ///
    /// # Panics
    /// When the server does not use TLS.
    pub fn authority(&self) -> &Path {
        match &self.authority {
            Some((_, path)) => path,
            None => panic!("{} does not use TLS", self.endpoint),
        }
    }

    /// The server's output on standard error.
    pub fn stderr(&self) -> String {
        lock(&self.stderr).clone()
    }

    /// The requests that a gate has answered, oldest first. Each is an object of the echo (see
    /// [`gate`]), with its `answer` (`{"status", "headers": [[name, value], …], "body_base64",
    /// "complete"}`). A response with events is listed when it has ended; it is not `complete` if the
    /// client closed the connection before.
    ///
    /// # Panics
    /// When the server is not a gate.
    pub fn requests(&self) -> Vec<Value> {
        let answer = get(&self.endpoint, "/__gate__/requests").unwrap_or_else(|error| {
            panic!("no response from the gate: {error}\n{}", self.stderr())
        });
        let body = answer.split_once("\r\n\r\n").map_or("", |(_, body)| body);
        match serde_json::from_str(body) {
            Ok(Value::Array(requests)) => requests,
            _ => panic!("{} is not a gate; its response is\n{answer}", self.endpoint),
        }
    }

    /// Starts a script that prints `listening on URL` as its first line.
    fn start(command: &mut Command) -> Self {
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("cannot start {command:?}: {error}"));
        let (sender, receiver) = mpsc::channel();
        let stdout = child.stdout.take();
        thread::spawn(move || {
            let mut line = String::new();
            if let Some(stdout) = stdout {
                let _ = BufReader::new(stdout).read_line(&mut line);
            }
            let _ = sender.send(line);
        });
        let stderr = Arc::new(Mutex::new(String::new()));
        let mut server = Self {
            endpoint: String::new(),
            stdin: child.stdin.take(),
            collector: collect(child.stderr.take(), Arc::clone(&stderr)),
            stderr,
            child,
            authority: None,
        };
        let line = receiver.recv_timeout(START);
        let endpoint = line.as_deref().unwrap_or_default().trim_end().strip_prefix("listening on ");
        match endpoint {
            Some(endpoint) => server.endpoint = endpoint.to_owned(),
            None => {
                server.stop();
                let stderr = mem::take(&mut *lock(&server.stderr));
                panic!("{command:?} did not start: it printed {line:?}, then\n{stderr}");
            }
        }
        server
    }

    /// Ends the child, and waits for the end of its standard error.
    fn stop(&mut self) {
        drop(self.stdin.take());
        let deadline = Instant::now() + STOP;
        while matches!(self.child.try_wait(), Ok(None)) && Instant::now() < deadline {
            thread::sleep(Duration::from_millis(1));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
        if let Some(collector) = self.collector.take() {
            let _ = collector.join();
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop();
        let stderr = lock(&self.stderr);
        if thread::panicking() && !stderr.is_empty() {
            eprintln!("standard error of {}:\n{stderr}", self.endpoint);
        }
    }
}

/// Collects a child's standard error line by line, so that the child never blocks on a full pipe.
fn collect(
    stderr: Option<impl Read + Send + 'static>,
    text: Arc<Mutex<String>>,
) -> Option<JoinHandle<()>> {
    let mut reader = BufReader::new(stderr?);
    Some(thread::spawn(move || {
        let mut line = Vec::new();
        while reader.read_until(b'\n', &mut line).is_ok_and(|length| length > 0) {
            lock(&text).push_str(&String::from_utf8_lossy(&line));
            line.clear();
        }
    }))
}

fn lock(text: &Mutex<String>) -> MutexGuard<'_, String> {
    text.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The whole response to a GET request.
fn get(endpoint: &str, path: &str) -> io::Result<String> {
    let host = endpoint.trim_start_matches("http://");
    let mut stream = TcpStream::connect(host)?;
    stream.set_read_timeout(Some(ANSWER))?;
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer)
}
