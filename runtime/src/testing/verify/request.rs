//! Reads HTTP/1.1 requests from a connection.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpStream;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, StatusCode, Uri, Version};

/// The longest head of a request.
const MAX_HEAD: usize = 64 * 1024;
/// The longest body of a request.
const MAX_BODY: usize = 64 * 1024 * 1024;

/// Why no request was read.
pub(super) enum ReadError {
    /// The connection broke, or was idle for too long.
    Io(io::Error),
    /// The request is malformed or too large.
    Refused(StatusCode, &'static str),
}

impl From<io::Error> for ReadError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// Reads the next request with its body; `None` if the client has closed the connection.
pub(super) fn read_request(
    stream: &mut BufReader<TcpStream>,
) -> Result<Option<Request<Bytes>>, ReadError> {
    let mut left = MAX_HEAD;
    if stream.fill_buf()?.is_empty() {
        return Ok(None);
    }
    let first = read_line(stream, &mut left)?;
    let mut request = parse_first(&first).ok_or_else(|| bad("the first line is not of HTTP/1"))?;
    loop {
        let line = read_line(stream, &mut left)?;
        if line.is_empty() {
            break;
        }
        let (name, value) = parse_header(&line).ok_or_else(|| bad("a header is malformed"))?;
        let headers = request.headers_mut();
        headers.try_append(name, value).map_err(|_| bad("there are too many headers"))?;
    }
    let length = body_length(request.headers())?;
    let expects = request.headers().get("expect");
    if expects.is_some_and(|it| it.as_bytes().eq_ignore_ascii_case(b"100-continue")) {
        stream.get_mut().write_all(b"HTTP/1.1 100 Continue\r\n\r\n")?;
    }
    let body = match length {
        Some(length) => {
            let mut body = Vec::new();
            stream.take(length as u64).read_to_end(&mut body)?;
            if body.len() != length {
                return Err(ReadError::Io(io::ErrorKind::UnexpectedEof.into()));
            }
            body
        }
        None => read_chunks(stream)?,
    };
    Ok(Some(request.map(|()| Bytes::from(body))))
}

/// Whether the client does not send another request on the connection.
pub(super) fn is_last(request: &Request<Bytes>) -> bool {
    let mut words = request.headers().get_all("connection").iter();
    let closes = words.any(|value| {
        let mut words = value.as_bytes().split(|byte| *byte == b',');
        words.any(|word| word.trim_ascii().eq_ignore_ascii_case(b"close"))
    });
    closes || request.version() != Version::HTTP_11
}

/// The next line, without its end.
fn read_line(stream: &mut BufReader<TcpStream>, left: &mut usize) -> Result<Vec<u8>, ReadError> {
    let mut line = Vec::new();
    stream.take(*left as u64).read_until(b'\n', &mut line)?;
    *left -= line.len().min(*left);
    match line.as_slice() {
        [line @ .., b'\r', b'\n'] => Ok(line.to_vec()),
        [.., b'\n'] => Err(bad("a line of the head does not end in CR LF")),
        _ if *left == 0 => Err(ReadError::Refused(
            StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
            "the head of the request is longer than 64 KiB",
        )),
        _ => Err(ReadError::Io(io::ErrorKind::UnexpectedEof.into())),
    }
}

fn parse_first(line: &[u8]) -> Option<Request<()>> {
    let words: Vec<&[u8]> = line.split(|byte| *byte == b' ').collect();
    let [method, target, version] = words[..] else { return None };
    let mut request = Request::new(());
    *request.method_mut() = Method::from_bytes(method).ok()?;
    *request.uri_mut() = Uri::try_from(target).ok()?;
    *request.version_mut() = match version {
        b"HTTP/1.1" => Version::HTTP_11,
        b"HTTP/1.0" => Version::HTTP_10,
        _ => return None,
    };
    Some(request)
}

fn parse_header(line: &[u8]) -> Option<(HeaderName, HeaderValue)> {
    let colon = line.iter().position(|byte| *byte == b':')?;
    let (name, value) = line.split_at(colon);
    let value = value.get(1..)?.trim_ascii();
    Some((HeaderName::from_bytes(name).ok()?, HeaderValue::from_bytes(value).ok()?))
}

/// The length of the body; `None` if it is sent in chunks.
fn body_length(headers: &HeaderMap) -> Result<Option<usize>, ReadError> {
    let mut lengths = headers.get_all("content-length").iter();
    let mut codings = headers.get_all("transfer-encoding").iter();
    match (codings.next(), codings.next(), lengths.next()) {
        (None, _, None) => Ok(Some(0)),
        (None, _, Some(length)) => {
            let is_number = length.as_bytes().iter().all(u8::is_ascii_digit) && !length.is_empty();
            if !is_number || lengths.any(|other| other != length) {
                return Err(bad("`content-length` is not a number"));
            }
            let length = length.to_str().ok().and_then(|length| length.parse().ok());
            let length = length.filter(|length| *length <= MAX_BODY);
            length.map(Some).ok_or(TOO_LARGE)
        }
        (Some(coding), None, None) if coding.as_bytes().eq_ignore_ascii_case(b"chunked") => {
            Ok(None)
        }
        _ => Err(bad("the body must have `content-length`, or `transfer-encoding: chunked`")),
    }
}

const TOO_LARGE: ReadError = ReadError::Refused(
    StatusCode::PAYLOAD_TOO_LARGE,
    "the body of the request is larger than 64 MiB",
);

/// Reads a body in chunks. Its trailer is discarded.
fn read_chunks(stream: &mut BufReader<TcpStream>) -> Result<Vec<u8>, ReadError> {
    let mut body = Vec::new();
    loop {
        let mut left = MAX_HEAD;
        let line = read_line(stream, &mut left)?;
        let digits = line.split(|byte| *byte == b';').next().unwrap_or_default().trim_ascii();
        let is_number = digits.iter().all(u8::is_ascii_hexdigit);
        let size = std::str::from_utf8(digits).ok().filter(|_| is_number);
        let size = size.and_then(|size| usize::from_str_radix(size, 16).ok());
        let size = size.ok_or_else(|| bad("a chunk has an invalid size"))?;
        if size == 0 {
            break;
        }
        if size > MAX_BODY - body.len() {
            return Err(TOO_LARGE);
        }
        let length = body.len() + size;
        stream.take(size as u64).read_to_end(&mut body)?;
        if body.len() != length {
            return Err(ReadError::Io(io::ErrorKind::UnexpectedEof.into()));
        }
        let mut end = [0; 2];
        stream.read_exact(&mut end)?;
        if end != *b"\r\n" {
            return Err(bad("a chunk is longer than its size"));
        }
    }
    let mut left = MAX_HEAD;
    while !read_line(stream, &mut left)?.is_empty() {}
    Ok(body)
}

fn bad(message: &'static str) -> ReadError {
    ReadError::Refused(StatusCode::BAD_REQUEST, message)
}
