//! Reads the body of a response. Limits its size, and detects that it has stalled.

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;

use super::stall::Stall;
#[cfg(feature = "testing")]
use crate::error::ServiceError;
use crate::error::{BodyError, TransportError};
use crate::time::Timer;
use crate::types::{Body, ByteStream, Collected, Exact};

/// The response of an attempt.
pub(super) struct Received {
    pub response: http::Response<Bytes>,
    /// The body, if it is a stream. The response's own body is then empty.
    pub stream: Option<ByteStream>,
}

/// In the extensions of a fake's response: its kind.
#[cfg(feature = "testing")]
#[derive(Clone)]
pub(super) enum Faked {
    /// The output is in the call.
    Success,
    Service(Box<ServiceError>),
}

/// The maximum size of a body that is read into memory, and what the error advises if it is larger.
#[derive(Debug, Clone, Copy)]
pub(crate) struct MaxResponse {
    pub bytes: usize,
    pub remedy: &'static str,
}

impl MaxResponse {
    /// The maximum from a configuration. 128 MiB if it is not set.
    pub(crate) fn configured(bytes: Option<usize>) -> Self {
        let bytes = bytes.unwrap_or(128 * 1024 * 1024);
        Self { bytes, remedy: "raise `max_response_bytes` of the config" }
    }

    fn exceeded(self) -> TransportError {
        let Self { bytes, remedy } = self;
        TransportError::other(format!("the response is larger than {bytes} bytes; {remedy}"))
    }
}

/// Reads the whole body into memory.
pub(super) async fn collect(body: &mut Watched, max: MaxResponse) -> Result<Bytes, TransportError> {
    let length = body.body.length();
    if length.is_some_and(|length| length > max.bytes as u64) {
        return Err(max.exceeded());
    }
    let mut collected = Collected::new(length);
    while let Some(chunk) = poll_fn(|context| body.poll_chunk(context)).await {
        let chunk = chunk.map_err(BodyError::into_transport)?;
        if !collected.push(chunk, max.bytes) {
            return Err(max.exceeded());
        }
    }
    Ok(collected.into_bytes())
}

/// The body of a response. Fails if it stalls.
pub(super) struct Watched {
    body: Body,
    stall: Option<Stall>,
}

impl Watched {
    pub(super) fn new(body: Body, timer: &Arc<dyn Timer>, limit: Option<Duration>) -> Self {
        let limit = limit.filter(|_| body.as_bytes().is_none());
        Self { body, stall: limit.map(|limit| Stall::new(timer, limit)) }
    }

    /// The body as the stream of an output. `length` is the length in the response's head.
    pub(super) fn into_stream(self, length: Option<u64>) -> ByteStream {
        let length = length.or_else(|| self.body.length());
        let body = match length {
            // Not all transports check the length.
            Some(length) => Exact::announced(Body::stream(self, Some(length)), length),
            None => Body::stream(self, None),
        };
        ByteStream::once(body)
    }

    fn poll_chunk(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, BodyError>>> {
        let chunk = self.body.poll_chunk(context);
        let Some(stall) = &mut self.stall else {
            return chunk;
        };
        match &chunk {
            Poll::Ready(Some(Ok(bytes))) => stall.moved(bytes.len() as u64),
            Poll::Ready(_) => {}
            Poll::Pending => {
                let limit = stall.limit();
                return stall.poll(context).map(|bytes| {
                    Some(Err(TransportError::timeout(format!(
                        "the response body stalled: {bytes} bytes in {limit:?}"
                    ))
                    .into()))
                });
            }
        }
        chunk
    }
}

impl Stream for Watched {
    type Item = Result<Bytes, BodyError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_chunk(context)
    }
}
