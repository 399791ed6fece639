//! Arbitrary streams: bytes in pieces, which may end too early or too late, or with an error.

use std::collections::VecDeque;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use arbitrary::Arbitrary;
use aws_operation::{Body, BodyError};
use bytes::Bytes;
use futures_core::Stream;

/// A stream.
#[derive(Debug, Clone, Arbitrary)]
pub struct AnyStream<'a> {
    pieces: Vec<Piece<'a>>,
    fails: bool,
}

#[derive(Debug, Clone, Arbitrary)]
enum Piece<'a> {
    Bytes(&'a [u8]),
    /// One byte many times.
    Run(u8, u16),
    /// The stream is not ready at once.
    Pause,
}

impl AnyStream<'_> {
    /// All bytes.
    pub fn bytes(&self) -> Vec<u8> {
        let bytes = |piece: &Piece<'_>| match piece {
            Piece::Bytes(bytes) => bytes.to_vec(),
            Piece::Run(byte, times) => vec![*byte; usize::from(*times)],
            Piece::Pause => Vec::new(),
        };
        self.pieces.iter().flat_map(bytes).collect()
    }

    /// Whether an error follows the bytes.
    pub fn fails(&self) -> bool {
        self.fails
    }

    /// The stream of the pieces.
    pub fn open(&self) -> Pieces {
        let piece = |piece: &Piece<'_>| match piece {
            Piece::Bytes(bytes) => Some(Bytes::copy_from_slice(bytes)),
            Piece::Run(byte, times) => Some(vec![*byte; usize::from(*times)].into()),
            Piece::Pause => None,
        };
        Pieces { pieces: self.pieces.iter().map(piece).collect(), fails: self.fails }
    }
}

/// The pieces of a stream.
pub struct Pieces {
    pieces: VecDeque<Option<Bytes>>,
    fails: bool,
}

impl Stream for Pieces {
    type Item = Result<Bytes, BodyError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        match self.pieces.pop_front() {
            Some(Some(bytes)) => Poll::Ready(Some(Ok(bytes))),
            Some(None) => {
                context.waker().wake_by_ref();
                Poll::Pending
            }
            None if std::mem::take(&mut self.fails) => {
                Poll::Ready(Some(Err(BodyError::new("the source failed"))))
            }
            None => Poll::Ready(None),
        }
    }
}

/// The output of a future that never waits for anything outside.
pub fn finish<F: Future>(future: F) -> F::Output {
    let mut future = std::pin::pin!(future);
    loop {
        let polled = future.as_mut().poll(&mut Context::from_waker(Waker::noop()));
        if let Poll::Ready(output) = polled {
            return output;
        }
    }
}

/// The bytes of a body, or its error.
pub fn collect(body: Body) -> Result<Bytes, BodyError> {
    finish(body.collect(usize::MAX))
}
