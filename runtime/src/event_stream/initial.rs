//! The first messages of streams in RPC protocols, which have the other members of the input or the
//! output.

use std::collections::VecDeque;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use http::HeaderMap;

use crate::error::{BodyError, EncodeError};
use crate::event_frames::{EventHeader, FrameWriter, Frames, OtherContentType};
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
    Ok(joined([frame.finish(document)?].into(), events))
}

/// Reads the first message. Returns its document, and the rest of the stream. If the service sent no
/// initial message, the document is empty and the stream has all messages.
///
/// Source: Smithy 2.0, "Event streams", "Initial messages".
pub(super) fn open(body: ByteStream, headers: &HeaderMap) -> Opening {
    let other = OtherContentType::of(headers);
    Box::pin(async { opened(body).await.map_err(|error| OtherContentType::explain(other, error)) })
}

async fn opened(mut body: ByteStream) -> Result<Opened, BodyError> {
    let mut frames = Frames::default();
    loop {
        if let Some(first) = frames.next()? {
            let is_initial =
                first.header(":event-type") == Some(EventHeader::Text(INITIAL_RESPONSE));
            let mut before = frames.into_rest();
            if is_initial {
                return Ok(Opened {
                    document: first.payload_bytes(),
                    stream: joined(before, body),
                });
            }
            before.push_front(first.frame().clone());
            return Ok(Opened { document: Bytes::new(), stream: joined(before, body) });
        }
        match body.next().await {
            Some(chunk) => frames.push(chunk?),
            None => {
                frames.finish()?;
                return Ok(Opened { document: Bytes::new(), stream: ByteStream::empty() });
            }
        }
    }
}

/// A stream of these chunks, followed by `body`.
fn joined(before: VecDeque<Bytes>, body: ByteStream) -> ByteStream {
    ByteStream::once(Body::stream(Joined { before, body }, None))
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
