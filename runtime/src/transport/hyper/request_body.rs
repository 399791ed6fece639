//! [`Watched`]: a request's body that records how far the connection has read it. [`ReadProgress::stop`]
//! cancels the rest of the body.

use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::task::{Context, Poll, Waker};

use bytes::Bytes;
use hyper::body::{Frame, SizeHint};
use tokio::time::Instant;

use crate::error::BodyError;
use crate::types::Body;

/// How far the connection has read the request's body.
#[derive(Clone, Default)]
pub(super) struct ReadProgress(Arc<Progress>);

#[derive(Default)]
struct Progress {
    /// Whether the connection has begun to read the body.
    has_begun: AtomicBool,
    /// When the connection read the end of the body, or dropped the body. Only set for streams: other
    /// bodies are read at once.
    ended: OnceLock<Instant>,
    /// Whether the rest of a stream must not be sent.
    is_stopped: AtomicBool,
    /// Wakes the connection, if it waits for the next bytes of a stream.
    waker: Mutex<Option<Waker>>,
}

impl ReadProgress {
    pub(super) fn body(&self, body: Body) -> Watched {
        Watched { is_stream: body.as_bytes().is_none(), body, progress: self.clone() }
    }

    fn begin(&self) {
        self.0.has_begun.store(true, Ordering::Relaxed);
    }

    /// Whether the connection has begun to read the body.
    pub(super) fn has_begun(&self) -> bool {
        self.0.has_begun.load(Ordering::Relaxed)
    }

    /// When the connection read the end of a stream, or dropped the stream.
    pub(super) fn ended(&self) -> Option<&Instant> {
        self.0.ended.get()
    }

    /// Cancels the rest of a stream, because the server does not need it. The connection gets an error
    /// instead of the next bytes, and closes. Does nothing if the connection has read the whole stream.
    pub(super) fn stop(&self) {
        if self.0.ended.get().is_some() {
            return;
        }
        self.0.is_stopped.store(true, Ordering::SeqCst);
        if let Some(waker) = self.waker().take() {
            waker.wake();
        }
    }

    /// Ignores poisoning: each change is a single assignment.
    fn waker(&self) -> MutexGuard<'_, Option<Waker>> {
        self.0.waker.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A body that records when it is first read. A connection reads every body before it sends the
/// request, even an empty one. Before that, only its length is read.
pub(super) struct Watched {
    body: Body,
    is_stream: bool,
    progress: ReadProgress,
}

impl Watched {
    /// Whether the body is read in chunks, so that sending it takes time.
    pub(super) fn is_stream(&self) -> bool {
        self.is_stream
    }

    fn end(&self) {
        if self.is_stream {
            self.progress.0.ended.get_or_init(Instant::now);
        }
    }

    /// The error for the connection, if the stream was stopped.
    fn stopped(&self) -> Option<BodyError> {
        let is_stopped = self.is_stream && self.progress.0.is_stopped.load(Ordering::SeqCst);
        is_stopped.then(|| BodyError::new("the response ended before the request's body was sent"))
    }
}

impl hyper::body::Body for Watched {
    type Data = Bytes;
    type Error = BodyError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BodyError>>> {
        self.progress.begin();
        let Poll::Ready(chunk) = self.body.poll_chunk(context) else {
            if self.is_stream {
                *self.progress.waker() = Some(context.waker().clone());
            }
            // Checked after the waker is stored. Otherwise a stop between both would be missed.
            return self.stopped().map_or(Poll::Pending, |error| Poll::Ready(Some(Err(error))));
        };
        if chunk.is_none() {
            self.end();
        } else if let Some(error) = self.stopped() {
            return Poll::Ready(Some(Err(error)));
        }
        Poll::Ready(chunk.map(|chunk| chunk.map(Frame::data)))
    }

    fn is_end_stream(&self) -> bool {
        self.progress.begin();
        self.body.as_bytes().is_some_and(Bytes::is_empty)
    }

    fn size_hint(&self) -> SizeHint {
        self.body.length().map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        self.progress.begin();
        self.end();
    }
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;

    use futures_core::Stream;

    use super::*;
    use crate::types::ByteStream;

    /// The next frame of a body, as a connection reads it.
    async fn next(body: &mut Watched) -> Option<Result<Bytes, String>> {
        use hyper::body::Body as _;

        let frame = poll_fn(|context| Pin::new(&mut *body).poll_frame(context)).await?;
        let frame = frame.map_err(|error| error.to_string());
        Some(frame.map(|frame| frame.into_data().unwrap_or_default()))
    }

    /// A source that has some bytes, and then waits forever.
    struct Waits(Option<Bytes>);

    impl Stream for Waits {
        type Item = Result<Bytes, BodyError>;

        fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
            self.0.take().map_or(Poll::Pending, |bytes| Poll::Ready(Some(Ok(bytes))))
        }
    }

    #[tokio::test]
    async fn a_stream_that_waits_for_its_source_can_be_stopped() {
        let source = Waits(Some(Bytes::from_static(b"bytes")));
        let stream = ByteStream::from_stream(source).with_length(100);
        let progress = ReadProgress::default();
        let mut body = progress.body(stream.open().expect("it is new"));
        assert_eq!(next(&mut body).await, Some(Ok(Bytes::from_static(b"bytes"))));
        let reading = tokio::spawn(async move { next(&mut body).await });
        tokio::task::yield_now().await;
        assert!(!reading.is_finished());
        progress.stop();
        let stopped = reading.await.expect("no panic").expect("an error");
        assert_eq!(
            stopped.expect_err("stopped"),
            "the response ended before the request's body was sent"
        );
    }

    #[tokio::test]
    async fn finished_streams_and_bytes_are_not_stopped() {
        let stream = ByteStream::from_fn(|| Body::from("bytes")).with_length(5);
        for body in [Body::from("bytes"), stream.open().expect("it can be opened")] {
            let progress = ReadProgress::default();
            let (is_stream, mut body) = (body.as_bytes().is_none(), progress.body(body));
            if is_stream {
                assert_eq!(next(&mut body).await, Some(Ok(Bytes::from_static(b"bytes"))));
                assert_eq!(next(&mut body).await, None);
                progress.stop();
            } else {
                progress.stop();
                assert_eq!(next(&mut body).await, Some(Ok(Bytes::from_static(b"bytes"))));
            }
            assert_eq!(next(&mut body).await, None);
        }
    }
}
