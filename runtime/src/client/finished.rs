//! [`Finished`]: a call that is over.

use bytes::Bytes;

use crate::error::{CallError, RetryReason, Secrets, ServiceError, Stop};
use crate::retry::Skew;

/// A call that is over.
pub(super) struct Finished {
    pub outcome: Outcome,
    pub attempts: u32,
    /// Why it was not made again, where it failed.
    pub stop: Option<Stop>,
    /// Why it may succeed when it is made again.
    pub reason: Option<RetryReason>,
    /// How far the clock was off that signed the last attempt.
    pub skew: Option<Skew>,
    /// What no error and no trace shows.
    pub secrets: Secrets,
}

pub(super) enum Outcome {
    Success(http::Response<Bytes>),
    Service(http::Response<Bytes>, Box<ServiceError>),
    Failed(CallError),
}

impl Finished {
    pub(super) fn failed(error: impl Into<CallError>, attempts: u32) -> Self {
        let outcome = Outcome::Failed(error.into());
        Self {
            outcome,
            attempts,
            stop: None,
            reason: None,
            skew: None,
            secrets: Secrets::default(),
        }
    }
}
