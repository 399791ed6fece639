//! An API Gateway that knows one answer, and nothing that would slow it down.
//!
//! It listens on a loopback port, which it prints. For every line on its standard input it prints how
//! many requests came since the last one, signed and not; when that input ends, so does it.

use std::io::{self, BufRead};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::SystemTime;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

const END: &[u8] = b"\r\n\r\n";
const SIGNED: &[u8] = b"\r\nauthorization: AWS4-HMAC-SHA256 Credential=";

struct Shared {
    /// A request starts with this, or is not answered.
    known: Vec<u8>,
    body: String,
    signed: AtomicU64,
    unsigned: AtomicU64,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [path, body] = arguments.as_slice() else {
        return Err(io::Error::other("usage: calls_server PATH BODY"));
    };
    let shared = Arc::new(Shared {
        known: format!("GET {path} HTTP/1.1\r\n").into_bytes(),
        body: body.clone(),
        signed: AtomicU64::new(0),
        unsigned: AtomicU64::new(0),
    });
    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
    println!("{}", listener.local_addr()?.port());
    let asked = Arc::clone(&shared);
    thread::spawn(move || answer_lines(&asked));
    loop {
        let (stream, _) = listener.accept().await?;
        stream.set_nodelay(true)?;
        let shared = Arc::clone(&shared);
        tokio::spawn(async move {
            if let Err(error) = serve(stream, &shared).await {
                eprintln!("a connection ended: {error}");
            }
        });
    }
}

fn answer_lines(shared: &Shared) {
    for _ in io::stdin().lock().lines() {
        let signed = shared.signed.swap(0, Ordering::Relaxed);
        let unsigned = shared.unsigned.swap(0, Ordering::Relaxed);
        println!("{signed} {unsigned}");
    }
    std::process::exit(0);
}

/// Request after request, as long as the connection is open.
async fn serve(mut stream: TcpStream, shared: &Shared) -> io::Result<()> {
    let mut buffer = Vec::with_capacity(8192);
    let mut answer = Answer::default();
    while stream.read_buf(&mut buffer).await? > 0 {
        while let Some(end) = find(&buffer, END) {
            let request = &buffer[..end];
            if !request.starts_with(&shared.known) {
                let line = request.split(|byte| *byte == b'\r').next().unwrap_or_default();
                let line = String::from_utf8_lossy(line).into_owned();
                return Err(io::Error::other(format!("it asked for {line}")));
            }
            let tally =
                if find(request, SIGNED).is_some() { &shared.signed } else { &shared.unsigned };
            tally.fetch_add(1, Ordering::Relaxed);
            buffer.drain(..end + END.len());
            stream.write_all(answer.at(SystemTime::now(), &shared.body)).await?;
        }
    }
    Ok(())
}

/// The answer, made anew when its date changes.
#[derive(Default)]
struct Answer {
    second: u64,
    text: Vec<u8>,
}

impl Answer {
    fn at(&mut self, now: SystemTime, body: &str) -> &[u8] {
        let second =
            now.duration_since(SystemTime::UNIX_EPOCH).map_or(0, |elapsed| elapsed.as_secs());
        if second != self.second || self.text.is_empty() {
            self.second = second;
            let (date, length) = (httpdate::fmt_http_date(now), body.len());
            self.text = format!(
                "HTTP/1.1 200 OK\r\nDate: {date}\r\nContent-Type: application/json\r\n\
                 Content-Length: {length}\r\nConnection: keep-alive\r\n\
                 x-amzn-RequestId: 3d6f2a5e-0b7c-4c1d-9e8f-5a4b3c2d1e0f\r\n\
                 x-amz-apigw-id: AbCdEfGhIjKlMnO=\r\n\r\n{body}"
            )
            .into_bytes();
        }
        &self.text
    }
}

fn find(text: &[u8], what: &[u8]) -> Option<usize> {
    text.windows(what.len()).position(|window| window == what)
}
