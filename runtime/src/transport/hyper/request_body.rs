//! [`Watched`]: a request's body that records how far the connection has read it. [`ReadProgress::stop`]
//! cancels the rest of the body.

use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::task::{Context, Poll, Waker, ready};

use bytes::Bytes;
use hyper::body::{Frame, SizeHint};
use tokio::time::Instant;

use crate::error::{BodyError, TransportError};
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
    /// Why the body failed. Only set for streams.
    failure: OnceLock<String>,
    stream: Mutex<Stream>,
}

/// A body that is read in chunks.
#[derive(Default)]
struct Stream {
    /// `None` while the connection polls it, and after its end.
    body: Option<Body>,
    /// Whether the rest must not be sent.
    is_stopped: bool,
    /// Wakes the connection, if it waits for the next bytes.
    waker: Option<Waker>,
}

impl ReadProgress {
    pub(super) fn body(&self, body: Body) -> Watched {
        let (is_stream, length) = (body.as_bytes().is_none(), body.length());
        let whole = if is_stream {
            self.stream().body = Some(body);
            Body::empty()
        } else {
            body
        };
        Watched { whole, is_stream, length, progress: self.clone() }
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

    /// The error of the request, if its body failed. Over HTTP/2, hyper only reports that the stream was
    /// reset.
    #[cold]
    pub(super) fn failure(&self) -> Option<TransportError> {
        let failure = self.0.failure.get()?;
        Some(TransportError::other(format!("the request's body failed: {failure}")))
    }

    /// Cancels the rest of a stream, because the server does not need it. The stream is dropped at once,
    /// even if the connection cannot send. The connection gets an error instead of the next bytes: with
    /// HTTP/1.1 it closes, with HTTP/2 it resets the stream. Does nothing if the connection has read the
    /// whole stream.
    pub(super) fn stop(&self) {
        if self.0.ended.get().is_some() {
            return;
        }
        let mut stream = self.stream();
        stream.is_stopped = true;
        let (body, waker) = (stream.body.take(), stream.waker.take());
        // Neither is dropped or called while the lock is held: both run code of the program.
        drop(stream);
        drop(body);
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    /// Ignores poisoning: the state is consistent after every statement.
    fn stream(&self) -> MutexGuard<'_, Stream> {
        self.0.stream.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next chunk of a stream. The lock is not held while the body is polled.
    fn poll_stream(&self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, BodyError>>> {
        let taken = self.stream().body.take();
        let Some(mut body) = taken else {
            let is_stopped = self.stream().is_stopped;
            return Poll::Ready(is_stopped.then(|| Err(stopped())));
        };
        let chunk = body.poll_chunk(context);
        let mut stream = self.stream();
        match &chunk {
            Poll::Ready(None) => {}
            _ if stream.is_stopped => {
                drop(stream);
                return Poll::Ready(Some(Err(stopped())));
            }
            Poll::Pending => {
                stream.waker = Some(context.waker().clone());
                stream.body = Some(body);
            }
            Poll::Ready(Some(Ok(_))) => stream.body = Some(body),
            Poll::Ready(Some(Err(error))) => {
                self.0.failure.get_or_init(|| error.to_string());
            }
        }
        chunk
    }
}

/// The error for the connection if the stream was stopped.
#[cold]
fn stopped() -> BodyError {
    BodyError::new("the response ended before the request's body was sent")
}

/// A body that records when it is first read. A connection reads every body before it sends the
/// request, even an empty one. Before that, only its length is read.
pub(super) struct Watched {
    /// The whole body, if it is not a stream.
    whole: Body,
    is_stream: bool,
    length: Option<u64>,
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
}

impl hyper::body::Body for Watched {
    type Data = Bytes;
    type Error = BodyError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BodyError>>> {
        self.progress.begin();
        let chunk = ready!(match self.is_stream {
            true => self.progress.poll_stream(context),
            false => self.whole.poll_chunk(context),
        });
        if chunk.is_none() {
            self.end();
        }
        Poll::Ready(chunk.map(|chunk| chunk.map(Frame::data)))
    }

    fn is_end_stream(&self) -> bool {
        self.progress.begin();
        !self.is_stream && self.whole.as_bytes().is_some_and(Bytes::is_empty)
    }

    fn size_hint(&self) -> SizeHint {
        let length = if self.is_stream { self.length } else { self.whole.length() };
        length.map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        self.progress.begin();
        if self.is_stream {
            let body = self.progress.stream().body.take();
            drop(body);
        }
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
