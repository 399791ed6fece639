//! [`Error`]: why a call failed, in one line that is enough to act on.

mod codec;
mod hint;
mod line;
mod service;

use std::fmt;

use http::StatusCode;

pub use codec::{DecodeError, EncodeError};
pub(crate) use line::Line;
pub use service::ServiceError;

use crate::credentials::CredentialsError;
use crate::endpoint::region_hint;
use crate::retry::{RetryReason, Skew, Stop};
use crate::sigv4::SignError;
use crate::transport::TransportError;

/// Why a call failed.
///
/// `E` is the operation's own error type, an enum under `#[aws_error]`; [`service`](Self::service)
/// borrows it. Whatever `E` is, the code, message, status and request id are here too, and
/// `Display` prints all that is known in one line:
///
/// ```text
/// GetIntegrationResponse: NotFoundException (404): Invalid API identifier specified [host apigateway.eu-west-1.amazonaws.com, request id 58c4…, 1 attempt, not retryable]
/// ```
pub struct Error<E = ServiceError> {
    inner: Box<Inner<E>>,
}

struct Inner<E> {
    operation: &'static str,
    host: String,
    attempts: u32,
    stop: Option<Stop>,
    reason: Option<RetryReason>,
    hint: Option<String>,
    cause: Cause<E>,
}

enum Cause<E> {
    Call(CallError),
    Decode { error: DecodeError, raw: Box<ServiceError> },
    Service { typed: E, raw: Box<ServiceError> },
}

/// A failure before there was a response.
pub(crate) enum CallError {
    Encode(EncodeError),
    Credentials(CredentialsError),
    Sign(SignError),
    Transport(TransportError),
}

macro_rules! from {
    ($($variant:ident($error:ty))*) => {$(
        impl From<$error> for CallError {
            fn from(error: $error) -> Self {
                Self::$variant(error)
            }
        }
    )*};
}

from! {
    Encode(EncodeError)
    Credentials(CredentialsError)
    Sign(SignError)
    Transport(TransportError)
}

impl CallError {
    fn kind(&self) -> ErrorKind {
        match self {
            Self::Encode(_) => ErrorKind::Encode,
            Self::Credentials(_) => ErrorKind::Credentials,
            Self::Sign(_) => ErrorKind::Sign,
            Self::Transport(_) => ErrorKind::Transport,
        }
    }

    /// For traces.
    #[cfg(feature = "tracing")]
    pub(crate) fn kind_name(&self) -> &'static str {
        match self {
            Self::Encode(_) => "encode",
            Self::Credentials(_) => "credentials",
            Self::Sign(_) => "sign",
            Self::Transport(error) if error.is_timeout() => "timeout",
            Self::Transport(error) if error.is_connect() => "connect",
            Self::Transport(_) => "transport",
        }
    }

    fn error(&self) -> &(dyn std::error::Error + 'static) {
        match self {
            Self::Encode(error) => error,
            Self::Credentials(error) => error,
            Self::Sign(error) => error,
            Self::Transport(error) => error,
        }
    }
}

/// Why a response is not the operation's output.
#[derive(Debug)]
pub enum Failure<E> {
    /// The service answered with an error: the typed one, and what was received.
    Service(E, Box<ServiceError>),
    /// The service answered with a success that cannot be read.
    Decode(DecodeError),
}

/// The phase of a call that failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A member's value cannot be sent. Nothing was.
    Encode,
    /// There are no credentials. Nothing was sent.
    Credentials,
    /// The request cannot be signed. Nothing was sent.
    Sign,
    /// No response came back. The request may have been carried out.
    Transport,
    /// The call succeeded, but its response is not what the output's type says.
    Decode,
    /// The service answered with an error.
    Service,
}

impl<E> Error<E> {
    fn new(operation: &'static str, host: &str, cause: Cause<E>) -> Self {
        let (stop, reason, hint) = (None, None, None);
        let host = host.to_owned();
        Self { inner: Box::new(Inner { operation, host, attempts: 0, stop, reason, hint, cause }) }
    }

    pub(crate) fn call(operation: &'static str, host: &str, error: CallError) -> Self {
        Self::new(operation, host, Cause::Call(error))
    }

    pub(crate) fn response(
        operation: &'static str,
        host: &str,
        failure: Failure<E>,
        received: impl FnOnce() -> ServiceError,
    ) -> Self {
        let cause = match failure {
            Failure::Service(typed, raw) => Cause::Service { typed, raw },
            Failure::Decode(error) => Cause::Decode { error, raw: Box::new(received()) },
        };
        Self::new(operation, host, cause)
    }

    /// The same with how the call went: how often it was sent, why not once more, and what may
    /// help.
    pub(crate) fn after(
        mut self,
        attempts: u32,
        stop: Option<Stop>,
        reason: Option<RetryReason>,
        region: &str,
        skew: Option<Skew>,
    ) -> Self {
        let hint = match &self.inner.cause {
            Cause::Service { raw, .. } => hint::hint(raw, region, skew),
            Cause::Call(CallError::Transport(error)) if error.is_unresolved() => {
                region_hint(&self.inner.host, region)
            }
            _ => None,
        };
        let inner = &mut *self.inner;
        (inner.attempts, inner.stop, inner.reason, inner.hint) = (attempts, stop, reason, hint);
        self
    }

    /// The phase that failed.
    pub fn kind(&self) -> ErrorKind {
        match &self.inner.cause {
            Cause::Call(error) => error.kind(),
            Cause::Decode { .. } => ErrorKind::Decode,
            Cause::Service { .. } => ErrorKind::Service,
        }
    }

    /// The operation's name.
    pub fn operation(&self) -> &'static str {
        self.inner.operation
    }

    /// The host that was called, or would have been, with its port where that is unusual.
    pub fn host(&self) -> &str {
        &self.inner.host
    }

    /// How many times the request was sent.
    pub fn attempts(&self) -> u32 {
        self.inner.attempts
    }

    /// The operation's own error, where the service answered with an error.
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
    /// Itself, where the service did not answer with an error.
    pub fn into_service(self) -> Result<E, Self> {
        let inner = *self.inner;
        match inner.cause {
            Cause::Service { typed, .. } => Ok(typed),
            cause => Err(Self { inner: Box::new(Inner { cause, ..inner }) }),
        }
    }

    /// What the service answered, untyped: also the raw body, for what no type describes.
    pub fn raw(&self) -> Option<&ServiceError> {
        match &self.inner.cause {
            Cause::Service { raw, .. } | Cause::Decode { raw, .. } => Some(raw),
            _ => None,
        }
    }

    /// The service's error code: `NotFoundException`.
    pub fn code(&self) -> Option<&str> {
        self.raw()?.code()
    }

    /// The service's message.
    pub fn message(&self) -> Option<&str> {
        self.raw()?.message()
    }

    /// The HTTP status, where a response came back.
    pub fn status(&self) -> Option<StatusCode> {
        Some(self.raw()?.status())
    }

    /// The id that AWS support asks for.
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

    /// Whether the service asked for fewer calls.
    pub fn is_throttled(&self) -> bool {
        self.inner.reason == Some(RetryReason::Throttling)
    }

    /// Whether the call may succeed when it is made again later: the service or the network failed
    /// for a moment, or the service asked for fewer calls.
    pub fn is_retryable(&self) -> bool {
        self.inner.reason.is_some()
    }

    /// What to do about it, where that is known: a wrong clock or region, an expired token, a
    /// missing permission. `Display` ends with it.
    pub fn hint(&self) -> Option<&str> {
        self.inner.hint.as_deref()
    }
}

impl<E> fmt::Display for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { operation, host, attempts, stop, hint, cause, .. } = &*self.inner;
        match cause {
            Cause::Call(error) => write!(f, "{operation}: {}", error.error())?,
            Cause::Decode { error, raw } => {
                write!(f, "{operation}: {error}")?;
                raw.write_what_it_is_instead(f)?;
            }
            Cause::Service { raw, .. } => write!(f, "{operation}: {raw}")?,
        }
        write!(f, " [host {host}")?;
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
            Some(why) => write!(f, ", {why}]")?,
            None => f.write_str("]")?,
        }
        match hint {
            Some(hint) => write!(f, "; {hint}"),
            None => Ok(()),
        }
    }
}

/// The same line as `Display`, which `unwrap` prints.
impl<E> fmt::Debug for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Error({:?}, {self})", self.kind())
    }
}

impl<E> std::error::Error for Error<E> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.inner.cause {
            Cause::Call(error) => Some(error.error()),
            Cause::Decode { error, .. } => Some(error),
            Cause::Service { raw, .. } => Some(&**raw),
        }
    }
}
