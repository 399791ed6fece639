//! [`Terms`]: the settings of a call, which are the same for all its attempts.

use std::sync::Arc;

use bytes::Bytes;

use super::trace::Trace;
use super::{Caller, Secrets};
use crate::error::{CallError, ReadCodeAndMessage, RetryReason};
#[cfg(feature = "testing")]
use crate::faked::FakedCall;
use crate::metadata::Metadata;
use crate::retry::Retry;
use crate::types::Timeouts;
use crate::wire::protocol::{Answered, Content, Rules};
use crate::wire::request::{Checksums, Encoded};

/// A call before its first attempt.
pub(super) struct Start {
    pub encoded: Result<Encoded, CallError>,
    pub terms: Terms,
}

/// How a call is made.
pub(super) struct Terms {
    pub caller: Arc<Caller>,
    pub metadata: &'static Metadata,
    /// The rules of the operation's protocol; `None` for a request that is not an operation.
    pub rules: Option<&'static Rules>,
    /// How the operation's output type reads the body.
    pub content: Content,
    /// The codes of the operation's exceptions after which a call may be retried.
    pub retryable: &'static [(&'static str, RetryReason)],
    /// Reads the code and the message of an error in the form of the operation's error type.
    pub code_and_message: Option<ReadCodeAndMessage>,
    pub retry: Option<Retry>,
    pub timeouts: Option<Timeouts>,
    /// When the checksums of this call are computed and checked.
    pub checksums: Option<Checksums>,
    /// Secrets that no error and no trace may contain, in addition to the session token.
    pub secrets: Secrets,
    pub trace: Trace,
    /// The answer of a fake.
    #[cfg(feature = "testing")]
    pub faked: Option<Arc<FakedCall>>,
}

impl Terms {
    /// Whether a response is a failure.
    pub fn is_failure(&self, response: &http::Response<Bytes>) -> bool {
        let Some(rules) = self.rules else { return !response.status().is_success() };
        let service = &self.caller.service;
        let (operation, content) = (self.metadata.name, self.content);
        (rules.is_failure)(&Answered { service, operation, content }, response)
    }

    /// Adds the checksum of the request, and asks for that of the response.
    pub fn add_checksums(&self, encoded: &mut Encoded) -> Result<(), CallError> {
        let setup = &self.caller.setup;
        encoded.add_checksum(self.checksums.unwrap_or(setup.request_checksums))?;
        encoded.ask_for_checksum(self.checksums.unwrap_or(setup.response_checksums));
        Ok(())
    }

    pub fn retry(&self) -> &Retry {
        self.retry.as_ref().unwrap_or(&self.caller.retry)
    }

    pub fn timeouts(&self) -> Timeouts {
        self.timeouts.unwrap_or(self.caller.timeouts)
    }
}
