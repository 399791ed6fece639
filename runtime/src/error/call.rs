//! [`CallError`], a failure without a response, and [`ErrorKind`], the kinds of all failures.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;

use super::{ConfigError, CredentialsError, EncodeError, EndpointError, SignError, TransportError};

/// The phase of a call that failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A configuration setting, such as an endpoint, is missing or wrong. Nothing was sent.
    Config,
    /// The program misused the library: it polled a [`Call`](crate::Call) or a [`Wait`](crate::Wait)
    /// after completion; there are more pages or items than the limit of
    /// [`collect`](crate::Items::collect); or the settings of a [wait](crate::Client::wait) are invalid.
    Usage,
    /// A member's value cannot be sent. Nothing was sent.
    Encode,
    /// There are no credentials. Nothing was sent.
    Credentials,
    /// The request cannot be signed. Nothing was sent.
    Sign,
    /// There was no response. The request may have been carried out.
    Transport,
    /// The call succeeded, but its response cannot be decoded as the output's type; or the token of
    /// the next [page](crate::Pages) is missing or repeated.
    Decode,
    /// The service responded with an error.
    Service,
    /// A [wait](crate::Client::wait) failed, and not because of a call: an output matched a failure
    /// acceptor, or the wait timed out. The error was converted from a [`WaitError`](crate::WaitError).
    Wait,
}

/// A failure without a response.
pub(crate) enum CallError {
    Config(ConfigError),
    /// The program misused the library. Contains the error message.
    Usage(Cow<'static, str>),
    /// A wait failed, and not because of a call. Contains the error message.
    Wait(Cow<'static, str>),
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
    Config(ConfigError)
    Encode(EncodeError)
    Credentials(CredentialsError)
    Sign(SignError)
    Transport(TransportError)
}

impl From<EndpointError> for CallError {
    fn from(error: EndpointError) -> Self {
        Self::Config(ConfigError::new(error.to_string()))
    }
}

impl CallError {
    /// The call was polled after completion.
    pub(crate) const COMPLETED: Self =
        Self::Usage(Cow::Borrowed("`Call` polled after completion; make another call"));

    pub(super) fn kind(&self) -> ErrorKind {
        match self {
            Self::Config(_) => ErrorKind::Config,
            Self::Usage(_) => ErrorKind::Usage,
            Self::Wait(_) => ErrorKind::Wait,
            Self::Encode(_) => ErrorKind::Encode,
            Self::Credentials(_) => ErrorKind::Credentials,
            Self::Sign(_) => ErrorKind::Sign,
            Self::Transport(_) => ErrorKind::Transport,
        }
    }

    /// The name of the kind, for traces.
    #[cfg(feature = "tracing")]
    pub(crate) fn kind_name(&self) -> &'static str {
        match self {
            Self::Config(_) => "config",
            Self::Usage(_) => "usage",
            Self::Wait(_) => "wait",
            Self::Encode(_) => "encode",
            Self::Credentials(_) => "credentials",
            Self::Sign(_) => "sign",
            Self::Transport(error) if error.is_timeout() => "timeout",
            Self::Transport(error) if error.is_connect() => "connect",
            Self::Transport(_) => "transport",
        }
    }

    pub(super) fn get_ref(&self) -> Option<&(dyn StdError + 'static)> {
        Some(match self {
            Self::Config(error) => error,
            Self::Usage(_) | Self::Wait(_) => return None,
            Self::Encode(error) => error,
            Self::Credentials(error) => error,
            Self::Sign(error) => error,
            Self::Transport(error) => error,
        })
    }
}

impl fmt::Display for CallError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Config(error) => error.fmt(f),
            Self::Usage(message) | Self::Wait(message) => f.write_str(message),
            Self::Encode(error) => error.fmt(f),
            Self::Credentials(error) => error.fmt(f),
            Self::Sign(error) => error.fmt(f),
            Self::Transport(error) => error.fmt(f),
        }
    }
}
