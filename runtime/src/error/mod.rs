//! [`Error`]: why a call failed, in one line that is enough to act on.

mod codec;
mod line;
mod service;

use std::fmt;

use http::StatusCode;

pub use codec::{DecodeError, EncodeError};
pub(crate) use line::Line;
pub use service::ServiceError;

use crate::credentials::CredentialsError;
use crate::retry;
use crate::sigv4::SignError;
use crate::transport::TransportError;

/// Why a call failed.
///
/// `E` is the operation's own error type, an enum under `#[aws_error]`; [`service`](Self::service)
/// borrows it. Whatever `E` is, the code, message, status and request id are here too, and
/// `Display` prints all that is known in one line:
///
/// ```text
/// GetIntegrationResponse: NotFoundException (404): Invalid API identifier specified [host apigateway.eu-west-1.amazonaws.com, request id 58c4…, 1 attempt]
/// ```
pub struct Error<E = ServiceError> {
    inner: Box<Inner<E>>,
}

struct Inner<E> {
    operation: &'static str,
    host: String,
    attempts: u32,
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
    fn new(operation: &'static str, host: &str, attempts: u32, cause: Cause<E>) -> Self {
        Self { inner: Box::new(Inner { operation, host: host.to_owned(), attempts, cause }) }
    }

    pub(crate) fn call(operation: &'static str, host: &str, error: CallError) -> Self {
        let attempts = match &error {
            CallError::Transport(error) if !error.is_refused() => 1,
            _ => 0,
        };
        Self::new(operation, host, attempts, Cause::Call(error))
    }

    pub(crate) fn response(
        operation: &'static str,
        host: &str,
        attempts: u32,
        failure: Failure<E>,
        received: impl FnOnce() -> ServiceError,
    ) -> Self {
        let cause = match failure {
            Failure::Service(typed, raw) => Cause::Service { typed, raw },
            Failure::Decode(error) => Cause::Decode { error, raw: Box::new(received()) },
        };
        Self::new(operation, host, attempts, cause)
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
        matches!(&self.inner.cause, Cause::Service { raw, .. } if
            retry::classify(raw.status(), raw.code()) == Some(retry::Reason::Throttling))
    }
}

impl<E> fmt::Display for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { operation, host, attempts, cause } = &*self.inner;
        match cause {
            Cause::Call(error) => write!(f, "{operation}: {}", error.error())?,
            Cause::Decode { error, .. } => write!(f, "{operation}: {error}")?,
            Cause::Service { raw, .. } => write!(f, "{operation}: {raw}")?,
        }
        write!(f, " [host {host}")?;
        if let Some(raw) = self.raw() {
            if matches!(cause, Cause::Decode { .. }) {
                write!(f, ", status {}", raw.status().as_u16())?;
            }
            raw.write_ids(f)?;
        }
        match attempts {
            0 => f.write_str(", nothing was sent]"),
            1 => f.write_str(", 1 attempt]"),
            attempts => write!(f, ", {attempts} attempts]"),
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
