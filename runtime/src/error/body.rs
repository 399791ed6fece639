//! [`BodyError`]: why a body ended before its end.

use std::error::Error as StdError;
use std::{fmt, io};

use super::{TransportError, with_causes};

/// Why a body, or a [`ByteStream`](crate::ByteStream), could not be read to its end.
///
/// The chunks before the error are part of the body, but the body is not complete. A response's
/// body never ends early without this error.
pub struct BodyError {
    kind: Kind,
    message: String,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

enum Kind {
    /// The transport failed, or the stream stalled.
    Transport(TransportError),
    /// The source of the stream cannot be read.
    Source,
    /// The bytes are not those that were announced, or not a valid event stream.
    Corrupt,
    TooLarge,
    /// The stream was sent or read before.
    Used,
}

impl BodyError {
    /// The error of a stream that cannot be read, for example because its file cannot be read.
    pub fn new(message: impl Into<String>) -> Self {
        Self::of(Kind::Source, message)
    }

    fn of(kind: Kind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), source: None }
    }

    /// The body has another length or another checksum than the one that was announced, or is not a
    /// valid event stream.
    pub(crate) fn corrupt(message: impl Into<String>) -> Self {
        Self::of(Kind::Corrupt, message)
    }

    pub(crate) fn too_large(message: impl Into<String>) -> Self {
        Self::of(Kind::TooLarge, message)
    }

    pub(crate) fn used() -> Self {
        Self::of(Kind::Used, "the stream was sent or read before, and cannot be replayed")
    }

    /// Adds the cause. `Display` prints it after the message.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// Whether a timeout passed: the stream stalled.
    pub fn is_timeout(&self) -> bool {
        self.transport().is_some_and(TransportError::is_timeout)
    }

    /// Whether the bytes are not those that were announced: another length or another checksum, or an
    /// event stream with an invalid message.
    pub fn is_corrupt(&self) -> bool {
        matches!(self.kind, Kind::Corrupt)
    }

    /// Whether the body is larger than the maximum that the program set.
    pub fn is_too_large(&self) -> bool {
        matches!(self.kind, Kind::TooLarge)
    }

    /// Whether the stream was sent or read before.
    pub fn is_used(&self) -> bool {
        matches!(self.kind, Kind::Used)
    }

    /// The transport's error, if the transport failed.
    pub fn transport(&self) -> Option<&TransportError> {
        match &self.kind {
            Kind::Transport(error) => Some(error),
            _ => None,
        }
    }

    /// The error of an attempt whose response has this body.
    pub(crate) fn into_transport(self) -> TransportError {
        let line = self.to_string();
        match self.kind {
            Kind::Transport(error) => error,
            // Another attempt may get the whole body.
            Kind::Corrupt => TransportError::interrupted(line),
            Kind::Source | Kind::TooLarge | Kind::Used => TransportError::other(line),
        }
    }
}

impl From<TransportError> for BodyError {
    fn from(error: TransportError) -> Self {
        Self::of(Kind::Transport(error), "")
    }
}

impl From<io::Error> for BodyError {
    fn from(error: io::Error) -> Self {
        Self::new("the stream cannot be read").with_source(error)
    }
}

/// For implementations of `AsyncRead`, whose errors are [`io::Error`]s.
impl From<BodyError> for io::Error {
    fn from(error: BodyError) -> Self {
        let kind = match &error.kind {
            _ if error.is_timeout() => io::ErrorKind::TimedOut,
            Kind::Transport(_) => io::ErrorKind::ConnectionAborted,
            Kind::Corrupt => io::ErrorKind::InvalidData,
            Kind::Source | Kind::TooLarge | Kind::Used => io::ErrorKind::Other,
        };
        Self::new(kind, error)
    }
}

/// The message, and each cause that the message does not contain.
impl fmt::Display for BodyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.kind, &self.source) {
            (Kind::Transport(error), _) => error.fmt(f),
            (_, Some(cause)) => f.write_str(&with_causes(self.message.clone(), Some(&**cause))),
            (_, None) => f.write_str(&self.message),
        }
    }
}

/// Has no source: `Display` prints the causes.
impl StdError for BodyError {}

super::debug_as_display!(BodyError);
