//! What transfers of several calls take from the caller: its checksums, and its way to wait.

use super::Caller;
use super::random::random;
use crate::retry::Policy;
use crate::wire::request::Checksums;

impl Caller {
    /// Whether calls to this service are signed as those of S3.
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

    /// How many attempts an operation has.
    pub(crate) fn max_attempts(&self, operation: &str) -> u32 {
        self.policy(operation).max_attempts
    }

    /// Waits as before a retry. `retries` is the number of retries before.
    pub(crate) async fn pause(&self, operation: &str, retries: u32) {
        let delay = self.policy(operation).pause(retries, random());
        self.setup.timer.sleep(delay).await;
    }

    fn policy(&self, operation: &str) -> Policy {
        Policy::new(&self.retry, self.service.id(), operation)
    }
}
