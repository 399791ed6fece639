//! [`Finished`]: the result of a call, before the operation's types decode it.

use bytes::Bytes;
use http::uri::Authority;

use super::Secrets;
use crate::error::{CallError, RetryReason, ServiceError, Stop};
use crate::retry::Skew;
use crate::types::ByteStream;

/// The result of a call.
pub(super) struct Finished {
    pub outcome: Outcome,
    /// The host, if it was unknown before the call.
    pub host: Option<Authority>,
    pub attempts: u32,
    /// Why a failed call was not retried.
    pub stop: Option<Stop>,
    /// Why a failed call may succeed if it is made again later.
    pub reason: Option<RetryReason>,
    /// How far the service's clock was from this machine's at the last attempt.
    pub skew: Option<Skew>,
    /// Secrets that no error and no trace may contain.
    pub secrets: Secrets,
}

pub(super) enum Outcome {
    /// The response, and its body if that is a stream.
    Success(http::Response<Bytes>, Option<ByteStream>),
    Service(http::Response<Bytes>, Box<ServiceError>),
    Failed(CallError),
}

impl Finished {
    /// Sets the host of a call whose host was unknown before it.
    pub(super) fn at(mut self, host: Option<&Authority>) -> Self {
        self.host = host.cloned();
        self
    }

    pub(super) fn failed(error: impl Into<CallError>, attempts: u32) -> Self {
        let outcome = Outcome::Failed(error.into());
        Self {
            outcome,
            host: None,
            attempts,
            stop: None,
            reason: None,
            skew: None,
            secrets: Secrets::default(),
        }
    }
}
