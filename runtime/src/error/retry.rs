//! [`RetryReason`] and [`Stop`]: why a call is retried, and why it is not.

/// Why a failed attempt may succeed if it is retried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RetryReason {
    /// The service throttled the request.
    Throttling,
    /// A failure of the service or the network that is probably temporary.
    Transient,
    /// This machine's clock is wrong. The next attempt is signed with the service's time.
    ClockSkew,
    /// Not retryable. Only a [`Retry::classifier`](crate::Retry::classifier) returns this reason.
    /// It overrides all other rules.
    Never,
}

/// Why a call was not retried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stop {
    /// It would fail again.
    NotRetryable,
    /// All attempts that the policy allows were made.
    Exhausted { max: u32 },
    /// Retries are off.
    Off,
    /// The client has no retry tokens left, because too many of its requests failed.
    QuotaEmpty,
    /// The request's body cannot be sent a second time.
    NotReplayable,
    /// The request may have been carried out, and must not be carried out twice.
    NotIdempotent,
    /// The operation timeout would pass before the next attempt.
    OutOfTime,
}

impl Stop {
    /// The words for the error's line. `None` for `Exhausted`, because the line has the number of
    /// attempts.
    pub(crate) fn words(self) -> Option<&'static str> {
        match self {
            Self::NotRetryable => Some("not retryable"),
            Self::Exhausted { .. } => None,
            Self::Off => Some("retries are off"),
            Self::QuotaEmpty => Some("token bucket empty"),
            Self::NotReplayable => Some("body cannot be replayed"),
            Self::NotIdempotent => {
                Some("the request may have been processed and is not idempotent")
            }
            Self::OutOfTime => Some("the operation timeout leaves no time for another attempt"),
        }
    }
}
