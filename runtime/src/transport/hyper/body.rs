//! Reads a response body: up to a maximum size, and not slower than one byte per second.

use std::future::poll_fn;
use std::pin::Pin;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use hyper::body::{Body as _, Incoming};
use tokio::time::{Instant, timeout_at};

use super::errors::broken_body;
use crate::error::TransportError;

/// The maximum size of a body, and what the error advises if it is larger.
#[derive(Clone, Copy)]
pub(super) struct Limit {
    pub bytes: usize,
    pub remedy: &'static str,
}

impl Limit {
    fn exceeded(self) -> TransportError {
        let Self { bytes, remedy } = self;
        TransportError::other(format!("the response is larger than {bytes} bytes; {remedy}"))
    }
}

/// Reads the body to its end.
pub(super) async fn read(
    mut incoming: Incoming,
    limit: Limit,
    stalled_stream: Option<Duration>,
) -> Result<Bytes, TransportError> {
    let announced = incoming.size_hint().exact().unwrap_or(0);
    if announced > limit.bytes as u64 {
        return Err(limit.exceeded());
    }
    let mut watch = stalled_stream.and_then(Watch::new);
    let mut body = Body::Empty;
    loop {
        let chunk = match &mut watch {
            Some(watch) => watch.chunk(&mut incoming).await?,
            None => chunk(&mut incoming).await?,
        };
        let Some(chunk) = chunk else {
            return Ok(body.into_bytes());
        };
        if body.len() + chunk.len() > limit.bytes {
            return Err(limit.exceeded());
        }
        body.push(chunk, announced);
    }
}

/// The next bytes; `None` at the end.
async fn chunk(incoming: &mut Incoming) -> Result<Option<Bytes>, TransportError> {
    loop {
        match poll_fn(|context| Pin::new(&mut *incoming).poll_frame(context)).await {
            None => return Ok(None),
            Some(Err(error)) => return Err(broken_body(error)),
            // Trailers are ignored.
            Some(Ok(frame)) => {
                if let Ok(bytes) = frame.into_data() {
                    return Ok(Some(bytes));
                }
            }
        }
    }
}

/// Detects stalls: at least one byte per second must arrive, averaged over the limit.
struct Watch {
    limit: Duration,
    until: Instant,
    bytes: u64,
}

impl Watch {
    /// `None` if the limit exceeds the clock's range.
    fn new(limit: Duration) -> Option<Self> {
        Some(Self { limit, until: Instant::now().checked_add(limit)?, bytes: 0 })
    }

    async fn chunk(&mut self, incoming: &mut Incoming) -> Result<Option<Bytes>, TransportError> {
        loop {
            match timeout_at(self.until, chunk(incoming)).await {
                Ok(chunk) => {
                    let chunk = chunk?;
                    self.bytes += chunk.as_ref().map_or(0, |chunk| chunk.len() as u64);
                    return Ok(chunk);
                }
                Err(_) if (self.bytes as f64) < self.limit.as_secs_f64() => {
                    return Err(TransportError::timeout(format!(
                        "the response body stalled: {} bytes in {:?}",
                        self.bytes, self.limit
                    )));
                }
                Err(_) => {
                    self.until = Instant::now().checked_add(self.limit).unwrap_or(self.until);
                    self.bytes = 0;
                }
            }
        }
    }
}

/// The body so far. Most bodies arrive as one chunk, which is not copied.
enum Body {
    Empty,
    One(Bytes),
    Many(BytesMut),
}

impl Body {
    fn len(&self) -> usize {
        match self {
            Self::Empty => 0,
            Self::One(bytes) => bytes.len(),
            Self::Many(bytes) => bytes.len(),
        }
    }

    /// `announced` is the length in the header. It may be wrong.
    fn push(&mut self, chunk: Bytes, announced: u64) {
        match self {
            Self::Empty => *self = Self::One(chunk),
            Self::One(first) => {
                let length = first.len() + chunk.len();
                let capacity = (announced as usize).min(1024 * 1024).max(length);
                let mut bytes = BytesMut::with_capacity(capacity);
                bytes.extend_from_slice(first);
                bytes.extend_from_slice(&chunk);
                *self = Self::Many(bytes);
            }
            Self::Many(bytes) => bytes.extend_from_slice(&chunk),
        }
    }

    fn into_bytes(self) -> Bytes {
        match self {
            Self::Empty => Bytes::new(),
            Self::One(bytes) => bytes,
            Self::Many(bytes) => bytes.freeze(),
        }
    }
}
