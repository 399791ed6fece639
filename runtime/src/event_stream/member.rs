//! [`ReceivedEvents`] and [`SendEvents`]: an [`EventStream`] as a member of an output or of an operation.

use super::receive::Received;
use super::{EventStream, EventUnion, Kind, SendEvent, initial};
use crate::error::EncodeError;
use crate::wire::protocol::{Content, Protocol};
use crate::wire::request::RequestEncoder;
use crate::wire::response::ResponseDecoder;

/// The type of a member that is a stream of events. The code that the macros generate uses it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a stream of events",
    note = "use `aws_operation::EventStream`"
)]
pub trait ReceivedEvents {
    /// How the type reads the body.
    const CONTENT: Content;

    /// The stream of this response.
    fn receive<P: Protocol>(response: &ResponseDecoder<'_>) -> Self;
}

impl<E: EventUnion> ReceivedEvents for EventStream<E> {
    const CONTENT: Content = Content::Events(initial::open);

    fn receive<P: Protocol>(response: &ResponseDecoder<'_>) -> Self {
        let headers = response.response().headers();
        let received = Received::new::<P>(response.payload_bytes(), headers);
        Self { kind: Kind::Received(Box::new(received)) }
    }
}

/// The type of a member with events that are sent. The code that the macros generate uses it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a stream of events that can be sent",
    note = "use `aws_operation::EventStream`"
)]
pub trait SendEvents {
    /// Makes the events the body of a request.
    ///
    /// # Errors
    ///
    /// The stream was received, or was read to its end.
    fn send<P: Protocol>(
        &self,
        field: &'static str,
        request: &mut RequestEncoder<'_>,
    ) -> Result<(), EncodeError>;
}

impl<E: SendEvent + Send + 'static> SendEvents for EventStream<E> {
    fn send<P: Protocol>(
        &self,
        field: &'static str,
        request: &mut RequestEncoder<'_>,
    ) -> Result<(), EncodeError> {
        match &self.kind {
            Kind::Outgoing(outgoing) => {
                outgoing.send::<P>(field, request);
                Ok(())
            }
            Kind::Received(_) | Kind::Values(_) => Err(EncodeError::new(
                field,
                "is a stream of received events; make a stream of events to send with \
                 `EventStream::new` or `EventStream::channel`",
            )),
            Kind::Ended => Err(EncodeError::new(
                field,
                "was read to its end; make another stream of events to send with `EventStream::new` \
                 or `EventStream::channel`",
            )),
        }
    }
}
