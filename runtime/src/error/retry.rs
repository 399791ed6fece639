//! Why a call was retried or not: the words in which errors say it.

/// Why an attempt that failed may succeed when it is made again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RetryReason {
    /// The service asked for fewer calls.
    Throttling,
    /// The service or the network failed for a moment.
    Transient,
    /// This machine's clock is wrong; the next attempt is signed by the service's.
    ClockSkew,
    /// Not retryable. Only a [`Retry::classifier`](crate::Retry::classifier) gives this reason; it
    /// overrides all other rules.
    Never,
}

/// Why a call was not made again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stop {
    /// It would fail alike.
    NotRetryable,
    /// As many attempts as are allowed were made.
    Exhausted { max: u32 },
    /// Retries are off.
    Off,
    /// Too much of what the client sends fails.
    QuotaEmpty,
    /// Its body was read once, and is gone.
    NotReplayable,
    /// It may have been carried out, and must not be twice.
    NotIdempotent,
    /// The call's time would be over before the next attempt.
    OutOfTime,
}

impl Stop {
    /// Why, for the error's line; the count of attempts says it where they are all made.
    pub(crate) fn words(self) -> Option<&'static str> {
        match self {
            Self::NotRetryable => Some("not retryable"),
            Self::Exhausted { .. } => None,
            Self::Off => Some("retries are off"),
            Self::QuotaEmpty => Some("token bucket empty"),
            Self::NotReplayable => Some("body cannot be replayed"),
            Self::NotIdempotent => Some("it may have been carried out and is not idempotent"),
            Self::OutOfTime => Some("no time for another one within the operation timeout"),
        }
    }
}
