//! [`EventEncoder`]: writes an event of a stream. Its members become headers and the payload.

use std::fmt;

use bytes::Bytes;
use serde::Serialize;

use super::{AsPayloadBytes, BodyMembers, event_header};
use crate::error::EncodeError;
use crate::event_frames::{EventHeader, FrameWriter, RawEvent};
use crate::service::Service;
use crate::types::TimestampFormat;
use crate::wire::protocol::{Payload, Protocol, Rules, Wanted, Writer as _};

/// Writes an event of a stream. Its methods are hidden: only the code that the macros generate calls
/// them, and they may change in any release.
///
/// Each method takes the name of the member's field, for errors, and the member's wire name.
pub struct EventEncoder<'a> {
    wanted: Wanted<'a>,
    /// The value of `:message-type`, the name of the header with the event's name, and the event's
    /// name. `None` for a message that is sent unchanged.
    kind: Option<[&'a str; 3]>,
    /// The headers of the members.
    headers: FrameWriter,
    content_type: Option<&'static str>,
    payload: Bytes,
    /// A message that is sent unchanged.
    raw: Option<Bytes>,
}

/// Prints no members, which may be sensitive.
impl fmt::Debug for EventEncoder<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventEncoder").field("kind", &self.kind).finish_non_exhaustive()
    }
}

#[doc(hidden)]
impl<'a> EventEncoder<'a> {
    pub(crate) fn new(service: &'a Service, operation: &'static str, rules: &Rules) -> Self {
        let wanted = Wanted { service, operation, protocol: rules.name, xml_root: "" };
        let (headers, payload) = (FrameWriter::new(), Bytes::new());
        Self { wanted, kind: None, headers, content_type: None, payload, raw: None }
    }

    /// The message is an event with this name.
    pub fn event(&mut self, name: &'a str) {
        self.kind = Some(["event", ":event-type", name]);
    }

    /// The message is an exception with this name.
    pub fn exception(&mut self, name: &'a str) {
        self.kind = Some(["exception", ":exception-type", name]);
    }

    /// The message is this one, unchanged.
    pub fn raw(&mut self, event: &RawEvent) {
        self.raw = Some(event.frame().clone());
    }

    /// Adds a header of the type of the value. An unset member adds none.
    ///
    /// # Errors
    ///
    /// The value is neither a number, a Boolean, text, bytes nor a timestamp, or is too long.
    pub fn header<T: Serialize + ?Sized>(
        &mut self,
        field: &'static str,
        name: &str,
        value: &T,
        _: TimestampFormat,
    ) -> Result<(), EncodeError> {
        let value = event_header::value(value).map_err(|what| {
            EncodeError::new(field, &format!("is {what}, which cannot be a header"))
        })?;
        match value {
            Some(value) => self.headers.header(name, value.as_header()),
            None => Ok(()),
        }
    }

    /// Adds the document with the members that are not bound. `write` writes them.
    ///
    /// # Errors
    ///
    /// A member cannot be written in the protocol's format.
    pub fn body<P: Protocol>(
        &mut self,
        write: &mut dyn FnMut(&mut BodyMembers<P>),
    ) -> Result<(), EncodeError> {
        let writer = P::Writer::open(&self.wanted)
            .map_err(|error| EncodeError::request(&error.to_string()))?;
        let mut members = BodyMembers::new(writer);
        write(&mut members);
        self.set(members.end()?, P::RULES.content_type);
        Ok(())
    }

    /// Adds the payload: a document.
    ///
    /// # Errors
    ///
    /// The value cannot be written in the protocol's format.
    pub fn document<P: Protocol, T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), EncodeError> {
        self.payload::<P, T>(name, value, None, true)
    }

    /// Adds the payload: text unchanged, any other value as a document. An unset structure is an empty
    /// document; any other unset member adds no payload.
    ///
    /// # Errors
    ///
    /// The value cannot be written in the protocol's format.
    pub fn payload<P: Protocol, T: Serialize + ?Sized>(
        &mut self,
        field: &'static str,
        value: &T,
        media_type: Option<&'static str>,
        is_structure: bool,
    ) -> Result<(), EncodeError> {
        let rules = P::RULES;
        let payload = P::Writer::payload(value, None, &self.wanted)
            .map_err(|error| EncodeError::value(field, &error))?;
        let (payload, default) = match payload {
            Payload::Absent if is_structure => (rules.empty_document.to_vec(), rules.content_type),
            Payload::Absent => return Ok(()),
            Payload::Text(text) => (text, "text/plain"),
            Payload::Blob(bytes) => (bytes, "application/octet-stream"),
            Payload::Document(document) => (document, rules.content_type),
        };
        self.set(payload, media_type.unwrap_or(default));
        Ok(())
    }

    /// Adds the payload: bytes, unchanged. An unset member adds no payload.
    ///
    /// # Errors
    ///
    /// The bytes are a stream, which an event cannot have.
    pub fn payload_bytes<T: AsPayloadBytes + ?Sized>(
        &mut self,
        field: &'static str,
        value: &T,
        media_type: Option<&'static str>,
    ) -> Result<(), EncodeError> {
        let Some(stream) = value.payload_bytes() else { return Ok(()) };
        let Some(bytes) = stream.as_bytes() else {
            return Err(EncodeError::new(
                field,
                "is a stream, which an event cannot contain; use bytes in memory",
            ));
        };
        self.payload = bytes.clone();
        self.content_type = Some(media_type.unwrap_or("application/octet-stream"));
        Ok(())
    }

    fn set(&mut self, payload: Vec<u8>, content_type: &'static str) {
        self.payload = payload.into();
        self.content_type = Some(content_type);
    }

    /// Returns the message.
    pub(crate) fn finish(self) -> Result<Bytes, EncodeError> {
        if let Some(raw) = self.raw {
            return Ok(raw);
        }
        let mut frame = FrameWriter::new();
        if let Some([message, header, name]) = self.kind {
            frame.header(":message-type", EventHeader::Text(message))?;
            frame.header(header, EventHeader::Text(name))?;
        }
        if let Some(content_type) = self.content_type {
            frame.header(":content-type", EventHeader::Text(content_type))?;
        }
        frame.append(&self.headers)?;
        frame.finish(&self.payload)
    }
}
