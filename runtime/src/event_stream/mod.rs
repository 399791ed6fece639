//! [`EventStream`]: events that a service sends, or that are sent to it, one by one.

mod error;
mod initial;
mod receive;
mod send;
mod sign;

use std::error::Error as StdError;
use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use crate::error::{BodyError, DecodeError, EncodeError};
use crate::event_frames::RawEvent;
use crate::wire::protocol::{Content, Protocol};
use crate::wire::request::{EventEncoder, RequestEncoder};
use crate::wire::response::{EventDecoder, ResponseDecoder};

pub use error::EventStreamError;
use error::Problem;
use receive::Received;
use send::Outgoing;

/// The events of a stream: an enum with a variant for each (a Smithy union with the trait
/// `streaming`).
///
/// `#[aws_event_stream]` implements it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the enum of a stream's events",
    label = "not an enum under `#[aws_event_stream]`",
    note = "put `#[aws_event_stream]` on `{Self}`"
)]
pub trait EventUnion: Sized {
    /// Decodes an event; `None` if the enum has no variant for it.
    ///
    /// # Errors
    ///
    /// A header or the payload is not of the type of its member.
    fn from_event<P: Protocol>(event: &EventDecoder<'_>) -> Result<Option<Self>, DecodeError>;

    /// Makes the last variant, for an event that has no variant of its own.
    fn unknown(event: RawEvent) -> Self;
}

/// An [`EventUnion`] whose events can be sent. `#[aws_event_stream]` implements it if all types in the
/// enum implement `serde::Serialize`.
#[diagnostic::on_unimplemented(
    message = "the events of `{Self}` cannot be sent",
    label = "a type in this enum does not implement `serde::Serialize`",
    note = "derive `serde::Serialize` for the types in `{Self}`, or put `#[aws_structure]` on them"
)]
pub trait SendEvent: Sized {
    /// Writes the event.
    ///
    /// # Errors
    ///
    /// A member cannot be written.
    fn encode_event<P: Protocol>(&self, event: &mut EventEncoder<'_>) -> Result<(), EncodeError>;
}

/// A stream of events (a Smithy `streaming` union): the `#[payload]` of an output or of an operation.
///
/// ```no_run
/// use aws_operation::{Client, EventStream, RawEvent, aws_event_stream, aws_operation, aws_output};
/// use serde::Deserialize;
///
/// #[aws_operation(method = "POST", uri = "/model/{modelId}/converse-stream", output = ConverseStreamOutput)]
/// struct ConverseStream {
///     model_id: String,
///     messages: Vec<Message>,
/// }
/// # #[derive(serde::Serialize)]
/// # struct Message {}
///
/// #[aws_output]
/// struct ConverseStreamOutput {
///     #[payload]
///     stream: EventStream<ConverseStreamEvent>,
/// }
///
/// #[aws_event_stream]
/// enum ConverseStreamEvent {
///     ContentBlockDelta(ContentBlockDelta),
///     #[exception]
///     ThrottlingException { message: Option<String> },
///     Unknown(RawEvent),
/// }
///
/// #[derive(Deserialize)]
/// struct ContentBlockDelta {
///     delta: Delta,
/// }
///
/// #[derive(Deserialize)]
/// struct Delta {
///     text: Option<String>,
/// }
///
/// # async fn run(bedrock: Client, messages: Vec<Message>) -> Result<(), Box<dyn std::error::Error>> {
/// let converse = ConverseStream { model_id: "amazon.nova-lite-v1:0".into(), messages };
/// let mut stream = bedrock.send(converse).await?.stream;
/// while let Some(event) = stream.next().await {
///     if let ConverseStreamEvent::ContentBlockDelta(event) = event? {
///         print!("{}", event.delta.text.unwrap_or_default());
///     }
/// }
/// # Ok(())
/// # }
/// ```
///
/// The call returns when the head of the response has arrived; with an RPC protocol, when the first
/// message has arrived too, which has the other members of the output. The timeouts and retries of the
/// call end then. There is no timeout between two events.
///
/// [`next`](Self::next) returns an event or an [`EventStreamError`]: an exception of the service, or the
/// reason why the stream broke. The events before the error have been returned. A stream is not retried.
/// To end a stream early, drop it.
pub struct EventStream<E> {
    kind: Kind<E>,
}

enum Kind<E> {
    Received(Box<Received<E>>),
    Outgoing(Outgoing<E>),
    /// Events to send that the program has read itself, to the last one or to an error.
    Ended,
}

impl<E> EventStream<E> {
    /// A stream for a request. Each event is sent as soon as `events` returns it. An error of `events`
    /// ends the request.
    pub fn new<S, F>(events: S) -> Self
    where
        S: Stream<Item = Result<E, F>> + Send + 'static,
        F: Into<Box<dyn StdError + Send + Sync>>,
    {
        Self { kind: Kind::Outgoing(Outgoing::new(Box::pin(Converted(Box::pin(events))))) }
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<E, EventStreamError<E>>>> {
        match &mut self.kind {
            Kind::Received(received) => received.poll(context),
            Kind::Outgoing(outgoing) => {
                let event = ready!(outgoing.poll(context));
                if !matches!(event, Some(Ok(_))) {
                    self.kind = Kind::Ended;
                }
                let failed = |error| EventStreamError::new(Problem::Body(error));
                Poll::Ready(event.map(|event| event.map_err(failed)))
            }
            Kind::Ended => Poll::Ready(None),
        }
    }

    /// The next event; `None` after the last one.
    ///
    /// It is cancel safe: if the returned future is dropped, no event is lost.
    ///
    /// # Errors
    ///
    /// - The service sent an exception, which ends the stream.
    /// - The connection broke, or the body is not a stream of events. This ends the stream too.
    /// - An event cannot be decoded into its type. The stream continues with the next event.
    pub async fn next(&mut self) -> Option<Result<E, EventStreamError<E>>> {
        poll_fn(|context| self.poll(context)).await
    }
}

/// A stream without events.
impl<E: 'static> Default for EventStream<E> {
    fn default() -> Self {
        Self { kind: Kind::Outgoing(Outgoing::new(Box::pin(NoEvents(PhantomData)))) }
    }
}

// No field is pinned.
impl<E> Unpin for EventStream<E> {}

impl<E> Stream for EventStream<E> {
    type Item = Result<E, EventStreamError<E>>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll(context)
    }
}

impl<E> fmt::Debug for EventStream<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventStream").finish_non_exhaustive()
    }
}

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
            Kind::Received(_) => Err(EncodeError::new(
                field,
                "was received from a service; make a stream of events to send with \
                 `EventStream::new`",
            )),
            Kind::Ended => Err(EncodeError::new(
                field,
                "was read to its end; make another stream of events to send with \
                 `EventStream::new`",
            )),
        }
    }
}

struct NoEvents<E>(PhantomData<fn() -> E>);

impl<E> Stream for NoEvents<E> {
    type Item = Result<E, BodyError>;

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(None)
    }
}

/// Events with the errors converted to [`BodyError`].
struct Converted<S>(Pin<Box<S>>);

impl<S, E, F> Stream for Converted<S>
where
    S: Stream<Item = Result<E, F>>,
    F: Into<Box<dyn StdError + Send + Sync>>,
{
    type Item = Result<E, BodyError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let failed =
            |error: F| BodyError::new("the source of the events failed").with_source(error);
        self.0.as_mut().poll_next(context).map_err(failed)
    }
}
