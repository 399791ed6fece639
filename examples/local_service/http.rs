//! A small HTTP/1.1 server on a loopback port, for services inside the examples.

use std::io::{self, BufRead as _, BufReader, ErrorKind, Read as _, Write};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use ring::rand::{SecureRandom as _, SystemRandom};
use serde_json::{Value, json};

use crate::verify::ReceivedRequest;

const MAX_HEAD: u64 = 16 * 1024;
const MAX_BODY: usize = 1024 * 1024;
const MAX_HEADERS: usize = 64;
/// How long a connection may be idle.
const IDLE: Duration = Duration::from_secs(30);

/// Writes the response to a request. An error closes the connection.
type Handler = dyn Fn(&ReceivedRequest<'_>, &mut dyn Write) -> io::Result<()> + Send + Sync;

/// A server that runs until the process ends.
pub struct Server {
    address: SocketAddr,
}

impl Server {
    /// Starts a server. `handler` writes the response to each request, with its head; if it returns an
    /// error, the connection is closed.
    ///
    /// # Errors
    ///
    /// There is no free port, or no thread can be started.
    pub fn start(
        handler: impl Fn(&ReceivedRequest<'_>, &mut dyn Write) -> io::Result<()> + Send + Sync + 'static,
    ) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let address = listener.local_addr()?;
        let handler: Arc<Handler> = Arc::new(handler);
        thread::Builder::new().spawn(move || accept(&listener, &handler))?;
        Ok(Self { address })
    }

    /// The URL of the server, such as `http://127.0.0.1:49152`.
    pub fn endpoint(&self) -> String {
        format!("http://{}", self.address)
    }
}

/// A response with a JSON document. `status` is a status line such as `200 OK`.
pub fn response(status: &str, content_type: &str, body: &Value) -> String {
    with_headers(status, &format!("Content-Type: {content_type}"), body)
}

/// An error of a restJson1 service.
pub fn error(status: &str, code: &str, message: &str) -> String {
    let headers = format!("Content-Type: application/json\r\nx-amzn-ErrorType: {code}");
    with_headers(status, &headers, &json!({ "message": message }))
}

fn with_headers(status: &str, headers: &str, body: &Value) -> String {
    let (id, body) = (request_id(), body.to_string());
    let headers = format!("x-amzn-RequestId: {id}\r\n{headers}");
    let length = body.len();
    format!("HTTP/1.1 {status}\r\n{headers}\r\nContent-Length: {length}\r\n\r\n{body}")
}

/// A random UUID, for the header `x-amzn-RequestId`.
pub fn request_id() -> String {
    let mut bytes = [0; 16];
    // If the system has no randomness, an id of zeros does no harm.
    let _ = SystemRandom::new().fill(&mut bytes);
    let id = u128::from_be_bytes(bytes);
    let (a, b, c) = (id >> 96, id >> 80 & 0xffff, id >> 64 & 0xfff);
    let (d, e) = (id >> 48 & 0x3fff | 0x8000, id & 0xffff_ffff_ffff);
    format!("{a:08x}-{b:04x}-4{c:03x}-{d:04x}-{e:012x}")
}

/// Whether the list in a header contains this word, with or without parameters.
pub fn lists(headers: &[(&str, &str)], name: &str, word: &str) -> bool {
    let values = values(headers, name).into_iter();
    let mut words = values.flat_map(|value| value.split([',', ';']));
    words.any(|candidate| candidate.trim().eq_ignore_ascii_case(word))
}

fn accept(listener: &TcpListener, handler: &Arc<Handler>) {
    for stream in listener.incoming() {
        let handler = Arc::clone(handler);
        let spawn = |stream| thread::Builder::new().spawn(move || serve(stream, &*handler));
        if stream.and_then(spawn).is_err() {
            // There are too many open files or threads; wait until some are closed.
            thread::sleep(Duration::from_millis(50));
        }
    }
}

/// Answers the requests of a connection, until the client closes it or sends something invalid.
fn serve(stream: TcpStream, handler: &Handler) -> io::Result<()> {
    stream.set_read_timeout(Some(IDLE))?;
    stream.set_write_timeout(Some(IDLE))?;
    stream.set_nodelay(true)?;
    let mut stream = BufReader::new(stream);
    loop {
        match exchange(&mut stream, handler) {
            Ok(true) => {}
            Err(invalid) if invalid.kind() == ErrorKind::InvalidData => {
                let code = "BadRequestException";
                let answer = error("400 Bad Request", code, &invalid.to_string());
                stream.get_mut().write_all(answer.as_bytes())?;
                stream.get_mut().shutdown(Shutdown::Write)?;
                // If the connection were closed with unread bytes, the answer could be lost.
                return io::copy(&mut stream.take(1 << 20), &mut io::sink()).map(drop);
            }
            done => return done.map(drop),
        }
    }
}

/// Answers one request. Returns whether another one may follow.
fn exchange(stream: &mut BufReader<TcpStream>, handler: &Handler) -> io::Result<bool> {
    let Some(head) = read_head(stream)? else {
        return Ok(false);
    };
    let mut slots = [httparse::EMPTY_HEADER; MAX_HEADERS];
    let mut parsed = httparse::Request::new(&mut slots);
    if parsed.parse(&head) != Ok(httparse::Status::Complete(head.len())) {
        return Err(invalid("this is not HTTP/1, or has over 64 headers"));
    }
    let mut headers = Vec::new();
    for header in &*parsed.headers {
        let value = std::str::from_utf8(header.value);
        let value = value.map_err(|_| invalid("a header is not UTF-8"))?;
        headers.push((header.name, value));
    }
    let mut body = vec![0; body_length(&headers)?];
    stream.read_exact(&mut body)?;

    let request = ReceivedRequest {
        method: parsed.method.unwrap_or_default(),
        target: parsed.path.unwrap_or_default(),
        headers: &headers,
        body: &body,
    };
    handler(&request, stream.get_mut())?;
    // The answer to HEAD has a body although it must not, so the next answer could be misread.
    let may_follow = parsed.version == Some(1) && request.method != "HEAD";
    Ok(may_follow && !lists(&headers, "connection", "close"))
}

/// The request up to the empty line, or `None` if the client closed the connection.
fn read_head(stream: &mut BufReader<TcpStream>) -> io::Result<Option<Vec<u8>>> {
    let mut head = Vec::new();
    let mut stream = stream.take(MAX_HEAD);
    while !head.ends_with(b"\r\n\r\n") {
        if stream.read_until(b'\n', &mut head)? == 0 {
            return match stream.limit() {
                0 => Err(invalid("the head of the request is longer than 16 KiB")),
                _ => Ok(None),
            };
        }
    }
    Ok(Some(head))
}

fn body_length(headers: &[(&str, &str)]) -> io::Result<usize> {
    let length = match values(headers, "content-length")[..] {
        [] => Some(0),
        [length] => length.parse().ok(),
        _ => None,
    };
    let is_chunked = !values(headers, "transfer-encoding").is_empty();
    let length = length.filter(|&length| length <= MAX_BODY && !is_chunked);
    length.ok_or_else(|| invalid("a body needs one Content-Length, of at most 1 MiB"))
}

fn values<'a>(headers: &[(&'a str, &'a str)], name: &str) -> Vec<&'a str> {
    let named = headers.iter().filter(|(key, _)| key.eq_ignore_ascii_case(name));
    named.map(|(_, value)| *value).collect()
}

fn invalid(message: &'static str) -> io::Error {
    io::Error::new(ErrorKind::InvalidData, message)
}
