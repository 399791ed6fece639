//! [`Watched`]: the body of a request, which knows how far a connection has read it, and stops if nobody
//! reads the rest.

use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::task::{Context, Poll, Waker};

use bytes::Bytes;
use hyper::body::{Frame, SizeHint};
use tokio::time::Instant;

use crate::error::BodyError;
use crate::types::Body;

/// How far a connection has read the request's body.
#[derive(Clone, Default)]
pub(super) struct Taken(Arc<Progress>);

#[derive(Default)]
struct Progress {
    /// Whether it has begun.
    has_begun: AtomicBool,
    /// When it reached the end. Only set for streams: other bodies are read at once.
    ended: OnceLock<Instant>,
    /// Whether the rest of a stream must not be sent.
    is_stopped: AtomicBool,
    /// The connection, if it waits for the program to produce the next bytes of a stream.
    waits: Mutex<Option<Waker>>,
}

impl Taken {
    pub(super) fn body(&self, body: Body) -> Watched {
        Watched { is_stream: body.as_bytes().is_none(), body, taken: self.clone() }
    }

    fn set(&self) {
        self.0.has_begun.store(true, Ordering::Relaxed);
    }

    /// Whether a connection has begun to read the body.
    pub(super) fn get(&self) -> bool {
        self.0.has_begun.load(Ordering::Relaxed)
    }

    /// When a connection reached the end of a stream.
    pub(super) fn ended(&self) -> Option<&Instant> {
        self.0.ended.get()
    }

    /// Stops a stream that has not reached its end: nobody reads the rest. The connection then closes.
    pub(super) fn stop(&self) {
        if self.0.ended.get().is_some() {
            return;
        }
        self.0.is_stopped.store(true, Ordering::SeqCst);
        if let Some(connection) = self.waits().take() {
            connection.wake();
        }
    }

    /// Ignores poisoning: the place is whole after every statement.
    fn waits(&self) -> MutexGuard<'_, Option<Waker>> {
        self.0.waits.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A body that records when it is first read. A connection reads every body before it sends the
/// request, even an empty one. Before that, only its length is read.
pub(super) struct Watched {
    body: Body,
    is_stream: bool,
    taken: Taken,
}

impl Watched {
    /// Whether the body is read in chunks, so that sending it takes time.
    pub(super) fn is_stream(&self) -> bool {
        self.is_stream
    }

    fn end(&self) {
        if self.is_stream {
            self.taken.0.ended.get_or_init(Instant::now);
        }
    }

    /// The error of a stream that was stopped.
    fn stopped(&self) -> Option<BodyError> {
        let is_stopped = self.is_stream && self.taken.0.is_stopped.load(Ordering::SeqCst);
        is_stopped.then(|| BodyError::new("the exchange ended before the body"))
    }
}

impl hyper::body::Body for Watched {
    type Data = Bytes;
    type Error = BodyError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BodyError>>> {
        self.taken.set();
        let Poll::Ready(chunk) = self.body.poll_chunk(context) else {
            if self.is_stream {
                *self.taken.waits() = Some(context.waker().clone());
            }
            // Checked after the waker is there, so that no stop is missed.
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
        self.taken.set();
        self.body.as_bytes().is_some_and(Bytes::is_empty)
    }

    fn size_hint(&self) -> SizeHint {
        self.body.length().map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        self.taken.set();
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
    async fn a_stream_whose_source_waits_stops_too() {
        let source = Waits(Some(Bytes::from_static(b"bytes")));
        let stream = ByteStream::from_stream(source).with_length(100);
        let taken = Taken::default();
        let mut body = taken.body(stream.open().expect("it is new"));
        assert_eq!(next(&mut body).await, Some(Ok(Bytes::from_static(b"bytes"))));
        let reading = tokio::spawn(async move { next(&mut body).await });
        tokio::task::yield_now().await;
        assert!(!reading.is_finished());
        taken.stop();
        let stopped = reading.await.expect("no panic").expect("an error");
        assert_eq!(stopped.expect_err("stopped"), "the exchange ended before the body");
    }

    #[tokio::test]
    async fn what_was_read_to_its_end_and_bytes_are_not_stopped() {
        let stream = ByteStream::from_fn(|| Body::from("bytes")).with_length(5);
        for body in [Body::from("bytes"), stream.open().expect("it can be opened")] {
            let taken = Taken::default();
            let (is_stream, mut body) = (body.as_bytes().is_none(), taken.body(body));
            if is_stream {
                assert_eq!(next(&mut body).await, Some(Ok(Bytes::from_static(b"bytes"))));
                assert_eq!(next(&mut body).await, None);
                taken.stop();
            } else {
                taken.stop();
                assert_eq!(next(&mut body).await, Some(Ok(Bytes::from_static(b"bytes"))));
            }
            assert_eq!(next(&mut body).await, None);
        }
    }
}
