//! [`Upload`]: follows a body that is being sent, to detect that it has stalled.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};
use std::task::{Context, Poll, Wake, Waker};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;

use crate::error::{BodyError, TransportError};
use crate::time::Timer;
use crate::types::Body;

/// How many times longer than a response's body a request's body may be stalled. Systems take
/// megabytes into their buffers at once, so that a slow connection takes long to ask for more.
const PATIENCE: u32 = 4;

/// How far a body has been sent.
#[derive(Default)]
pub(super) struct Upload {
    bytes: AtomicU64,
    state: AtomicU8,
}

/// The transport has to take the next bytes.
const WAITS_FOR_TRANSPORT: u8 = 0;
/// The program has to produce the next bytes.
const WAITS_FOR_SOURCE: u8 = 1;
const ENDED: u8 = 2;

impl Upload {
    /// Returns a body that reports its progress to this value.
    pub(super) fn follow(self: &Arc<Self>, body: Body) -> Body {
        let length = body.length();
        if length == Some(0) {
            self.set(ENDED);
        }
        let followed = Followed { body, left: length, upload: Arc::clone(self), waker: None };
        Body::stream(followed, length)
    }

    fn set(&self, state: u8) {
        self.state.store(state, Ordering::Relaxed);
    }

    /// Ends when the body has stalled. The time that the program takes to produce it does not count.
    pub(super) async fn stalled(&self, timer: &dyn Timer, limit: Duration) -> TransportError {
        let limit = limit.saturating_mul(PATIENCE);
        let mut before = 0;
        loop {
            timer.sleep(limit).await;
            let bytes = self.bytes.load(Ordering::Relaxed);
            match self.state.load(Ordering::Relaxed) {
                ENDED => return std::future::pending().await,
                WAITS_FOR_TRANSPORT if ((bytes - before) as f64) < limit.as_secs_f64() => {
                    return TransportError::timeout(format!(
                        "the request body stalled: {} bytes in {limit:?}",
                        bytes - before
                    ));
                }
                _ => before = bytes,
            }
        }
    }
}

struct Followed {
    body: Body,
    /// How many bytes are left. A transport that knows the length may not poll for the end.
    left: Option<u64>,
    upload: Arc<Upload>,
    waker: Option<Arc<Produced>>,
}

/// Wakes the transport when the program has produced the next bytes. From then on, the body waits for
/// the transport.
struct Produced {
    transport: Waker,
    upload: Arc<Upload>,
}

impl Wake for Produced {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.upload.set(WAITS_FOR_TRANSPORT);
        self.transport.wake_by_ref();
    }
}

impl Followed {
    /// The waker for the body. It is reused as long as the transport's waker is the same.
    fn waker(&mut self, transport: &Waker) -> Waker {
        match &self.waker {
            Some(waker) if waker.transport.will_wake(transport) => Arc::clone(waker).into(),
            _ => {
                let upload = Arc::clone(&self.upload);
                let waker = Arc::new(Produced { transport: transport.clone(), upload });
                self.waker = Some(Arc::clone(&waker));
                waker.into()
            }
        }
    }
}

impl Stream for Followed {
    type Item = Result<Bytes, BodyError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let waker = self.waker(context.waker());
        // Before the body is polled: it may wake at once.
        self.upload.set(WAITS_FOR_SOURCE);
        let chunk = self.body.poll_chunk(&mut Context::from_waker(&waker));
        match &chunk {
            Poll::Pending => {}
            Poll::Ready(Some(Ok(bytes))) => {
                let length = bytes.len() as u64;
                self.upload.bytes.fetch_add(length, Ordering::Relaxed);
                self.left = self.left.map(|left| left.saturating_sub(length));
                let ended = self.left == Some(0);
                self.upload.set(if ended { ENDED } else { WAITS_FOR_TRANSPORT });
            }
            Poll::Ready(_) => self.upload.set(ENDED),
        }
        chunk
    }
}

impl Drop for Followed {
    fn drop(&mut self) {
        self.upload.set(ENDED);
    }
}
