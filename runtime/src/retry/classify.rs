//! Decides from a failed attempt whether a retry may succeed.

use super::codes::{CLOCK, LATE, THROTTLING, TRANSIENT};
use super::config::Retry;
use super::failed::{Failed, FailedAttempt};
use crate::error::RetryReason;

/// Why an attempt may be retried. `retryable` has the codes of the operation's exceptions with the
/// Smithy trait `retryable`. `skewed` is true if the request was signed with a wrong time.
pub(crate) fn classify(
    failed: &Failed<'_>,
    retryable: &[(&str, RetryReason)],
    skewed: bool,
) -> Option<RetryReason> {
    let error = match failed {
        Failed::Transport(error) => return error.is_retryable().then_some(RetryReason::Transient),
        Failed::Service(error) => error,
    };
    let modelled = |code: &str| {
        let found = retryable.iter().find(|(known, _)| *known == code);
        found.map(|(_, reason)| *reason)
    };
    match (error.status().as_u16(), error.code()) {
        (_, Some(code)) if skewed && CLOCK.contains(&code) => Some(RetryReason::ClockSkew),
        (_, Some(code)) if THROTTLING.contains(&code) => Some(RetryReason::Throttling),
        (status, Some(code)) if modelled(code).is_some() => match status {
            429 => Some(RetryReason::Throttling),
            _ => modelled(code),
        },
        (429, _) => Some(RetryReason::Throttling),
        (_, Some(code)) if TRANSIENT.contains(&code) => Some(RetryReason::Transient),
        (500 | 502 | 503 | 504, _) => Some(RetryReason::Transient),
        // The service failed after sending the status. A body without a code is incomplete, or is
        // not from the service.
        (200..=299, code) => {
            code.is_none_or(|code| LATE.contains(&code)).then_some(RetryReason::Transient)
        }
        _ => None,
    }
}

impl Retry {
    /// The classifier's reason, or the reason by the common rules if it returns `None`.
    pub(crate) fn judge(
        &self,
        operation: &str,
        attempt: u32,
        failed: &Failed<'_>,
        reason: Option<RetryReason>,
    ) -> Option<RetryReason> {
        let said = self
            .classifier
            .as_ref()
            .and_then(|classify| classify(&FailedAttempt { operation, attempt, failed, reason }));
        match said.or(reason) {
            Some(RetryReason::Never) => None,
            reason => reason,
        }
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use http::StatusCode;

    use super::*;
    use crate::error::ServiceError;
    use crate::error::TransportError;

    fn answer(status: u16, code: Option<&str>) -> ServiceError {
        let mut response = http::Response::new(Bytes::new());
        *response.status_mut() = StatusCode::from_u16(status).unwrap_or_default();
        if let Some(code) = code.and_then(|code| code.parse().ok()) {
            response.headers_mut().insert("x-amzn-errortype", code);
        }
        ServiceError::read(&response, None, None)
    }

    #[test]
    fn codes_decide_before_statuses() {
        use RetryReason::{ClockSkew, Throttling, Transient};

        let retryable = [("NotReady", Transient), ("Busy", Throttling)];
        for (status, code, skewed, reason) in [
            (400, Some("ThrottlingException"), false, Some(Throttling)),
            (429, None, false, Some(Throttling)),
            (503, Some("SlowDown"), false, Some(Throttling)),
            (503, None, false, Some(Transient)),
            (500, Some("InternalFailure"), false, Some(Transient)),
            (502, None, false, Some(Transient)),
            (504, None, false, Some(Transient)),
            (501, None, false, None),
            (505, None, false, None),
            (200, None, false, Some(Transient)),
            (200, Some("InternalError"), false, Some(Transient)),
            (200, Some("ServiceUnavailable"), false, Some(Transient)),
            (200, Some("SlowDown"), false, Some(Throttling)),
            (200, Some("NoSuchKey"), false, None),
            (304, None, false, None),
            (400, Some("RequestTimeout"), false, Some(Transient)),
            (400, Some("RequestTimeoutException"), false, Some(Transient)),
            (404, Some("NotFoundException"), false, None),
            (400, Some("NotReady"), false, Some(Transient)),
            (429, Some("NotReady"), false, Some(Throttling)),
            (400, Some("Busy"), false, Some(Throttling)),
            (403, Some("SignatureDoesNotMatch"), false, None),
            (403, Some("SignatureDoesNotMatch"), true, Some(ClockSkew)),
            (403, Some("RequestTimeTooSkewed"), true, Some(ClockSkew)),
            (401, Some("AuthFailure"), true, Some(ClockSkew)),
            (403, Some("ExpiredToken"), true, None),
        ] {
            let error = answer(status, code);
            let failed = Failed::Service(&error);
            assert_eq!(classify(&failed, &retryable, skewed), reason, "{status} {code:?}");
        }
    }

    #[test]
    fn what_never_left_is_not_done_and_what_may_be_is_known() {
        for (error, done, again) in [
            (TransportError::connect("refused"), false, true),
            (TransportError::timeout("slow"), true, true),
            (TransportError::refused("a dot segment"), false, false),
            (TransportError::other("malformed"), true, false),
            (TransportError::interrupted("reset"), true, true),
        ] {
            let failed = Failed::Transport(&error);
            assert_eq!(failed.may_be_done(), done, "{error}");
            assert_eq!(classify(&failed, &[], false).is_some(), again, "{error}");
        }
        for (status, code, done) in [
            (500, None, true),
            (502, None, true),
            (503, None, true),
            (504, None, true),
            (429, None, true),
            (408, Some("RequestTimeout"), true),
            (400, Some("RequestTimeoutException"), true),
            (503, Some("ServiceUnavailable"), true),
            (500, Some("InternalFailure"), true),
            (403, Some("AccessDeniedException"), true),
            (400, Some("TransactionInProgressException"), true),
            (400, Some("PriorRequestNotComplete"), true),
            (429, Some("TooManyRequestsException"), false),
            (400, Some("ThrottlingException"), false),
            (503, Some("SlowDown"), false),
            (403, Some("SignatureDoesNotMatch"), false),
            (403, Some("InvalidSignatureException"), false),
            (403, Some("RequestTimeTooSkewed"), false),
            (400, Some("RequestExpired"), false),
        ] {
            let error = answer(status, code);
            assert_eq!(Failed::Service(&error).may_be_done(), done, "{status} {code:?}");
        }
    }

    #[test]
    fn a_classifier_is_asked_first_and_may_say_never() {
        let error = answer(503, None);
        let failed = Failed::Service(&error);
        let retry = Retry::standard().classifier(|attempt| match attempt.operation() {
            "Once" => Some(RetryReason::Never),
            "Slowly" if attempt.status()? == 503 => Some(RetryReason::Throttling),
            _ => None,
        });
        for (operation, reason) in [
            ("Once", None),
            ("Slowly", Some(RetryReason::Throttling)),
            ("Other", Some(RetryReason::Transient)),
        ] {
            let judged = retry.judge(operation, 1, &failed, classify(&failed, &[], false));
            assert_eq!(judged, reason, "{operation}");
        }
    }
}
