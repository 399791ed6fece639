//! [`Outgoing`]: the events of a request.

use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;

use super::source::Source;
use super::{SendEvent, initial, sign};
use crate::error::{BodyError, EncodeError};
use crate::service::Service;
use crate::types::{Body, ByteStream};
use crate::wire::protocol::Protocol;
use crate::wire::request::{EventEncoder, Events, RequestEncoder};

/// The events of a request, shared by the operation and the bodies of its requests. The first body that
/// is read takes them.
pub(super) struct Outgoing<E>(Arc<Mutex<Option<Source<E>>>>);

impl<E> Outgoing<E> {
    pub(super) fn new(source: Source<E>) -> Self {
        Self(Arc::new(Mutex::new(Some(source))))
    }

    fn take(&self) -> Option<Source<E>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    pub(super) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<E, BodyError>>> {
        let mut source = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match &mut *source {
            Some(source) => source.as_mut().poll_next(context),
            None => Poll::Ready(Some(Err(BodyError::used()))),
        }
    }
}

impl<E: SendEvent + Send + 'static> Outgoing<E> {
    /// Makes the events the body of a request.
    pub(super) fn send<P: Protocol>(&self, field: &'static str, request: &mut RequestEncoder<'_>) {
        let (service, operation) = request.of();
        let encode = encode::<P, E>;
        let from = Self(Arc::clone(&self.0));
        let frames = Frames { from, source: None, service, operation, encode, has_ended: false };
        let frames = ByteStream::once(Body::stream(frames, None));
        request.events(field, frames, Events { begin: initial::begin, sign: sign::sign });
    }
}

fn encode<P: Protocol, E: SendEvent>(
    event: &E,
    service: &Service,
    operation: &'static str,
) -> Result<Bytes, EncodeError> {
    let mut encoder = EventEncoder::new(service, operation, P::RULES);
    event.encode_event::<P>(&mut encoder)?;
    encoder.finish()
}

/// The body of a request. Each chunk is one message.
struct Frames<E> {
    from: Outgoing<E>,
    /// Taken from `from` at the first poll.
    source: Option<Source<E>>,
    service: Service,
    operation: &'static str,
    encode: fn(&E, &Service, &'static str) -> Result<Bytes, EncodeError>,
    has_ended: bool,
}

impl<E> Stream for Frames<E> {
    type Item = Result<Bytes, BodyError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.has_ended {
            return Poll::Ready(None);
        }
        if self.source.is_none() {
            self.source = self.from.take();
        }
        let event = match &mut self.source {
            Some(source) => ready!(source.as_mut().poll_next(context)),
            None => Some(Err(BodyError::used())),
        };
        let frame = event.map(|event| {
            let encoded = (self.encode)(&event?, &self.service, self.operation);
            encoded.map_err(|error| BodyError::new(format!("an event cannot be sent: {error}")))
        });
        self.has_ended = !matches!(frame, Some(Ok(_)));
        Poll::Ready(frame)
    }
}
