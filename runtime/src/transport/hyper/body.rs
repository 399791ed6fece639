//! [`Received`]: the body of a response, with the connection that it comes from.

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use hyper::body::{Body as _, Incoming};

use super::Connection;
use super::errors::broken_body;
use crate::error::BodyError;
use crate::types::Body;

/// The body of a response. The connection is reused if the body is read to its end.
pub(super) struct Received {
    incoming: Incoming,
    connection: Connection,
}

impl Received {
    pub(super) fn new(incoming: Incoming, connection: Connection) -> Self {
        Self { incoming, connection }
    }

    pub(super) fn into_body(mut self) -> Body {
        if self.incoming.is_end_stream() {
            self.connection.is_whole = true;
            return Body::empty();
        }
        let length = self.incoming.size_hint().exact();
        Body::stream(self, length)
    }
}

impl Stream for Received {
    type Item = Result<Bytes, BodyError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            let frame = std::task::ready!(Pin::new(&mut self.incoming).poll_frame(context));
            return Poll::Ready(match frame {
                None => {
                    self.connection.is_whole = true;
                    None
                }
                Some(Err(error)) => {
                    let failure = self.connection.progress.failure();
                    Some(Err(failure.unwrap_or_else(|| broken_body(error)).into()))
                }
                Some(Ok(frame)) => match frame.into_data() {
                    Ok(bytes) => Some(Ok(bytes)),
                    // Trailers are ignored.
                    Err(_) => continue,
                },
            });
        }
    }
}
