//! The error codes of AWS services that decide whether a call may be retried.

use crate::error::ServiceError;

/// The error codes for throttling. botocore and the AWS SDKs have the same list.
pub(super) const THROTTLING: [&str; 14] = [
    "Throttling",
    "ThrottlingException",
    "ThrottledException",
    "RequestThrottledException",
    "TooManyRequestsException",
    "ProvisionedThroughputExceededException",
    "TransactionInProgressException",
    "RequestLimitExceeded",
    "BandwidthLimitExceeded",
    "LimitExceededException",
    "RequestThrottled",
    "SlowDown",
    "PriorRequestNotComplete",
    "EC2ThrottledException",
];

pub(super) const TRANSIENT: [&str; 2] = ["RequestTimeout", "RequestTimeoutException"];

/// The error codes of a service that failed after it had sent a success status.
pub(super) const LATE: [&str; 3] = ["InternalError", "InternalFailure", "ServiceUnavailable"];

/// The error codes that a wrong clock can cause.
pub(super) const CLOCK: [&str; 5] = [
    "InvalidSignatureException",
    "SignatureDoesNotMatch",
    "AuthFailure",
    "RequestTimeTooSkewed",
    "AccessDeniedException",
];

/// The error codes for a rejected signature. They prove that the request was not carried out.
pub(super) const SIGNATURE: [&str; 4] = [
    "InvalidSignatureException",
    "SignatureDoesNotMatch",
    "RequestTimeTooSkewed",
    "RequestExpired",
];

/// Throttling codes that can also mean that the same request is in progress.
pub(super) const IN_PROGRESS: [&str; 2] =
    ["TransactionInProgressException", "PriorRequestNotComplete"];

/// Whether a wrong clock can cause this error.
pub(crate) fn is_clock_error(error: &ServiceError) -> bool {
    let code = error.code().unwrap_or_default();
    CLOCK.contains(&code) || SIGNATURE.contains(&code)
}

/// Whether an error proves that the request was not carried out. Only an error code can prove it: a
/// status may come from a proxy, or from a service that stopped halfway.
pub(super) fn proves_nothing_was_done(error: &ServiceError) -> bool {
    let code = error.code().unwrap_or_default();
    let is_throttled = THROTTLING.contains(&code) && !IN_PROGRESS.contains(&code);
    is_throttled || SIGNATURE.contains(&code)
}
