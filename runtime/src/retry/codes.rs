//! The error codes of AWS's services that say whether a call may be made again.

use crate::error::ServiceError;

/// The error codes by which AWS services throttle. botocore and the SDKs agree on them.
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

/// The error codes of a service that failed after it had sent the status of a success.
pub(super) const LATE: [&str; 3] = ["InternalError", "InternalFailure", "ServiceUnavailable"];

/// The error codes that a wrong clock can cause.
pub(super) const CLOCK: [&str; 5] = [
    "InvalidSignatureException",
    "SignatureDoesNotMatch",
    "AuthFailure",
    "RequestTimeTooSkewed",
    "AccessDeniedException",
];

/// The error codes for a refused signature, which prove that nothing was done.
pub(super) const SIGNATURE: [&str; 4] = [
    "InvalidSignatureException",
    "SignatureDoesNotMatch",
    "RequestTimeTooSkewed",
    "RequestExpired",
];

/// Throttling codes that may also mean that the same request is being carried out.
pub(super) const IN_PROGRESS: [&str; 2] =
    ["TransactionInProgressException", "PriorRequestNotComplete"];

/// Whether a wrong clock can cause this error.
pub(crate) fn is_clock_error(error: &ServiceError) -> bool {
    let code = error.code().unwrap_or_default();
    CLOCK.contains(&code) || SIGNATURE.contains(&code)
}

/// Whether an error proves that nothing was done. Only a code proves it: a status may come from a
/// proxy, or from a service that stopped halfway.
pub(super) fn proves_nothing_was_done(error: &ServiceError) -> bool {
    let code = error.code().unwrap_or_default();
    let is_throttled = THROTTLING.contains(&code) && !IN_PROGRESS.contains(&code);
    is_throttled || SIGNATURE.contains(&code)
}
