//! [`EventDecoder`]: reads an event of a stream. Its headers and its payload become members.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::de::Deserialize;

use super::{Each, MemberValue, PayloadBytes, missing, text};
use crate::error::DecodeError;
use crate::event_frames::{EventHeader, RawEvent};
use crate::types::TimestampFormat;
use crate::wire::protocol::memory::MAX_MEMORY;
use crate::wire::protocol::{Expected, Place, Protocol, Reader as _};

/// Reads an event of a stream. Its methods are hidden: only the code that the macros generate calls
/// them, and they may change in any release.
///
/// Each method takes the name of the member's field, for errors, and the member's wire name.
#[derive(Debug)]
pub struct EventDecoder<'a> {
    event: &'a RawEvent,
    name: &'a str,
    is_exception: bool,
}

#[doc(hidden)]
impl<'a> EventDecoder<'a> {
    /// `name` is the event's name in the union.
    pub(crate) fn new(event: &'a RawEvent, name: &'a str, is_exception: bool) -> Self {
        Self { event, name, is_exception }
    }

    /// The event's name in the union.
    pub fn name(&self) -> &'a str {
        self.name
    }

    fn expected() -> Expected {
        Expected { memory: MAX_MEMORY, place: Place::Output }
    }

    /// The index of a member's name in `names`. Services call the message of an exception `message`
    /// or `Message`, whatever their model says.
    fn position(&self, names: &[&str], name: &str) -> Option<usize> {
        let is_message = |name: &str| matches!(name, "message" | "Message");
        names.iter().position(|known| *known == name).or_else(|| {
            let mut names = names.iter();
            (self.is_exception && is_message(name))
                .then(|| names.position(|known| is_message(known)))?
        })
    }

    /// Reads the members of the payload's document, like
    /// [`ResponseDecoder::members`](super::ResponseDecoder::members).
    ///
    /// # Errors
    ///
    /// The payload is not a document of the protocol, or `each` fails.
    pub fn members<P: Protocol>(
        &self,
        names: &[&str],
        each: Each<'_, 'a, P>,
    ) -> Result<(), DecodeError> {
        let payload = self.event.payload();
        let mut reader = P::Reader::open(payload, Self::expected()).map_err(in_payload)?;
        while let Some(name) = reader.next().map_err(in_payload)? {
            match self.position(names, &name) {
                Some(index) => {
                    each(index, &mut MemberValue { reader: &mut reader, name: names[index] })?;
                }
                None => reader.skip().map_err(in_payload)?,
            }
        }
        Ok(())
    }

    /// The message of an exception.
    pub(crate) fn message<P: Protocol>(&self) -> Option<String> {
        let mut message = None;
        self.members::<P>(&["message"], &mut |_, value| value.read(&mut message)).ok()?;
        message
    }

    /// The payload as one document. An empty payload is a structure without members.
    ///
    /// # Errors
    ///
    /// The payload is not a document of the protocol, or not of this type.
    pub fn document<P: Protocol, T: for<'de> Deserialize<'de>>(&self) -> Result<T, DecodeError> {
        P::Reader::document(self.event.payload(), Self::expected()).map_err(in_payload)
    }

    /// The payload as the `#[event_payload]` member: text unchanged, any other value as a document.
    ///
    /// # Errors
    ///
    /// The payload is not of this type.
    pub fn payload<P: Protocol, T: for<'de> Deserialize<'de>>(
        &self,
        field: &'static str,
    ) -> Result<T, DecodeError> {
        P::Reader::payload(self.event.payload(), Self::expected())
            .map_err(|error| DecodeError::member(field, "the event's payload", &error))
    }

    /// The payload as bytes, unchanged.
    pub fn payload_bytes<T: PayloadBytes>(&self) -> T {
        T::from_payload(self.event.payload_bytes().into())
    }

    /// A header's value; the zero value of its type if the header is missing.
    ///
    /// # Errors
    ///
    /// The header's value is not of this type.
    pub fn header<T: for<'de> Deserialize<'de>>(
        &self,
        field: &'static str,
        name: &str,
    ) -> Result<T, DecodeError> {
        let Some(header) = self.event.header(name) else { return missing(field) };
        let text = match header {
            EventHeader::Bool(value) => value.to_string(),
            EventHeader::Byte(value) => value.to_string(),
            EventHeader::Short(value) => value.to_string(),
            EventHeader::Int(value) => value.to_string(),
            EventHeader::Long(value) => value.to_string(),
            EventHeader::Text(value) => value.to_owned(),
            EventHeader::Blob(value) => STANDARD.encode(value),
            EventHeader::Timestamp(value) => value.format(TimestampFormat::DateTime),
            EventHeader::Uuid(_) => {
                return Err(DecodeError::header(field, name, &"a UUID cannot be decoded"));
            }
        };
        text::from_str(&text).map_err(|error| DecodeError::header(field, name, &error))
    }
}

fn in_payload(error: impl fmt::Display) -> DecodeError {
    DecodeError::new(format!("cannot decode its payload: {error}"))
}
