//! Writes the messages of an event stream (`application/vnd.amazon.eventstream`).
//!
//! Source: Smithy 2.0, "Amazon Event Stream Specification".

use serde_json::Value;

/// The type of a header with text.
const TEXT: u8 = 7;
/// The length of everything but headers and payload: two lengths and two checksums.
const OVERHEAD: usize = 16;

pub fn event(name: &str, payload: &Value) -> Vec<u8> {
    message("event", ":event-type", name, payload)
}

pub fn exception(name: &str, payload: &Value) -> Vec<u8> {
    message("exception", ":exception-type", name, payload)
}

/// All texts are short constants, and payloads are a few words, so their lengths fit.
fn message(kind: &str, name_header: &str, name: &str, payload: &Value) -> Vec<u8> {
    let payload = payload.to_string();
    let mut headers = Vec::new();
    for (name, value) in
        [(name_header, name), (":content-type", "application/json"), (":message-type", kind)]
    {
        headers.push(name.len() as u8);
        headers.extend(name.as_bytes());
        headers.push(TEXT);
        headers.extend((value.len() as u16).to_be_bytes());
        headers.extend(value.as_bytes());
    }
    let total = headers.len() + payload.len() + OVERHEAD;
    let mut message = Vec::with_capacity(total);
    message.extend((total as u32).to_be_bytes());
    message.extend((headers.len() as u32).to_be_bytes());
    message.extend(crc32fast::hash(&message).to_be_bytes());
    message.extend(headers);
    message.extend(payload.as_bytes());
    message.extend(crc32fast::hash(&message).to_be_bytes());
    message
}
