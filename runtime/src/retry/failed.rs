//! [`FailedAttempt`]: a failed attempt, for classifiers.

use http::StatusCode;

use super::codes::proves_nothing_was_done;
use crate::error::{RetryReason, ServiceError, TransportError};

/// A failed attempt, the argument of a [`Retry::classifier`](super::Retry::classifier).
#[derive(Debug)]
pub struct FailedAttempt<'a> {
    pub(super) operation: &'a str,
    pub(super) attempt: u32,
    pub(super) failed: &'a Failed<'a>,
    pub(super) reason: Option<RetryReason>,
}

impl<'a> FailedAttempt<'a> {
    /// The operation's name.
    pub fn operation(&self) -> &'a str {
        self.operation
    }

    /// The number of the attempt: 1 for the first.
    pub fn attempt(&self) -> u32 {
        self.attempt
    }

    /// The HTTP status; `None` if there was no response.
    pub fn status(&self) -> Option<StatusCode> {
        self.service_error().map(ServiceError::status)
    }

    /// The service's error code.
    pub fn code(&self) -> Option<&'a str> {
        self.service_error()?.code()
    }

    /// The service's error; `None` if there was no response.
    pub fn service_error(&self) -> Option<&'a ServiceError> {
        match self.failed {
            Failed::Service(error) => Some(error),
            Failed::Transport(_) => None,
        }
    }

    /// Why there was no response; `None` if there was one.
    pub fn transport_error(&self) -> Option<&'a TransportError> {
        match self.failed {
            Failed::Transport(error) => Some(error),
            Failed::Service(_) => None,
        }
    }

    /// Why the common rules would retry the attempt; `None` if they would not.
    pub fn reason(&self) -> Option<RetryReason> {
        self.reason
    }
}

/// How an attempt failed.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Failed<'a> {
    Service(&'a ServiceError),
    Transport(&'a TransportError),
}

impl Failed<'_> {
    /// Whether the request may have been carried out.
    pub(super) fn may_be_done(&self) -> bool {
        match self {
            Self::Service(error) => !proves_nothing_was_done(error),
            Self::Transport(error) => !error.is_connect() && !error.is_refused(),
        }
    }

    pub(super) fn is_timeout(&self) -> bool {
        matches!(self, Self::Transport(error) if error.is_timeout())
    }
}
