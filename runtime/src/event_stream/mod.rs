//! [`EventStream`]: events that a service sends, or that are sent to it, one by one.

mod channel;
mod error;
mod initial;
mod member;
mod receive;
mod send;
mod sign;
mod source;
mod union;

use std::collections::VecDeque;
use std::error::Error as StdError;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

pub use channel::{EventSendError, EventSender};
pub use error::EventStreamError;
use error::Problem;
pub use member::{ReceivedEvents, SendEvents};
use receive::Received;
use send::Outgoing;
use source::{Converted, NoEvents};
pub use union::{EventUnion, SendEvent};

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
///
/// # Sending events
///
/// Create the stream of a request with [`channel`](Self::channel), or with [`new`](Self::new) from a
/// [`Stream`]:
///
/// ```no_run
/// use aws_operation::{
///     Blob, Client, EventStream, RawEvent, aws_event_stream, aws_operation, aws_output,
/// };
///
/// #[aws_operation(
///     method = "POST",
///     uri = "/stream-transcription",
///     output = StartStreamTranscriptionOutput,
///     rename_all = "PascalCase"
/// )]
/// struct StartStreamTranscription {
///     #[header("x-amzn-transcribe-language-code")]
///     language_code: String,
///     #[header("x-amzn-transcribe-media-encoding")]
///     media_encoding: String,
///     #[header("x-amzn-transcribe-sample-rate")]
///     media_sample_rate_hertz: i32,
///     #[payload]
///     audio_stream: EventStream<AudioStream>,
/// }
///
/// #[aws_event_stream(rename_all = "PascalCase")]
/// enum AudioStream {
///     AudioEvent {
///         #[event_payload]
///         audio_chunk: Blob,
///     },
///     Unknown(RawEvent),
/// }
///
/// #[aws_output]
/// struct StartStreamTranscriptionOutput {
///     #[payload]
///     transcript_result_stream: EventStream<TranscriptResultStream>,
/// }
///
/// #[aws_event_stream(rename_all = "PascalCase")]
/// #[derive(Debug)]
/// enum TranscriptResultStream {
///     #[exception]
///     BadRequestException { message: Option<String> },
///     Unknown(RawEvent),
/// }
///
/// # async fn run(transcribe: Client, chunks: Vec<Blob>) -> Result<(), Box<dyn std::error::Error>> {
/// let (sender, audio_stream) = EventStream::channel(8);
/// let call = transcribe.send(StartStreamTranscription {
///     language_code: "en-US".into(),
///     media_encoding: "pcm".into(),
///     media_sample_rate_hertz: 16_000,
///     audio_stream,
/// });
/// let sending = tokio::spawn(async move {
///     for audio_chunk in chunks {
///         sender.send(AudioStream::AudioEvent { audio_chunk }).await?;
///     }
///     // The sender is dropped here, which ends the events.
///     Ok::<_, aws_operation::EventSendError<AudioStream>>(())
/// });
/// let mut results = call.await?.transcript_result_stream;
/// while let Some(result) = results.next().await {
///     println!("{:?}", result?);
/// }
/// sending.await??;
/// # Ok(())
/// # }
/// ```
///
/// Each event is signed when it is sent; its signature covers the previous one. A service that reads
/// slowly slows down the sender. Send and receive at the same time, in two tasks for example: a service
/// may stop reading if its own events are not read, and some services respond only after the first
/// events.
///
/// An operation with events in both directions needs HTTP/2, and so the feature `http2`:
///
/// - The end of the events that are sent, when all senders are dropped, does not end the output's stream.
/// - If the output's stream ends or is dropped, the request ends too. [`EventSender::send`] then returns
///   an error, and the source of [`new`](Self::new) is dropped.
/// - If the source of the events fails, the request is reset, and the output's stream ends with this
///   error.
///
/// Over `https`, the server must choose HTTP/2 when the connection is made. Over `http`, the default
/// transport assumes that the server supports HTTP/2, because there is no negotiation ("prior
/// knowledge"). Proxies for plain `http` are not supported.
pub struct EventStream<E> {
    kind: Kind<E>,
}

enum Kind<E> {
    Received(Box<Received<E>>),
    Outgoing(Outgoing<E>),
    /// Events of a test, which a program receives.
    Values(VecDeque<Result<E, EventStreamError<E>>>),
    /// Events to send, after the program itself has read them to their end or to an error.
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
        Self { kind: Kind::Outgoing(Outgoing::new(Box::pin(Converted::new(events)))) }
    }

    /// A stream for a request, and the sender of its events. The channel holds `capacity` events, at
    /// least one. If it is full, [`EventSender::send`] waits until the request has taken an event.
    ///
    /// No event is taken before the call is awaited, so send from another task.
    pub fn channel(capacity: usize) -> (EventSender<E>, Self)
    where
        E: Send + 'static,
    {
        let (sender, events) = channel::channel(capacity);
        (sender, Self { kind: Kind::Outgoing(Outgoing::new(Box::pin(events))) })
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
            Kind::Values(events) => Poll::Ready(events.pop_front()),
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
        Self { kind: Kind::Outgoing(Outgoing::new(Box::pin(NoEvents::default()))) }
    }
}

/// A stream of these events, for an output in a test, such as the answer of a `testing::Fake`.
///
/// ```
/// # use aws_operation::{EventStream, EventStreamError, RawEvent, aws_event_stream};
/// # #[aws_event_stream]
/// # enum Events {
/// #     Word(String),
/// #     #[exception]
/// #     Throttled,
/// #     Unknown(RawEvent),
/// # }
/// let stream: EventStream<Events> = [
///     Ok(Events::Word("one".into())),
///     Err(EventStreamError::of_exception("throttled", "too fast", Events::Throttled)),
/// ]
/// .into_iter()
/// .collect();
/// # let _ = stream;
/// ```
impl<E> FromIterator<Result<E, EventStreamError<E>>> for EventStream<E> {
    fn from_iter<I: IntoIterator<Item = Result<E, EventStreamError<E>>>>(events: I) -> Self {
        Self { kind: Kind::Values(events.into_iter().collect()) }
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
