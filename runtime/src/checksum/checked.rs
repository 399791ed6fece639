//! [`Checked`]: a body that fails at its end if its checksum is not the expected one.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;

use super::{Algorithm, Hasher};
use crate::error::BodyError;
use crate::types::Body;

/// A body that fails at its end if its checksum is not the expected one.
pub(crate) struct Checked {
    body: Body,
    hasher: Option<Hasher>,
    algorithm: Algorithm,
    expected: String,
}

impl Checked {
    /// A body whose checksum must be `expected`, in base64. The body is not checked if the
    /// algorithm's feature is not enabled.
    pub(crate) fn body(body: Body, algorithm: Algorithm, expected: &str) -> Body {
        let Some(hasher) = algorithm.hasher() else {
            return body;
        };
        let length = body.length();
        let expected = expected.to_owned();
        Body::stream(Self { body, hasher: Some(hasher), algorithm, expected }, length)
    }
}

impl Stream for Checked {
    type Item = Result<Bytes, BodyError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let chunk = ready!(self.body.poll_chunk(context));
        match &chunk {
            Some(Ok(bytes)) => {
                if let Some(hasher) = &mut self.hasher {
                    hasher.update(bytes);
                }
            }
            Some(Err(_)) => self.hasher = None,
            None => {
                let found = self.hasher.take().map(Hasher::finish);
                if let Some(found) = found.filter(|found| *found != self.expected) {
                    let (name, expected) = (self.algorithm.name(), &self.expected);
                    return Poll::Ready(Some(Err(BodyError::corrupt(format!(
                        "the response body is corrupted: its {name} checksum is {found}, but the \
                         response says {expected}"
                    )))));
                }
            }
        }
        Poll::Ready(chunk)
    }
}
