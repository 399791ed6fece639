//! [`Policy`]: decides what to do after a failed attempt.

use std::time::Duration;

use crate::error::{RetryReason, Stop};
use crate::retry::config::{Retry, RetryMode};
use crate::retry::delay::{backoff, within};
use crate::retry::failed::Failed;
use crate::retry::quota::Quota;

/// The retry policy of one operation, as numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Policy {
    pub max_attempts: u32,
    mode: RetryMode,
    rules_2026: bool,
    idempotent_only: bool,
    base: Duration,
    /// True for an operation that waits for messages. Programs call it in a loop, so a failure must
    /// not return at once.
    is_long_poll: bool,
}

/// What to do after a failed attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Decision {
    /// Wait, then make another attempt. Its tokens have been taken.
    Again { delay: Duration, cost: u32 },
    /// Fail after a wait, which is zero in most cases.
    Fail { delay: Duration, stop: Stop },
}

/// A failed attempt, and the state of its call.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Attempt<'a> {
    /// The number of the attempt, 1 for the first.
    pub number: u32,
    pub failed: &'a Failed<'a>,
    pub reason: Option<RetryReason>,
    /// The wait that the service requests.
    pub asked: Option<Duration>,
    pub is_idempotent: bool,
    /// Whether the body can be sent again.
    pub is_replayable: bool,
    /// The time that is left of the operation timeout.
    pub left: Option<Duration>,
}

impl Policy {
    /// The policy for an operation of the service with this `sdkId`.
    pub(crate) fn new(retry: &Retry, service_id: &str, operation: &str) -> Self {
        let rules_2026 = retry.rules_2026.unwrap_or(false);
        let is_dynamodb = matches!(service_id, "DynamoDB" | "DynamoDB Streams");
        let (attempts, base) = match (rules_2026, is_dynamodb) {
            (false, _) => (3, 1_000),
            (true, false) => (3, 50),
            (true, true) => (4, 25),
        };
        let max_attempts = match retry.mode {
            RetryMode::Off => 1,
            _ => retry.max_attempts.unwrap_or(attempts),
        };
        Self {
            max_attempts,
            mode: retry.mode,
            rules_2026,
            idempotent_only: retry.idempotent_only,
            base: Duration::from_millis(base),
            is_long_poll: matches!(
                (service_id, operation),
                ("SQS", "ReceiveMessage")
                    | ("SFN", "GetActivityTask")
                    | ("SWF", "PollForActivityTask" | "PollForDecisionTask")
            ),
        }
    }

    /// Decides what to do after a failed attempt. `random` is from 0 to 1.
    pub(crate) fn decide(&self, attempt: &Attempt<'_>, quota: &mut Quota, random: f64) -> Decision {
        let fail = |stop| Decision::Fail { delay: Duration::ZERO, stop };
        let Some(reason) = attempt.reason else {
            return fail(Stop::NotRetryable);
        };
        if self.mode == RetryMode::Off {
            return fail(Stop::Off);
        }
        if !attempt.is_replayable {
            return fail(Stop::NotReplayable);
        }
        if self.idempotent_only && !attempt.is_idempotent && attempt.failed.may_be_done() {
            return fail(Stop::NotIdempotent);
        }
        if attempt.number >= self.max_attempts {
            return fail(Stop::Exhausted { max: self.max_attempts });
        }
        let own = backoff(self.base_delay(reason), attempt.number.saturating_sub(1), random);
        let delay = within(attempt.asked, own, self.rules_2026);
        if attempt.left.is_some_and(|left| left <= delay) {
            return fail(Stop::OutOfTime);
        }
        let cost = self.cost(reason, attempt.failed.is_timeout());
        if quota.take(cost) {
            return Decision::Again { delay, cost };
        }
        let waits = self.rules_2026 && self.is_long_poll;
        let delay = if waits { delay } else { Duration::ZERO };
        Decision::Fail { delay, stop: Stop::QuotaEmpty }
    }

    /// The wait before a call that continues a transfer. `random` is from 0 to 1.
    #[cfg(feature = "s3")]
    pub(crate) fn pause(&self, retries: u32, random: f64) -> Duration {
        backoff(self.base, retries, random)
    }

    fn base_delay(&self, reason: RetryReason) -> Duration {
        match reason {
            RetryReason::Throttling => Duration::from_secs(1),
            _ => self.base,
        }
    }

    fn cost(&self, reason: RetryReason, is_timeout: bool) -> u32 {
        match (self.rules_2026, reason) {
            (true, RetryReason::Throttling) => 5,
            (true, _) => 14,
            (false, _) if is_timeout => 10,
            (false, _) => 5,
        }
    }
}

#[cfg(test)]
mod tests;
