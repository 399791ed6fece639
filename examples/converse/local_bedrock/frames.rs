//! Writes the messages of an event stream.

use std::io;

use aws_operation::{EventHeader, RawEvent};
use bytes::Bytes;
use serde_json::Value;

pub fn event(name: &str, payload: &Value) -> io::Result<Bytes> {
    message("event", ":event-type", name, payload)
}

pub fn exception(name: &str, payload: &Value) -> io::Result<Bytes> {
    message("exception", ":exception-type", name, payload)
}

fn message(kind: &str, name_header: &str, name: &str, payload: &Value) -> io::Result<Bytes> {
    let headers =
        [(":message-type", kind), (name_header, name), (":content-type", "application/json")];
    let headers = headers.map(|(name, value)| (name, EventHeader::Text(value)));
    RawEvent::new(headers, payload.to_string()).map(RawEvent::into_bytes).map_err(io::Error::other)
}
