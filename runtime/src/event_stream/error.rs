//! [`EventStreamError`]: an exception in a stream of events, or why the stream broke.

use std::error::Error as StdError;
use std::fmt;

use crate::error::{BodyError, DecodeError, ErrorKind, Line, RequestIds};

/// An exception in a stream of events, or why the stream broke. `E` is the enum of the events.
///
/// `Display` prints one line: the exception's name and message, or why the stream is broken, and the
/// request ids of the response.
pub struct EventStreamError<E>(Box<Inner<E>>);

struct Inner<E> {
    problem: Problem<E>,
    /// Those of the response that the stream belongs to.
    ids: RequestIds,
}

/// What was received instead of an event.
pub(super) enum Problem<E> {
    /// An exception or an error. `exception` is its variant, if the enum has one.
    Service { code: String, message: Option<String>, exception: Option<E> },
    /// The body broke, or is not a sequence of messages.
    Body(BodyError),
    /// A message that is neither an event, an exception nor an error.
    Message(DecodeError),
    /// An event that cannot be decoded into its type.
    Event(DecodeError),
}

impl<E> EventStreamError<E> {
    pub(super) fn new(problem: Problem<E>) -> Self {
        Self(Box::new(Inner { problem, ids: RequestIds::default() }))
    }

    /// An exception that a service sends, for tests.
    ///
    /// ```
    /// use aws_operation::{EventStreamError, RawEvent, aws_event_stream};
    ///
    /// #[aws_event_stream]
    /// enum Events {
    ///     #[exception]
    ///     Throttled,
    ///     Unknown(RawEvent),
    /// }
    ///
    /// let error = EventStreamError::of_exception("throttled", "too fast", Events::Throttled);
    /// assert_eq!(error.to_string(), "throttled: too fast");
    /// ```
    pub fn of_exception(code: impl Into<String>, message: impl Into<String>, exception: E) -> Self {
        let message = Some(message.into()).filter(|message| !message.is_empty());
        Self::new(Problem::Service { code: code.into(), message, exception: Some(exception) })
    }

    /// Adds the request ids of the response.
    pub(super) fn with_ids(mut self, ids: &RequestIds) -> Self {
        self.0.ids = ids.clone();
        self
    }

    pub(super) fn ends_stream(&self) -> bool {
        !matches!(self.0.problem, Problem::Event(_))
    }

    /// The kind of the error: [`ErrorKind::Service`] for exceptions and errors that the service sent,
    /// [`ErrorKind::Decode`] for bytes that cannot be decoded, otherwise [`ErrorKind::Transport`].
    pub fn kind(&self) -> ErrorKind {
        match &self.0.problem {
            Problem::Service { .. } => ErrorKind::Service,
            Problem::Body(error) if error.is_corrupt() => ErrorKind::Decode,
            Problem::Body(_) => ErrorKind::Transport,
            Problem::Message(_) | Problem::Event(_) => ErrorKind::Decode,
        }
    }

    /// The exception that the service sent, if the enum has a variant for it.
    pub fn exception(&self) -> Option<&E> {
        match &self.0.problem {
            Problem::Service { exception, .. } => exception.as_ref(),
            _ => None,
        }
    }

    /// The same, by value.
    pub fn into_exception(self) -> Option<E> {
        match self.0.problem {
            Problem::Service { exception, .. } => exception,
            _ => None,
        }
    }

    /// The name of the exception, or the code of the error, that the service sent.
    pub fn code(&self) -> Option<&str> {
        match &self.0.problem {
            Problem::Service { code, .. } => Some(code),
            _ => None,
        }
    }

    /// The message of the exception or error that the service sent.
    pub fn message(&self) -> Option<&str> {
        match &self.0.problem {
            Problem::Service { message, .. } => message.as_deref(),
            _ => None,
        }
    }

    /// The request id of the response that the events belong to, for AWS support.
    pub fn request_id(&self) -> Option<&str> {
        self.0.ids.request_id()
    }

    /// The second request id of S3.
    pub fn extended_request_id(&self) -> Option<&str> {
        self.0.ids.extended_request_id()
    }

    /// The error of the body, if the body broke.
    pub fn body(&self) -> Option<&BodyError> {
        match &self.0.problem {
            Problem::Body(error) => Some(error),
            _ => None,
        }
    }
}

impl<E> fmt::Display for EventStreamError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0.problem {
            Problem::Service { code, message: Some(message), .. } => {
                write!(f, "{}: {}", Line::message(code), Line::message(message))?;
            }
            Problem::Service { code, .. } => Line::message(code).fmt(f)?,
            Problem::Body(error) => write!(f, "the event stream broke: {error}")?,
            Problem::Message(error) | Problem::Event(error) => error.fmt(f)?,
        }
        self.0.ids.fmt(f)
    }
}

/// Prints the line of `Display`, so that `E` needs no `Debug`.
impl<E> fmt::Debug for EventStreamError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// There is no `source`, because `Display` prints the causes.
impl<E> StdError for EventStreamError<E> {}
