//! [`Resuming`]: reads the bytes of an object in order, and continues if a connection breaks.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;

use super::error::{TransferError, TransferErrorKind};
use super::remote::{Remote, Response, Span};
use crate::checksum::Hasher;
use crate::error::BodyError;
use crate::types::ByteStream;

/// Reads the bytes of an object in order. If the connection breaks or stalls, another request continues
/// after the last byte that was received.
///
/// Source: RFC 9110, section 14.2, "Range"; section 13.1.1, "If-Match".
pub(super) struct Resuming {
    origin: Arc<Origin>,
    /// The offset of the next byte.
    at: u64,
    /// The offset after the last byte; `None` if it is unknown.
    end: Option<u64>,
    state: State,
    /// How often a body broke since the last byte was received.
    breaks: u32,
    pub hasher: Option<Hasher>,
}

/// What is needed to continue a body.
pub(super) struct Origin {
    pub remote: Remote,
    /// The ETag of the first response. Without one, a body cannot be continued, because the object might
    /// have been replaced.
    pub e_tag: Option<String>,
    /// How often a body may break before the download fails. Each received byte resets the count.
    pub max_breaks: u32,
}

impl Origin {
    /// Requests a range. `retries` is the number of earlier retries, which determines the pause before
    /// the request; `None` for a request that is not a retry.
    async fn open(
        self: Arc<Self>,
        span: Span,
        retries: Option<u32>,
    ) -> Result<Response, TransferError> {
        if let Some(retries) = retries {
            self.remote.client.pause("GetObject", retries).await;
        }
        self.remote.get(Some(span), self.e_tag.as_deref()).await
    }
}

enum State {
    /// A body, and how many of its next bytes must be skipped.
    Open(ByteStream, u64),
    Opening(Pin<Box<dyn Future<Output = Result<Response, TransferError>> + Send>>),
    Ended,
}

impl Resuming {
    /// Reads a range from a response, and from later requests if the response breaks.
    pub(super) fn new(
        origin: &Arc<Origin>,
        response: Response,
        span: Span,
        hasher: Option<Hasher>,
    ) -> Self {
        let skipped = span.start.saturating_sub(response.start);
        let state = State::Open(response.body, skipped);
        Self { origin: Arc::clone(origin), at: span.start, end: span.end, state, breaks: 0, hasher }
    }

    /// Reads a range from a new request.
    pub(super) fn request(origin: &Arc<Origin>, span: Span, hasher: Option<Hasher>) -> Self {
        let state = State::Opening(Box::pin(Arc::clone(origin).open(span, None)));
        Self { origin: Arc::clone(origin), at: span.start, end: span.end, state, breaks: 0, hasher }
    }

    /// Waits for the next bytes. `None` at the end.
    pub(super) async fn next(&mut self) -> Option<Result<Bytes, TransferError>> {
        std::future::poll_fn(|context| self.poll_chunk(context)).await
    }

    /// Polls for the next bytes, like [`next`](Self::next).
    pub(super) fn poll_chunk(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, TransferError>>> {
        loop {
            if self.end.is_some_and(|end| self.at >= end) {
                self.state = State::Ended;
            }
            match &mut self.state {
                State::Ended => return Poll::Ready(None),
                State::Opening(opening) => match ready!(opening.as_mut().poll(context)) {
                    // A server that ignores ranges sends the object from its first byte.
                    Ok(response) => {
                        let skipped = self.at.saturating_sub(response.start);
                        self.state = State::Open(response.body, skipped);
                    }
                    Err(error) => {
                        self.state = State::Ended;
                        return Poll::Ready(Some(Err(error)));
                    }
                },
                State::Open(body, skip) => match ready!(Pin::new(body).poll_next(context)) {
                    Some(Ok(mut chunk)) => {
                        let skipped = (chunk.len() as u64).min(*skip);
                        *skip -= skipped;
                        drop(chunk.split_to(skipped as usize));
                        if let Some(end) = self.end {
                            let room = usize::try_from(end - self.at).unwrap_or(usize::MAX);
                            chunk.truncate(room);
                        }
                        if chunk.is_empty() {
                            continue;
                        }
                        self.at += chunk.len() as u64;
                        self.breaks = 0;
                        if let Some(hasher) = &mut self.hasher {
                            hasher.update(&chunk);
                        }
                        return Poll::Ready(Some(Ok(chunk)));
                    }
                    None if self.end.is_none() => self.state = State::Ended,
                    None => {
                        let text = "the response ended before the end of the range";
                        if let Some(error) = self.broken(BodyError::corrupt(text)) {
                            return Poll::Ready(Some(Err(error)));
                        }
                    }
                    Some(Err(error)) => {
                        if let Some(error) = self.broken(error) {
                            return Poll::Ready(Some(Err(error)));
                        }
                    }
                },
            }
        }
    }

    /// Continues a broken body with another request. Returns the error if that is not possible.
    fn broken(&mut self, error: BodyError) -> Option<TransferError> {
        self.breaks += 1;
        if self.origin.e_tag.is_some() && self.breaks < self.origin.max_breaks {
            let span = Span { start: self.at, end: self.end };
            let opening = Arc::clone(&self.origin).open(span, Some(self.breaks - 1));
            self.state = State::Opening(Box::pin(opening));
            return None;
        }
        self.state = State::Ended;
        let error = TransferError::body(TransferErrorKind::Body, error);
        Some(match (&self.origin.e_tag, self.breaks) {
            (None, _) => error.leaving(format!(
                "the download cannot be continued at byte {}, because the response has no ETag",
                self.at
            )),
            (_, 1) => error.leaving(format!(
                "it was not continued at byte {}, because the client does not retry",
                self.at
            )),
            (_, breaks) => {
                error.leaving(format!("it broke {breaks} times in a row at byte {}", self.at))
            }
        })
    }
}
