//! [`Copied`]: a body that is copied while it is read.

use std::any::Any;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;

use crate::error::BodyError;
use crate::types::Body;

/// The longest body that can be recorded.
pub(super) const MAX_BODY: usize = 64 * 1024 * 1024;

/// The bytes that were read of a body.
#[derive(Debug, Default)]
pub(super) struct Copy {
    bytes: BytesMut,
    /// The announced length.
    length: Option<u64>,
    is_complete: bool,
    problem: Option<String>,
    is_too_large: bool,
}

/// A copy of a body, which grows while the body is read.
#[derive(Debug, Clone, Default)]
pub(super) struct Copied(Arc<Mutex<Copy>>);

impl Copied {
    /// Copies a body. Bytes are copied at once. A stream keeps `owner` until it is dropped.
    pub(super) fn of(body: Body, owner: Option<Arc<dyn Any + Send + Sync>>) -> (Self, Body) {
        let copied = Self::default();
        if let Some(bytes) = body.as_bytes() {
            let mut copy = copied.lock();
            copy.push(bytes);
            copy.is_complete = true;
            drop(copy);
            return (copied, body);
        }
        let length = body.length();
        copied.lock().length = length;
        let stream = Copying { body, copied: copied.clone(), _owner: owner };
        (copied, Body::stream(stream, length))
    }

    /// The bytes so far, and why they are not the whole body.
    ///
    /// # Errors
    ///
    /// The body is too large.
    pub(super) fn bytes(&self) -> Result<(Bytes, Option<String>), String> {
        let copy = self.lock();
        if copy.is_too_large {
            return Err(format!("a body is larger than {} MiB", MAX_BODY >> 20));
        }
        // A reader may stop at the announced length, without a poll for the end.
        let is_complete = copy.is_complete || copy.length == Some(copy.bytes.len() as u64);
        let broken = match (&copy.problem, is_complete) {
            (Some(problem), _) => Some(problem.clone()),
            (None, true) => None,
            (None, false) => Some("the body was not read to its end when it was recorded".into()),
        };
        Ok((Bytes::copy_from_slice(&copy.bytes), broken))
    }

    fn lock(&self) -> MutexGuard<'_, Copy> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Copy {
    fn push(&mut self, chunk: &[u8]) {
        self.is_too_large |= chunk.len() > MAX_BODY.saturating_sub(self.bytes.len());
        if !self.is_too_large {
            self.bytes.extend_from_slice(chunk);
        }
    }
}

struct Copying {
    body: Body,
    copied: Copied,
    /// The recorder, which writes the file when it is dropped.
    _owner: Option<Arc<dyn Any + Send + Sync>>,
}

impl Stream for Copying {
    type Item = Result<Bytes, BodyError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let polled = self.body.poll_chunk(context);
        let mut copy = self.copied.lock();
        match &polled {
            Poll::Ready(Some(Ok(chunk))) => copy.push(chunk),
            Poll::Ready(Some(Err(error))) => copy.problem = Some(error.to_string()),
            Poll::Ready(None) => copy.is_complete = true,
            Poll::Pending => {}
        }
        drop(copy);
        polled
    }
}
