//! [`Body`]: the body of a request or a response, as a transport sends and receives it.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;

use crate::error::BodyError;

/// The body of a request or a response, as a [`Transport`](crate::Transport) sends and receives it:
/// bytes, or a stream of chunks.
///
/// ```
/// use aws_operation::Body;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), aws_operation::BodyError> {
/// let mut body = Body::from("hello");
/// assert_eq!(body.length(), Some(5));
/// assert_eq!(body.as_bytes().map(|bytes| &bytes[..]), Some(&b"hello"[..]));
/// while let Some(chunk) = body.next().await {
///     println!("{} bytes", chunk?.len());
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Default)]
pub struct Body(Kind);

enum Kind {
    Bytes(Bytes),
    Stream { chunks: Chunks, length: Option<u64> },
}

impl Default for Kind {
    fn default() -> Self {
        Self::Bytes(Bytes::new())
    }
}

type Chunks = Pin<Box<dyn Stream<Item = Result<Bytes, BodyError>> + Send>>;

impl Body {
    /// A body without bytes.
    pub const fn empty() -> Self {
        Self(Kind::Bytes(Bytes::new()))
    }

    /// A body of chunks. `length` is the sum of their lengths in bytes, if it is known.
    pub fn stream<S>(chunks: S, length: Option<u64>) -> Self
    where
        S: Stream<Item = Result<Bytes, BodyError>> + Send + 'static,
    {
        Self(Kind::Stream { chunks: Box::pin(chunks), length })
    }

    /// The whole body, if it is not a stream.
    pub fn as_bytes(&self) -> Option<&Bytes> {
        match &self.0 {
            Kind::Bytes(bytes) => Some(bytes),
            Kind::Stream { .. } => None,
        }
    }

    /// The length in bytes, if it is known before the body is read.
    pub fn length(&self) -> Option<u64> {
        match &self.0 {
            Kind::Bytes(bytes) => Some(bytes.len() as u64),
            Kind::Stream { length, .. } => *length,
        }
    }

    /// The next chunk; `None` at the end. No chunk is empty. Do not call it again after an error.
    pub async fn next(&mut self) -> Option<Result<Bytes, BodyError>> {
        poll_fn(|context| self.poll_chunk(context)).await
    }

    /// Polls for the next chunk, like [`next`](Self::next).
    pub fn poll_chunk(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, BodyError>>> {
        let chunks = match &mut self.0 {
            Kind::Bytes(bytes) => {
                let bytes = std::mem::take(bytes);
                return Poll::Ready((!bytes.is_empty()).then_some(Ok(bytes)));
            }
            Kind::Stream { chunks, .. } => chunks,
        };
        loop {
            match chunks.as_mut().poll_next(context) {
                Poll::Ready(Some(Ok(chunk))) if chunk.is_empty() => {}
                polled => return polled,
            }
        }
    }

    /// Reads the whole body into memory.
    ///
    /// # Errors
    ///
    /// The body is larger than `max_bytes`, or cannot be read to its end.
    pub async fn collect(mut self, max_bytes: usize) -> Result<Bytes, BodyError> {
        let mut collected = Collected::new(self.length());
        while let Some(chunk) = self.next().await {
            if !collected.push(chunk?, max_bytes) {
                return Err(BodyError::too_large(format!(
                    "the body is larger than {max_bytes} bytes"
                )));
            }
        }
        Ok(collected.into_bytes())
    }
}

impl Stream for Body {
    type Item = Result<Bytes, BodyError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_chunk(context)
    }
}

/// Prints only the length, because a body may contain secrets.
impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.0, self.length()) {
            (Kind::Bytes(bytes), _) => write!(f, "Body({} bytes)", bytes.len()),
            (_, Some(length)) => write!(f, "Body(stream of {length} bytes)"),
            (_, None) => f.write_str("Body(stream)"),
        }
    }
}

macro_rules! from {
    ($($owned:ty)*) => {$(
        impl From<$owned> for Body {
            fn from(bytes: $owned) -> Self {
                Self(Kind::Bytes(Bytes::from(bytes)))
            }
        }
    )*};
}

from!(Bytes Vec<u8> String &'static str &'static [u8]);

impl<const N: usize> From<&'static [u8; N]> for Body {
    fn from(bytes: &'static [u8; N]) -> Self {
        Self::from(bytes.as_slice())
    }
}

/// No bytes.
impl From<()> for Body {
    fn from((): ()) -> Self {
        Self::empty()
    }
}

/// The chunks of a body so far. Most bodies arrive as one chunk, which is not copied.
pub(crate) struct Collected {
    /// The length in the header. It may be wrong.
    announced: u64,
    chunks: Joined,
}

enum Joined {
    One(Bytes),
    Many(BytesMut),
}

/// The maximum memory that is reserved because of the length in the header.
const MAX_RESERVED: u64 = 1024 * 1024;

impl Collected {
    pub(crate) fn new(announced: Option<u64>) -> Self {
        Self { announced: announced.unwrap_or(0), chunks: Joined::One(Bytes::new()) }
    }

    fn len(&self) -> usize {
        match &self.chunks {
            Joined::One(bytes) => bytes.len(),
            Joined::Many(bytes) => bytes.len(),
        }
    }

    /// Adds a chunk. False if the body is then larger than `max_bytes`.
    #[must_use]
    pub(crate) fn push(&mut self, chunk: Bytes, max_bytes: usize) -> bool {
        let length = self.len().saturating_add(chunk.len());
        if length > max_bytes {
            return false;
        }
        match &mut self.chunks {
            Joined::One(first) if first.is_empty() => *first = chunk,
            Joined::One(first) => {
                let capacity = self.announced.min(MAX_RESERVED) as usize;
                let mut bytes = BytesMut::with_capacity(capacity.max(length));
                bytes.extend_from_slice(first);
                bytes.extend_from_slice(&chunk);
                self.chunks = Joined::Many(bytes);
            }
            Joined::Many(bytes) => bytes.extend_from_slice(&chunk),
        }
        true
    }

    pub(crate) fn into_bytes(self) -> Bytes {
        match self.chunks {
            Joined::One(bytes) => bytes,
            Joined::Many(bytes) => bytes.freeze(),
        }
    }
}
