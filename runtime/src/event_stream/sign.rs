//! [`sign`]: wraps each message of a request in a message with its signature.
//!
//! Source: Amazon Transcribe developer guide, "Event stream encoding"; Smithy 2.0, "Amazon Event
//! Stream Specification".

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;

use crate::error::{BodyError, EncodeError};
use crate::event_frames::{EventHeader, FrameWriter};
use crate::sigv4::{Clock, OwnedChunkSigner};
use crate::types::{Body, Timestamp};

/// Signs each message of the body. The signed stream ends with an empty signed message.
pub(super) fn sign(body: Body, signer: OwnedChunkSigner, clock: Clock) -> Body {
    Body::stream(Signed { body, signer, clock, has_ended: false }, None)
}

struct Signed {
    /// Each chunk is one message.
    body: Body,
    signer: OwnedChunkSigner,
    clock: Clock,
    has_ended: bool,
}

impl Signed {
    /// Wraps a message in one that has its signature. The last message of a stream wraps no bytes.
    fn wrap(&mut self, message: &[u8]) -> Result<Bytes, EncodeError> {
        let time = (self.clock)();
        let date = |frame: &mut FrameWriter| {
            frame.header(":date", EventHeader::Timestamp(Timestamp::from(time)))
        };
        let mut signed_headers = FrameWriter::new();
        date(&mut signed_headers)?;
        let signature = self.signer.event(signed_headers.headers(), message, time);
        let mut frame = FrameWriter::new();
        frame.header(":chunk-signature", EventHeader::Blob(&signature))?;
        date(&mut frame)?;
        frame.finish(message)
    }
}

impl Stream for Signed {
    type Item = Result<Bytes, BodyError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.has_ended {
            return Poll::Ready(None);
        }
        let message = match ready!(self.body.poll_chunk(context)) {
            Some(Ok(message)) => message,
            Some(Err(error)) => {
                self.has_ended = true;
                return Poll::Ready(Some(Err(error)));
            }
            None => {
                self.has_ended = true;
                Bytes::new()
            }
        };
        let frame = self.wrap(&message);
        self.has_ended |= frame.is_err();
        Poll::Ready(Some(frame.map_err(|error| BodyError::new(error.to_string()))))
    }
}
