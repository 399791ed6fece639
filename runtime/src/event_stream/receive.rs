//! [`Received`]: the events of a response.

use std::task::{Context, Poll, ready};

use http::HeaderMap;

use super::EventUnion;
use super::error::{EventStreamError, Problem};
use crate::error::{BodyError, DecodeError, Line, RequestIds};
use crate::event_frames::{EventHeader, Frames, OtherContentType, RawEvent};
use crate::types::ByteStream;
use crate::wire::protocol::Protocol;
use crate::wire::response::EventDecoder;

/// The events of a response.
pub(super) struct Received<E> {
    body: ByteStream,
    frames: Frames,
    /// Decodes an event in the operation's protocol.
    decode: fn(RawEvent) -> Result<E, EventStreamError<E>>,
    has_ended: bool,
    ids: RequestIds,
    /// The content type of the response, until the first message was read.
    other_content_type: Option<OtherContentType>,
}

impl<E: EventUnion> Received<E> {
    /// The events of a response with these headers.
    pub(super) fn new<P: Protocol>(body: ByteStream, headers: &HeaderMap) -> Self {
        Self {
            body,
            frames: Frames::default(),
            decode: decode::<P, E>,
            has_ended: false,
            ids: RequestIds::of(headers),
            other_content_type: OtherContentType::of(headers),
        }
    }
}

impl<E> Received<E> {
    pub(super) fn poll(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<E, EventStreamError<E>>>> {
        if self.has_ended {
            return Poll::Ready(None);
        }
        let event = ready!(self.poll_frame(context)).map(|frame| {
            let event = match frame {
                Ok(frame) => (self.decode)(frame),
                Err(error) => Err(EventStreamError::new(Problem::Body(error))),
            };
            event.map_err(|error| error.with_ids(&self.ids))
        });
        self.has_ended = match &event {
            Some(Ok(_)) => false,
            Some(Err(error)) => error.ends_stream(),
            None => true,
        };
        if self.has_ended {
            // This ends the request too, if it still sends events.
            self.body = ByteStream::empty();
        }
        Poll::Ready(event)
    }

    fn poll_frame(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<RawEvent, BodyError>>> {
        let frame = ready!(self.poll_any_frame(context));
        let other = self.other_content_type.take();
        Poll::Ready(frame.map(|it| it.map_err(|error| OtherContentType::explain(other, error))))
    }

    fn poll_any_frame(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<RawEvent, BodyError>>> {
        loop {
            match self.frames.next() {
                Ok(Some(frame)) => return Poll::Ready(Some(Ok(frame))),
                Ok(None) => {}
                Err(error) => return Poll::Ready(Some(Err(error))),
            }
            match ready!(self.body.poll_chunk(context)) {
                Some(Ok(chunk)) => self.frames.push(chunk),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(self.frames.finish().err().map(Err)),
            }
        }
    }
}

/// Decodes the event of a message. Returns an exception or an error in it as an error.
fn decode<P: Protocol, E: EventUnion>(message: RawEvent) -> Result<E, EventStreamError<E>> {
    let (name, is_exception) = match text(&message, ":message-type").map_err(broken)? {
        "event" => (text(&message, ":event-type").map_err(broken)?, false),
        "exception" => (text(&message, ":exception-type").map_err(broken)?, true),
        "error" => {
            let code = text(&message, ":error-code").map_err(broken)?.to_owned();
            let message = text(&message, ":error-message").ok().map(str::to_owned);
            return Err(EventStreamError::new(Problem::Service { code, message, exception: None }));
        }
        other => {
            let reason = format!(
                "a message is not an event: its header `:message-type` is {}, which is not known",
                quoted(other)
            );
            return Err(broken(DecodeError::new(reason)));
        }
    };
    let decoder = EventDecoder::new(&message, name, is_exception);
    let in_event = |error: DecodeError| {
        let reason = format!("the event {}: {error}", quoted(name));
        EventStreamError::new(Problem::Event(DecodeError::new(reason)))
    };
    if is_exception {
        let exception = E::from_event::<P>(&decoder).ok().flatten();
        let (code, message) = (name.to_owned(), decoder.message::<P>());
        return Err(EventStreamError::new(Problem::Service { code, message, exception }));
    }
    match E::from_event::<P>(&decoder).map_err(in_event)? {
        Some(event) => Ok(event),
        None => Ok(E::unknown(message)),
    }
}

/// The error of a message of an unknown kind. It ends the stream, because it may change the meaning of
/// the messages after it.
fn broken<E>(error: DecodeError) -> EventStreamError<E> {
    EventStreamError::new(Problem::Message(error))
}

/// The text of a header that every message of its kind has.
fn text<'a>(message: &'a RawEvent, name: &str) -> Result<&'a str, DecodeError> {
    let reason = match message.header(name) {
        Some(EventHeader::Text(text)) => return Ok(text),
        Some(_) => "is not text",
        None => "is missing",
    };
    Err(DecodeError::new(format!("a message is not an event: its header `{name}` {reason}")))
}

/// A name that a service sent, in one line.
fn quoted(name: &str) -> String {
    format!("`{}`", Line::name(name))
}
