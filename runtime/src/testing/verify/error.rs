//! [`VerifyError`]: why a request is refused.

use std::fmt;

use bytes::Bytes;

use super::dialect::Dialect;
use super::reason::Reason;

/// A refused request: the reason, and a message for the sender.
///
/// The message contains no secret key, no session token and no correct signature.
#[derive(Clone, PartialEq, Eq)]
pub struct VerifyError {
    reason: Reason,
    message: String,
    dialect: Dialect,
    /// The expected region, which S3 tells a client.
    region: Option<String>,
}

impl VerifyError {
    pub(super) fn new(reason: Reason, message: impl Into<String>) -> Self {
        Self { reason, message: message.into(), dialect: Dialect::RestJson, region: None }
    }

    pub(super) fn with_region(mut self, region: &str) -> Self {
        self.region = Some(region.to_owned());
        self
    }

    /// The error in the protocol of the request.
    pub(super) fn in_dialect(self, dialect: Dialect) -> Self {
        Self { dialect, ..self }
    }

    /// The reason.
    pub fn reason(&self) -> Reason {
        self.reason
    }

    /// The code that AWS uses for this reason, in the protocol of the request.
    pub fn code(&self) -> &'static str {
        self.dialect.code(self.reason).1
    }

    /// What is wrong. It can have several lines.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The HTTP status that AWS uses for this reason, in the protocol of the request.
    pub fn status(&self) -> http::StatusCode {
        self.dialect.code(self.reason).0
    }

    /// The response with this error, in the protocol of the request.
    pub fn response(&self) -> http::Response<Bytes> {
        let (status, code) = self.dialect.code(self.reason);
        self.dialect.response(status, code, &self.message, self.region.as_deref())
    }
}

/// The code and the message.
impl fmt::Display for VerifyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code(), self.message)
    }
}

impl std::error::Error for VerifyError {}

crate::error::debug_as_display!(VerifyError);
