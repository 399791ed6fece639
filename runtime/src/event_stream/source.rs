//! [`Source`]: the events that a program supplies for a request.

use std::error::Error as StdError;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;

use crate::error::BodyError;

/// The stream that the program supplies.
pub(super) type Source<E> = Pin<Box<dyn Stream<Item = Result<E, BodyError>> + Send>>;

/// No events.
pub(super) struct NoEvents<E>(PhantomData<fn() -> E>);

impl<E> Default for NoEvents<E> {
    fn default() -> Self {
        Self(PhantomData)
    }
}

impl<E> Stream for NoEvents<E> {
    type Item = Result<E, BodyError>;

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(None)
    }
}

/// Events with the errors converted to [`BodyError`].
pub(super) struct Converted<S>(Pin<Box<S>>);

impl<S> Converted<S> {
    pub(super) fn new(events: S) -> Self {
        Self(Box::pin(events))
    }
}

impl<S, E, F> Stream for Converted<S>
where
    S: Stream<Item = Result<E, F>>,
    F: Into<Box<dyn StdError + Send + Sync>>,
{
    type Item = Result<E, BodyError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.as_mut().poll_next(context).map_err(source_failed)
    }
}

/// The error of the source, for the body of the request.
pub(super) fn source_failed(error: impl Into<Box<dyn StdError + Send + Sync>>) -> BodyError {
    BodyError::new("the source of the events failed").with_source(error)
}
