//! The client's settings that S3 transfers read, and the pause before a retry.

use super::Caller;
use super::random::random;
use crate::retry::Policy;
use crate::wire::request::Checksums;

impl Caller {
    /// Whether the service has S3's signing rules.
    pub(crate) fn is_s3(&self) -> bool {
        self.service.is_signed_as_s3()
    }

    /// When the checksums of requests are computed.
    pub(crate) fn request_checksums(&self) -> Checksums {
        self.setup.request_checksums
    }

    /// When the checksums of responses are checked.
    pub(crate) fn response_checksums(&self) -> Checksums {
        self.setup.response_checksums
    }

    /// The maximum number of attempts of an operation.
    pub(crate) fn max_attempts(&self, operation: &str) -> u32 {
        self.policy(operation).max_attempts
    }

    /// Waits as long as a call waits before a retry. `retries` is the number of earlier retries.
    pub(crate) async fn pause(&self, operation: &str, retries: u32) {
        let delay = self.policy(operation).pause(retries, random());
        self.setup.timer.sleep(delay).await;
    }

    fn policy(&self, operation: &str) -> Policy {
        Policy::new(&self.retry, self.service.id(), operation)
    }
}
