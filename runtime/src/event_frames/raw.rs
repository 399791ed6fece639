//! [`RawEvent`]: a message that is not decoded into a type.

use std::fmt;

use bytes::Bytes;

use super::CHECKSUM;
use super::header::EventHeader;
use super::headers::{self, Headers};
use super::prelude::{Prelude, invalid};
use super::writer::FrameWriter;
use crate::error::{BodyError, EncodeError};

/// A message of an event stream: its headers and its payload.
///
/// The last variant of an event stream's enum holds it for events that the enum does not declare, for
/// example those that a service added later. The header `:event-type` names the event.
///
/// ```
/// use aws_operation::RawEvent;
///
/// fn describe(event: &RawEvent) -> String {
///     let name = event.header(":event-type").and_then(|header| header.as_str());
///     format!("{}: {} bytes", name.unwrap_or("an event without a type"), event.payload().len())
/// }
/// ```
///
/// A clone shares the bytes. Events that were received together also share their memory: it is freed
/// when the last of them is dropped.
///
/// Two events are equal if their bytes are. `Debug` prints the names of the headers and the length of
/// the payload, but no contents.
///
/// Source: Smithy 2.0, "Amazon Event Stream Specification".
#[derive(Clone, PartialEq, Eq)]
pub struct RawEvent {
    /// The whole message. Its lengths, checksums and headers were checked.
    frame: Bytes,
}

impl RawEvent {
    /// A message with these headers and this payload, for a test server, or to send an event that the
    /// enum does not declare. A timestamp is rounded down to the millisecond.
    ///
    /// ```
    /// use aws_operation::{EventHeader, RawEvent};
    ///
    /// let headers = [
    ///     (":message-type", EventHeader::Text("event")),
    ///     (":event-type", EventHeader::Text("messageStop")),
    ///     (":content-type", EventHeader::Text("application/json")),
    /// ];
    /// let event = RawEvent::new(headers, br#"{"stopReason":"end_turn"}"#)?;
    /// assert_eq!(event.header(":event-type"), Some(EventHeader::Text("messageStop")));
    /// let body = event.into_bytes();
    /// # Ok::<(), aws_operation::EncodeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// A header's name is empty, longer than 255 bytes, or given twice; a value is longer than 32,767
    /// bytes; the headers are longer than 128 KiB; or the payload is longer than 24 MiB.
    pub fn new<'a>(
        headers: impl IntoIterator<Item = (&'a str, EventHeader<'a>)>,
        payload: impl AsRef<[u8]>,
    ) -> Result<Self, EncodeError> {
        let mut frame = FrameWriter::new();
        for (name, value) in headers {
            frame.header(name, value)?;
        }
        Ok(Self { frame: frame.finish(payload.as_ref())? })
    }

    /// The whole message, in the form in which it is sent.
    pub fn into_bytes(self) -> Bytes {
        self.frame
    }

    /// Verifies the checksum and the headers. `prelude` was read from this frame, which is as long as
    /// the prelude says.
    pub(super) fn read(frame: Bytes, prelude: Prelude) -> Result<Self, BodyError> {
        let Some((body, checksum)) = frame.split_last_chunk::<CHECKSUM>() else {
            return Err(invalid("a message is too short"));
        };
        // The prelude has the checksum of the first eight bytes.
        let mut hasher = crc32fast::Hasher::new_with_initial(prelude.checksum);
        hasher.update(body.get(Prelude::LENGTH - CHECKSUM..).unwrap_or_default());
        if hasher.finalize() != u32::from_be_bytes(*checksum) {
            return Err(invalid("the checksum of a message is wrong"));
        }
        let headers = body.get(Prelude::LENGTH..Prelude::LENGTH + prelude.headers);
        headers::check(headers.unwrap_or_default()).map_err(|what| invalid(&what))?;
        Ok(Self { frame })
    }

    /// The headers, in their order in the message.
    pub fn headers(&self) -> impl Iterator<Item = (&str, EventHeader<'_>)> {
        self.encoded_headers()
    }

    /// The header with this name. Names are case-sensitive, and those of AWS begin with a colon, such
    /// as `:event-type`.
    pub fn header(&self, name: &str) -> Option<EventHeader<'_>> {
        self.encoded_headers().value_of(name)
    }

    /// The whole message.
    pub(crate) fn frame(&self) -> &Bytes {
        &self.frame
    }

    /// The payload. Its format is in the header `:content-type`.
    pub fn payload(&self) -> &[u8] {
        self.frame.get(self.headers_end()..self.payload_end()).unwrap_or_default()
    }

    /// The payload, which shares the memory of the event.
    pub fn payload_bytes(&self) -> Bytes {
        self.frame.slice_ref(self.payload())
    }

    fn encoded_headers(&self) -> Headers<'_> {
        Headers::new(self.frame.get(Prelude::LENGTH..self.headers_end()).unwrap_or_default())
    }

    fn headers_end(&self) -> usize {
        let length = self.frame.get(4..).and_then(|rest| rest.first_chunk().copied());
        Prelude::LENGTH + u32::from_be_bytes(length.unwrap_or_default()) as usize
    }

    fn payload_end(&self) -> usize {
        self.frame.len().saturating_sub(CHECKSUM)
    }
}

impl fmt::Debug for RawEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        /// The names alone.
        struct Names<'a>(&'a RawEvent);

        impl fmt::Debug for Names<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_list().entries(self.0.headers().map(|(name, _)| name)).finish()
            }
        }

        f.debug_struct("RawEvent")
            .field("headers", &Names(self))
            .field("payload", &format_args!("{} bytes", self.payload().len()))
            .finish()
    }
}
