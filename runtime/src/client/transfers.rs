//! The settings and the retry delays of a client, for the transfers of the feature `s3`.

use super::Client;
use crate::wire::request::Checksums;

impl Client {
    /// Whether calls are signed by the rules of S3.
    pub(crate) fn is_s3(&self) -> bool {
        self.caller.is_s3()
    }

    /// The setting for checksums of requests.
    pub(crate) fn request_checksums(&self) -> Checksums {
        self.caller.request_checksums()
    }

    /// The setting for checksums of responses.
    pub(crate) fn response_checksums(&self) -> Checksums {
        self.caller.response_checksums()
    }

    /// The maximum number of attempts of an operation.
    pub(crate) fn max_attempts(&self, operation: &str) -> u32 {
        self.caller.max_attempts(operation)
    }

    /// Waits as long as a call waits before a retry. `retries` is the number of earlier retries.
    pub(crate) async fn pause(&self, operation: &str, retries: u32) {
        self.caller.pause(operation, retries).await;
    }
}
