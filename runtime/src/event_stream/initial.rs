//! The first messages of streams in RPC protocols, which have the other members of the input or the
//! output.

use std::collections::VecDeque;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;

use crate::error::{BodyError, EncodeError};
use crate::event_frames::{EventHeader, FrameWriter, Frames};
use crate::types::{Body, ByteStream};
use crate::wire::protocol::{Opened, Opening};

const INITIAL_REQUEST: &str = "initial-request";
const INITIAL_RESPONSE: &str = "initial-response";

/// Puts a message with this document before the events of a request.
///
/// Source: Smithy 2.0, "Event streams", "Initial messages".
pub(super) fn begin(
    events: ByteStream,
    document: &[u8],
    content_type: &'static str,
) -> Result<ByteStream, EncodeError> {
    let mut frame = FrameWriter::new();
    frame.header(":message-type", EventHeader::Text("event"))?;
    frame.header(":event-type", EventHeader::Text(INITIAL_REQUEST))?;
    frame.header(":content-type", EventHeader::Text(content_type))?;
    Ok(joined(vec![frame.finish(document)?], events))
}

/// Reads the first message. Returns its document, and the rest of the stream. If the service sent no
/// initial message, the document is empty and the stream has all messages.
///
/// Source: Smithy 2.0, "Event streams", "Initial messages".
pub(super) fn open(mut body: ByteStream) -> Opening {
    Box::pin(async move {
        let (mut frames, mut chunks) = (Frames::default(), Vec::new());
        loop {
            if let Some(first) = frames.next()? {
                let is_initial =
                    first.header(":event-type") == Some(EventHeader::Text(INITIAL_RESPONSE));
                let (document, before) = match is_initial {
                    true => (first.payload_bytes(), frames.into_rest()),
                    false => (Bytes::new(), chunks),
                };
                return Ok(Opened { document, stream: joined(before, body) });
            }
            match body.next().await {
                Some(chunk) => {
                    let chunk = chunk?;
                    chunks.push(chunk.clone());
                    frames.push(chunk);
                }
                None => {
                    frames.finish()?;
                    return Ok(Opened { document: Bytes::new(), stream: ByteStream::empty() });
                }
            }
        }
    })
}

/// A stream of these chunks, followed by `body`.
fn joined(before: Vec<Bytes>, body: ByteStream) -> ByteStream {
    ByteStream::once(Body::stream(Joined { before: before.into(), body }, None))
}

struct Joined {
    before: VecDeque<Bytes>,
    body: ByteStream,
}

impl Stream for Joined {
    type Item = Result<Bytes, BodyError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        match self.before.pop_front() {
            Some(chunk) => Poll::Ready(Some(Ok(chunk))),
            None => self.body.poll_chunk(context),
        }
    }
}
