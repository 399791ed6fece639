//! Writes the messages of an event stream.

use aws_operation::{BodyError, EventHeader, RawEvent};
use bytes::Bytes;
use serde_json::Value;

pub fn event(name: &str, payload: &Value) -> Result<Bytes, BodyError> {
    message("event", ":event-type", name, payload)
}

pub fn exception(name: &str, payload: &Value) -> Result<Bytes, BodyError> {
    message("exception", ":exception-type", name, payload)
}

fn message(kind: &str, name_header: &str, name: &str, payload: &Value) -> Result<Bytes, BodyError> {
    let headers =
        [(":message-type", kind), (name_header, name), (":content-type", "application/json")];
    let headers = headers.map(|(name, value)| (name, EventHeader::Text(value)));
    RawEvent::new(headers, payload.to_string())
        .map(RawEvent::into_bytes)
        .map_err(|error| BodyError::new(error.to_string()))
}
