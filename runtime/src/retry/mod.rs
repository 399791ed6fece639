//! What a failure says about trying again, as values: the client acts on them.

use http::StatusCode;

/// Why a call that failed may succeed when it is made again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reason {
    /// The service asked for fewer calls.
    Throttling,
    /// The service failed for a moment.
    Transient,
}

/// The codes by which AWS services ask for fewer calls (botocore and the SDKs agree on them).
const THROTTLING: [&str; 14] = [
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

const TRANSIENT: [&str; 2] = ["RequestTimeout", "RequestTimeoutException"];

/// What an error's status and code say; `None` where another try would fail alike.
pub(crate) fn classify(status: StatusCode, code: Option<&str>) -> Option<Reason> {
    match (status.as_u16(), code) {
        (_, Some(code)) if THROTTLING.contains(&code) => Some(Reason::Throttling),
        (429, _) => Some(Reason::Throttling),
        (_, Some(code)) if TRANSIENT.contains(&code) => Some(Reason::Transient),
        (500 | 502 | 503 | 504, _) => Some(Reason::Transient),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_decide_before_statuses() {
        for (status, code, reason) in [
            (400, Some("ThrottlingException"), Some(Reason::Throttling)),
            (429, None, Some(Reason::Throttling)),
            (503, Some("SlowDown"), Some(Reason::Throttling)),
            (503, None, Some(Reason::Transient)),
            (400, Some("RequestTimeout"), Some(Reason::Transient)),
            (501, None, None),
            (404, Some("NotFoundException"), None),
        ] {
            let status = StatusCode::from_u16(status).unwrap_or_default();
            assert_eq!(classify(status, code), reason, "{status} {code:?}");
        }
    }
}
