//! Builds messages of event streams, valid or not, from their parts, without the library's writer. Reads
//! messages with the library's reader.

use aws_operation::RawEvent;
use aws_operation::internals::Frames;
use bytes::Bytes;

use crate::crc32_number;

/// All messages in these bytes.
///
/// # Errors
///
/// A message is invalid, or the last one is incomplete.
pub fn messages(bytes: impl Into<Bytes>) -> Result<Vec<RawEvent>, String> {
    let mut frames = Frames::new();
    frames.push(bytes.into());
    let mut messages = Vec::new();
    while let Some(message) = frames.next().map_err(|error| error.to_string())? {
        messages.push(message);
    }
    frames.finish().map_err(|error| error.to_string())?;
    Ok(messages)
}

/// The prelude with a correct checksum.
pub fn prelude(total: u32, headers: u32) -> Vec<u8> {
    let mut bytes = [total.to_be_bytes(), headers.to_be_bytes()].concat();
    bytes.extend(crc32_number(&bytes).to_be_bytes());
    bytes
}

/// A message of these encoded headers and this payload, with correct lengths and checksums.
///
/// # Panics
///
/// When they are longer than 4 GiB.
pub fn frame(headers: &[u8], payload: &[u8]) -> Vec<u8> {
    let total = u32::try_from(headers.len() + payload.len() + 16).expect("it is short");
    let mut bytes = prelude(total, u32::try_from(headers.len()).expect("it is short"));
    bytes.extend(headers);
    bytes.extend(payload);
    bytes.extend(crc32_number(&bytes).to_be_bytes());
    bytes
}

/// An encoded header: its name, its type, and what follows it.
///
/// # Panics
///
/// When the name is longer than 255 bytes.
pub fn header(name: &[u8], kind: u8, value: &[u8]) -> Vec<u8> {
    let length = u8::try_from(name.len()).expect("it is short");
    [&[length], name, &[kind], value].concat()
}

/// A small valid message.
pub fn small() -> Vec<u8> {
    let headers = [header(b":event-type", 7, b"\0\x05hello"), header(b"n", 4, b"\0\0\x01\0")];
    frame(&headers.concat(), b"some payload")
}

/// An encoded header with a short text.
///
/// # Panics
///
/// When the name is longer than 255 bytes, or the text longer than 65,535 bytes.
pub fn text_header(name: &str, text: &str) -> Vec<u8> {
    let length = u16::try_from(text.len()).expect("it is short").to_be_bytes();
    header(name.as_bytes(), 7, &[&length, text.as_bytes()].concat())
}
