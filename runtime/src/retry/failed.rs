//! [`FailedAttempt`]: an attempt that failed, as a classifier sees it.

use http::StatusCode;

use super::classify::proves_nothing_was_done;
use crate::error::{RetryReason, ServiceError, TransportError};

/// An attempt that failed: what a [`Retry::classifier`](super::Retry::classifier) judges.
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

    /// Which attempt it was: 1 for the first.
    pub fn attempt(&self) -> u32 {
        self.attempt
    }

    /// The HTTP status, where a response came back.
    pub fn status(&self) -> Option<StatusCode> {
        self.service_error().map(ServiceError::status)
    }

    /// The service's error code.
    pub fn code(&self) -> Option<&'a str> {
        self.service_error()?.code()
    }

    /// What the service answered.
    pub fn service_error(&self) -> Option<&'a ServiceError> {
        match self.failed {
            Failed::Service(error) => Some(error),
            Failed::Transport(_) => None,
        }
    }

    /// Why no response came back.
    pub fn transport_error(&self) -> Option<&'a TransportError> {
        match self.failed {
            Failed::Transport(error) => Some(error),
            Failed::Service(_) => None,
        }
    }

    /// Why it would be made again by the common rules; `None` where it would not.
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
