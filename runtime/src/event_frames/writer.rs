//! [`FrameWriter`]: writes a message.

use bytes::Bytes;

use super::header::{EventHeader, code};
use super::headers::check_names;
use super::prelude::Prelude;
use super::{CHECKSUM, MAX_HEADERS, MAX_NAME, MAX_PAYLOAD, MAX_VALUE};
use crate::error::{EncodeError, Line};

/// Writes a message of an event stream: its headers one by one, and then its payload.
#[derive(Debug)]
pub struct FrameWriter {
    /// Room for the prelude, and the headers.
    frame: Vec<u8>,
}

impl Default for FrameWriter {
    fn default() -> Self {
        Self::new()
    }
}

impl FrameWriter {
    /// A message without headers.
    pub fn new() -> Self {
        // Enough for most events, which have about 100 bytes of headers.
        let mut frame = Vec::with_capacity(512);
        frame.resize(Prelude::LENGTH, 0);
        Self { frame }
    }

    /// Adds a header. A timestamp is rounded down to the millisecond.
    ///
    /// # Errors
    ///
    /// The name is empty or longer than 255 bytes, the value is longer than 32,767 bytes, or the
    /// headers are longer than 128 KiB. Then nothing is added.
    pub fn header(&mut self, name: &str, value: EventHeader<'_>) -> Result<(), EncodeError> {
        let length = match u8::try_from(name.len()) {
            Ok(length @ 1..) if name.len() <= MAX_NAME => length,
            _ => {
                return Err(EncodeError::request(&format!(
                    "the name of an event's header has {} bytes; use 1 to {MAX_NAME} bytes",
                    name.len(),
                )));
            }
        };
        let (kind, value): (_, &[u8]) = match value {
            EventHeader::Bool(true) => (code::TRUE, &[]),
            EventHeader::Bool(false) => (code::FALSE, &[]),
            EventHeader::Byte(value) => (code::BYTE, &value.to_be_bytes()),
            EventHeader::Short(value) => (code::SHORT, &value.to_be_bytes()),
            EventHeader::Int(value) => (code::INT, &value.to_be_bytes()),
            EventHeader::Long(value) => (code::LONG, &value.to_be_bytes()),
            EventHeader::Blob(value) => (code::BLOB, value),
            EventHeader::Text(value) => (code::TEXT, value.as_bytes()),
            EventHeader::Timestamp(value) => {
                let millis =
                    value.epoch_seconds() * 1000 + i64::from(value.subsec_nanos() / 1_000_000);
                (code::TIMESTAMP, &millis.to_be_bytes())
            }
            EventHeader::Uuid(ref value) => (code::UUID, value),
        };
        let count = match kind {
            code::BLOB | code::TEXT => match u16::try_from(value.len()) {
                Ok(count) if value.len() <= MAX_VALUE => Some(count),
                _ => {
                    return Err(EncodeError::request(&format!(
                        "the event's header `{}` has {} bytes; at most {MAX_VALUE} are allowed",
                        Line::key(name),
                        value.len(),
                    )));
                }
            },
            _ => None,
        };
        let added = 1 + name.len() + 1 + if count.is_some() { 2 } else { 0 } + value.len();
        if self.frame.len() - Prelude::LENGTH + added > MAX_HEADERS {
            return Err(EncodeError::request(&format!(
                "the headers of an event have more than {MAX_HEADERS} bytes with `{}`",
                Line::key(name),
            )));
        }
        self.frame.push(length);
        self.frame.extend_from_slice(name.as_bytes());
        self.frame.push(kind);
        if let Some(count) = count {
            self.frame.extend_from_slice(&count.to_be_bytes());
        }
        self.frame.extend_from_slice(value);
        Ok(())
    }

    /// The encoded headers.
    pub(crate) fn headers(&self) -> &[u8] {
        self.frame.get(Prelude::LENGTH..).unwrap_or_default()
    }

    /// Adds the headers of another message after those of this one.
    ///
    /// # Errors
    ///
    /// The headers are longer than 128 KiB.
    pub(crate) fn append(&mut self, other: &Self) -> Result<(), EncodeError> {
        let headers = other.headers();
        if self.frame.len() - Prelude::LENGTH + headers.len() > MAX_HEADERS {
            return Err(EncodeError::request(&format!(
                "the headers of an event have more than {MAX_HEADERS} bytes"
            )));
        }
        self.frame.extend_from_slice(headers);
        Ok(())
    }

    /// Returns the message with this payload.
    ///
    /// # Errors
    ///
    /// The payload is longer than 24 MiB, or a header was added twice.
    pub fn finish(self, payload: &[u8]) -> Result<Bytes, EncodeError> {
        let Self { mut frame } = self;
        if payload.len() > MAX_PAYLOAD {
            return Err(EncodeError::request(&format!(
                "the payload of an event has {} bytes; at most {MAX_PAYLOAD} are allowed",
                payload.len(),
            )));
        }
        let (_, headers) = frame.split_at(Prelude::LENGTH);
        check_names(headers)
            .map_err(|what| EncodeError::request(&format!("invalid event: {what}")))?;

        let headers = headers.len();
        let total = frame.len() + payload.len() + CHECKSUM;
        frame.reserve_exact(payload.len() + CHECKSUM);
        frame.extend_from_slice(payload);
        // Both fit into 32 bits, because they are within the limits.
        let (prelude, checksum) = Prelude::write(total as u32, headers as u32);
        let (place, rest) = frame.split_at_mut(Prelude::LENGTH);
        place.copy_from_slice(&prelude);
        let mut hasher = crc32fast::Hasher::new_with_initial(checksum);
        hasher.update(&prelude[8..]);
        hasher.update(rest);
        frame.extend_from_slice(&hasher.finalize().to_be_bytes());
        Ok(frame.into())
    }
}
