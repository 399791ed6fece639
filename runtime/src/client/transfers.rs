//! What transfers of several calls take from a client.

use super::Client;
use crate::wire::request::Checksums;

impl Client {
    /// Whether this is a client of S3.
    pub(crate) fn is_s3(&self) -> bool {
        self.caller.is_s3()
    }

    /// When the checksums of requests are computed.
    pub(crate) fn request_checksums(&self) -> Checksums {
        self.caller.request_checksums()
    }

    /// When the checksums of responses are checked.
    pub(crate) fn response_checksums(&self) -> Checksums {
        self.caller.response_checksums()
    }

    /// How many attempts an operation has.
    pub(crate) fn max_attempts(&self, operation: &str) -> u32 {
        self.caller.max_attempts(operation)
    }

    /// Waits as before a retry. `retries` is the number of retries before.
    pub(crate) async fn pause(&self, operation: &str, retries: u32) {
        self.caller.pause(operation, retries).await;
    }
}
