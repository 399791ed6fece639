//! [`Error`], and the errors of all layers that it contains.

mod body;
mod call;
mod chain;
mod codec;
mod config;
mod convert;
mod credentials;
mod endpoint;
mod line;
mod request_ids;
mod retry;
mod service;
mod sign;
mod transport;

use std::error::Error as StdError;
use std::fmt;

use http::StatusCode;

pub use body::BodyError;
pub(crate) use call::CallError;
pub use call::ErrorKind;
pub(crate) use chain::{debug_as_display, with_causes};
pub use codec::{DecodeError, EncodeError};
pub use config::ConfigError;
pub use credentials::CredentialsError;
pub use endpoint::EndpointError;
pub(crate) use line::Line;
pub(crate) use request_ids::RequestIds;
pub use retry::RetryReason;
pub(crate) use retry::Stop;
pub(crate) use service::ErrorParts;
pub use service::{CodeAndMessage, ReadCodeAndMessage, ServiceError};
pub use sign::SignError;
pub use transport::TransportError;

/// Why a call failed.
///
/// `E` is the operation's own error type, an enum with `#[aws_error]`. [`service`](Self::service)
/// returns it. The code, message, status and request id are available for every `E`. `Display`
/// prints all information in one line:
///
/// ```text
/// GetIntegrationResponse: NotFoundException (404): Invalid API identifier specified [host apigateway.eu-west-1.amazonaws.com, request id 58c4…, 1 attempt, not retryable]
/// ```
///
/// `Debug` prints the same line, and [`source`](StdError::source) returns `None`, so that error
/// reports contain no duplicates. To check the type of the failure, use [`get_ref`](Self::get_ref).
///
/// A function that makes several calls can return `Error` without a parameter: `?` converts any
/// other `Error<E>`, and all other errors of this crate.
pub struct Error<E = ServiceError> {
    inner: Box<Inner<E>>,
}

struct Inner<E> {
    /// Empty if the error is not from a call.
    operation: &'static str,
    host: String,
    /// Why the endpoint was chosen, if that helps to understand the error; otherwise empty.
    origin: String,
    attempts: u32,
    stop: Option<Stop>,
    reason: Option<RetryReason>,
    hint: Option<String>,
    cause: Cause<E>,
}

enum Cause<E> {
    Call(CallError),
    Decode { error: DecodeError, raw: Option<Box<ServiceError>> },
    Service { typed: E, raw: Box<ServiceError> },
}

/// Why a response has no output: it is an error of the service, or it cannot be decoded.
pub enum Failure<E> {
    /// The service responded with an error: its typed form, and the response.
    Service(E, Box<ServiceError>),
    /// The service responded with a success that cannot be decoded.
    Decode(DecodeError),
}

impl<E> fmt::Display for Failure<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Service(_, raw) => raw.fmt(f),
            Self::Decode(error) => error.fmt(f),
        }
    }
}

/// The same line as `Display`.
impl<E> fmt::Debug for Failure<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl<E> StdError for Failure<E> {}

impl<E> Error<E> {
    fn new(operation: &'static str, host: &str, cause: Cause<E>) -> Self {
        let (stop, reason, hint) = (None, None, None);
        let (host, origin) = (host.to_owned(), String::new());
        let inner = Inner { operation, host, origin, attempts: 0, stop, reason, hint, cause };
        Self { inner: Box::new(inner) }
    }

    pub(crate) fn call(operation: &'static str, host: &str, error: CallError) -> Self {
        Self::new(operation, host, Cause::Call(error))
    }

    /// An error response of the service.
    pub(crate) fn answer(
        operation: &'static str,
        host: &str,
        typed: E,
        raw: Box<ServiceError>,
    ) -> Self {
        Self::new(operation, host, Cause::Service { typed, raw })
    }

    /// A successful response that cannot be decoded.
    pub(crate) fn decode(
        operation: &'static str,
        host: &str,
        error: DecodeError,
        raw: ServiceError,
    ) -> Self {
        Self::new(operation, host, Cause::Decode { error, raw: Some(Box::new(raw)) })
    }

    /// Adds why the endpoint was chosen.
    pub(crate) fn with_origin(mut self, origin: &str) -> Self {
        self.inner.origin = origin.to_owned();
        self
    }

    /// Adds the outcome of the call: the number of attempts, why there was no further attempt, why
    /// the call may be retried, and a hint.
    pub(crate) fn with_outcome(
        mut self,
        attempts: u32,
        stop: Option<Stop>,
        reason: Option<RetryReason>,
        hint: Option<String>,
    ) -> Self {
        let inner = &mut *self.inner;
        (inner.attempts, inner.stop, inner.reason, inner.hint) = (attempts, stop, reason, hint);
        self
    }

    /// The phase of the call that failed.
    pub fn kind(&self) -> ErrorKind {
        match &self.inner.cause {
            Cause::Call(error) => error.kind(),
            Cause::Decode { .. } => ErrorKind::Decode,
            Cause::Service { .. } => ErrorKind::Service,
        }
    }

    /// The operation's name. Empty if the error is not from a call.
    pub fn operation(&self) -> &'static str {
        self.inner.operation
    }

    /// The host of the call, with the port unless it is the default port.
    pub fn host(&self) -> &str {
        &self.inner.host
    }

    /// How many times the request was sent.
    pub fn attempts(&self) -> u32 {
        self.inner.attempts
    }

    /// The operation's own error; `None` unless the service responded with an error.
    pub fn service(&self) -> Option<&E> {
        match &self.inner.cause {
            Cause::Service { typed, .. } => Some(typed),
            _ => None,
        }
    }

    /// The operation's own error by value.
    ///
    /// # Errors
    ///
    /// The error itself, unless the service responded with an error.
    pub fn into_service(self) -> Result<E, Self> {
        let inner = *self.inner;
        match inner.cause {
            Cause::Service { typed, .. } => Ok(typed),
            cause => Err(Self { inner: Box::new(Inner { cause, ..inner }) }),
        }
    }

    /// The service's error in its raw form, with the body. `None` if there was no response.
    pub fn raw(&self) -> Option<&ServiceError> {
        match &self.inner.cause {
            Cause::Service { raw, .. } => Some(raw),
            Cause::Decode { raw, .. } => raw.as_deref(),
            Cause::Call(_) => None,
        }
    }

    /// The cause, to check its type: a [`ServiceError`], [`DecodeError`], [`EncodeError`],
    /// [`ConfigError`](crate::ConfigError), [`CredentialsError`](crate::CredentialsError),
    /// [`SignError`](crate::sigv4::SignError) or [`TransportError`](crate::TransportError).
    /// `Display` includes its message.
    ///
    /// ```
    /// use aws_operation::{Error, TransportError};
    ///
    /// fn is_refused<E>(error: &Error<E>) -> bool {
    ///     let transport = error.get_ref().and_then(|error| error.downcast_ref::<TransportError>());
    ///     transport.is_some_and(TransportError::is_refused)
    /// }
    ///
    /// assert!(is_refused(&Error::<()>::from(TransportError::refused("a path with dots"))));
    /// ```
    pub fn get_ref(&self) -> Option<&(dyn StdError + 'static)> {
        match &self.inner.cause {
            Cause::Call(error) => error.get_ref(),
            Cause::Decode { error, .. } => Some(error),
            Cause::Service { raw, .. } => Some(&**raw),
        }
    }

    /// The service's error code, such as `NotFoundException`.
    pub fn code(&self) -> Option<&str> {
        self.raw()?.code()
    }

    /// The service's message.
    pub fn message(&self) -> Option<&str> {
        self.raw()?.message()
    }

    /// The HTTP status; `None` if there was no response.
    pub fn status(&self) -> Option<StatusCode> {
        Some(self.raw()?.status())
    }

    /// The request id, for AWS support.
    pub fn request_id(&self) -> Option<&str> {
        self.raw()?.request_id()
    }

    /// Whether a timeout ended the call.
    pub fn is_timeout(&self) -> bool {
        matches!(&self.inner.cause, Cause::Call(CallError::Transport(error)) if error.is_timeout())
    }

    /// Whether no connection could be made, so that nothing was sent.
    pub fn is_connect(&self) -> bool {
        matches!(&self.inner.cause, Cause::Call(CallError::Transport(error)) if error.is_connect())
    }

    /// Whether the host's name has no address.
    pub(crate) fn is_unresolved(&self) -> bool {
        matches!(
            &self.inner.cause,
            Cause::Call(CallError::Transport(error)) if error.is_unresolved()
        )
    }

    /// Whether the service throttled the request.
    pub fn is_throttled(&self) -> bool {
        self.inner.reason == Some(RetryReason::Throttling)
    }

    /// Whether the call may succeed if it is made again later: the failure is probably temporary,
    /// or the service throttled the request.
    pub fn is_retryable(&self) -> bool {
        self.inner.reason.is_some()
    }

    /// How to fix the error, if known: for example for a wrong clock or region, an expired token,
    /// or a missing permission. `Display` ends with it.
    pub fn hint(&self) -> Option<&str> {
        self.inner.hint.as_deref()
    }
}

impl<E> fmt::Display for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { operation, hint, cause, .. } = &*self.inner;
        if !operation.is_empty() {
            write!(f, "{operation}: ")?;
        }
        match cause {
            Cause::Call(error) => error.fmt(f)?,
            Cause::Decode { error, raw } => {
                error.fmt(f)?;
                raw.iter().try_for_each(|raw| raw.write_what_it_is_instead(f))?;
            }
            Cause::Service { raw, .. } => raw.fmt(f)?,
        }
        if !operation.is_empty() {
            self.write_call(f)?;
        }
        match hint {
            Some(hint) => write!(f, "; {hint}"),
            None => Ok(()),
        }
    }
}

impl<E> Error<E> {
    /// Writes the outcome of the call: host, ids, attempts, and why there was no further attempt.
    fn write_call(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { host, origin, attempts, stop, cause, .. } = &*self.inner;
        write!(f, " [host {host}")?;
        if !origin.is_empty() {
            write!(f, " ({origin})")?;
        }
        if let Some(raw) = self.raw() {
            if matches!(cause, Cause::Decode { .. }) {
                write!(f, ", status {}", raw.status().as_u16())?;
            }
            raw.write_ids(f)?;
        }
        match (attempts, stop) {
            (0, _) => f.write_str(", nothing was sent")?,
            (made, Some(Stop::Exhausted { max })) => write!(f, ", {made} of {max} attempts")?,
            (1, _) => f.write_str(", 1 attempt")?,
            (made, _) => write!(f, ", {made} attempts")?,
        }
        match stop.filter(|_| *attempts > 0).and_then(Stop::words) {
            Some(why) => write!(f, ", {why}]"),
            None => f.write_str("]"),
        }
    }
}

/// The same line as `Display`, which `main` and `unwrap` print.
impl<E> fmt::Debug for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Has no source: `Display` includes the message of the cause.
impl<E> StdError for Error<E> {}
