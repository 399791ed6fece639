//! Writes HTTP/1.1 responses to a connection.

use std::io::{self, Write};
use std::pin::pin;

use http::header::{CONNECTION, CONTENT_LENGTH, TRANSFER_ENCODING};
use http::{Method, Response, StatusCode};

use crate::block_on::block_on;
use crate::types::Body;

/// Writes the response to a request with this method. Returns whether another response can follow.
pub(super) fn write_response(
    out: &mut impl Write,
    method: &Method,
    response: Response<Body>,
    is_last: bool,
) -> io::Result<bool> {
    let (parts, mut body) = response.into_parts();
    let status = parts.status;
    if status.is_informational() {
        return Err(io::Error::other("a response cannot have a status below 200"));
    }
    let has_no_body = matches!(status, StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED);
    let sends_body = !has_no_body && method != Method::HEAD;
    let announced = parts.headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok());
    let announced: Option<u64> = announced.and_then(|length| length.parse().ok());
    let length = announced.or(body.length());

    let mut head = format!("HTTP/1.1 {} {}\r\n", status.as_u16(), reason(status)).into_bytes();
    for (name, value) in &parts.headers {
        if ![CONNECTION, CONTENT_LENGTH, TRANSFER_ENCODING].contains(name) {
            push_header(&mut head, name.as_str(), value.as_bytes());
        }
    }
    match length {
        _ if has_no_body => {}
        Some(length) => push_header(&mut head, "content-length", length.to_string().as_bytes()),
        None => push_header(&mut head, "transfer-encoding", b"chunked"),
    }
    if is_last {
        push_header(&mut head, "connection", b"close");
    }
    head.extend_from_slice(b"\r\n");
    if !sends_body {
        out.write_all(&head)?;
        return Ok(!is_last);
    }

    let mut written = 0;
    // One packet for the head and the start of the body.
    let mut pending = head;
    if body.as_bytes().is_none() {
        out.write_all(&pending)?;
        pending.clear();
    }
    while let Some(chunk) = block_on(pin!(body.next())) {
        let chunk = chunk.map_err(io::Error::other)?;
        written += chunk.len() as u64;
        if length.is_none() {
            pending.extend_from_slice(format!("{:x}\r\n", chunk.len()).as_bytes());
        }
        pending.extend_from_slice(&chunk);
        if length.is_none() {
            pending.extend_from_slice(b"\r\n");
        }
        out.write_all(&pending)?;
        pending.clear();
    }
    if length.is_none() {
        pending.extend_from_slice(b"0\r\n\r\n");
    }
    out.write_all(&pending)?;
    Ok(!is_last && length.is_none_or(|length| length == written))
}

fn reason(status: StatusCode) -> &'static str {
    status.canonical_reason().unwrap_or("Unknown")
}

fn push_header(head: &mut Vec<u8>, name: &str, value: &[u8]) {
    head.extend_from_slice(name.as_bytes());
    head.extend_from_slice(b": ");
    head.extend_from_slice(value);
    head.extend_from_slice(b"\r\n");
}
