//! [`TransportError`]: why there is no response.

use std::error::Error as StdError;
use std::fmt;

use super::with_causes;

/// Why there is no response to an attempt.
///
/// An implementation of [`Transport`](crate::Transport) creates it with one of these functions:
///
/// ```
/// use aws_operation::TransportError;
///
/// let error = TransportError::connect("connection refused by 10.0.0.1:443");
/// assert!(error.is_connect() && error.is_retryable());
/// ```
pub struct TransportError {
    /// Connecting can time out, so `connect` and `timeout` can both be true.
    pub(crate) connect: bool,
    pub(crate) timeout: bool,
    /// The host's name has no address.
    pub(crate) unresolved: bool,
    /// The transport refused the request and sent nothing.
    pub(crate) refused: bool,
    /// Another attempt may succeed.
    pub(crate) retryable: bool,
    pub(crate) message: String,
    pub(crate) source: Option<Box<dyn StdError + Send + Sync>>,
}

impl TransportError {
    /// No connection could be made, so nothing was sent. Retryable.
    pub fn connect(message: impl Into<String>) -> Self {
        Self { connect: true, retryable: true, ..Self::other(message) }
    }

    /// The host's name has no address, so nothing was sent. Not retryable.
    pub fn unresolved(message: impl Into<String>) -> Self {
        Self { connect: true, unresolved: true, ..Self::other(message) }
    }

    /// The connection broke before the whole response had arrived. Retryable.
    pub fn interrupted(message: impl Into<String>) -> Self {
        Self { retryable: true, ..Self::other(message) }
    }

    /// The transport cannot send this request, and sent nothing. Not retryable.
    pub fn refused(message: impl Into<String>) -> Self {
        Self { refused: true, ..Self::other(message) }
    }

    /// A timeout passed. Retryable.
    pub fn timeout(message: impl Into<String>) -> Self {
        Self { timeout: true, retryable: true, ..Self::other(message) }
    }

    /// Any other failure. Not retryable.
    pub fn other(message: impl Into<String>) -> Self {
        Self {
            connect: false,
            timeout: false,
            unresolved: false,
            refused: false,
            retryable: false,
            message: message.into(),
            source: None,
        }
    }

    /// Adds the cause. `Display` prints the cause after the message, unless the message contains
    /// it. [`get_ref`](Self::get_ref) returns the cause.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// Whether no connection could be made.
    pub fn is_connect(&self) -> bool {
        self.connect
    }

    /// Whether the host's name has no address.
    pub fn is_unresolved(&self) -> bool {
        self.unresolved
    }

    /// Whether the transport refused the request and sent nothing.
    pub fn is_refused(&self) -> bool {
        self.refused
    }

    /// Whether another attempt may succeed.
    pub fn is_retryable(&self) -> bool {
        self.retryable
    }

    /// Makes the error not retryable.
    #[must_use]
    pub fn not_retryable(mut self) -> Self {
        self.retryable = false;
        self
    }

    /// The cause, to check its type.
    pub fn get_ref(&self) -> Option<&(dyn StdError + 'static)> {
        match &self.source {
            Some(source) => Some(&**source),
            None => None,
        }
    }

    /// Replaces the message and removes the cause.
    pub(crate) fn with_message(self, message: String) -> Self {
        Self { message, source: None, ..self }
    }

    /// Whether a timeout passed.
    pub fn is_timeout(&self) -> bool {
        self.timeout
    }
}

/// The message, and each cause that the message does not contain.
impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.get_ref() {
            Some(cause) => f.write_str(&with_causes(self.message.clone(), Some(cause))),
            None => f.write_str(&self.message),
        }
    }
}

/// Has no source: `Display` prints the causes.
impl StdError for TransportError {}

super::debug_as_display!(TransportError);
