//! [`Schedule`]: when the attempts of a wait are made, and when its time is over.

use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use crate::call::random;
use crate::time::{SleepFuture, Timer};

/// The shortest and the longest delay between two attempts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Delays {
    pub min: Duration,
    pub max: Duration,
}

/// Smithy's default delays.
impl Default for Delays {
    fn default() -> Self {
        Self { min: Duration::from_secs(2), max: Duration::from_secs(120) }
    }
}

impl Delays {
    /// The delay after the attempt with this number, which begins with 1. `random` is from 0 to 1.
    ///
    /// Source: Smithy 2.0, Waiters, "Waiter retries".
    fn after(self, attempt: u32, random: f64) -> Duration {
        let doublings = attempt.saturating_sub(1);
        let factor = 1_u32.checked_shl(doublings).unwrap_or(u32::MAX);
        let longest = self.min.saturating_mul(factor).min(self.max);
        let range = longest.saturating_sub(self.min);
        let part = Duration::try_from_secs_f64(range.as_secs_f64() * random).unwrap_or(range);
        self.min.saturating_add(part.min(range))
    }

    /// What follows the attempt with this number, if this much time is left.
    fn next(self, attempt: u32, left: Duration, random: f64) -> Next {
        let delay = self.after(attempt, random);
        if left.saturating_sub(delay) > self.min {
            return Next::Attempt(delay);
        }
        match left.saturating_sub(self.min) {
            Duration::ZERO => Next::Deadline,
            delay => Next::LastAttempt(delay),
        }
    }
}

/// What follows an attempt.
#[derive(Debug, PartialEq)]
enum Next {
    /// Another attempt after this delay.
    Attempt(Duration),
    /// The last attempt after this delay: after it, no time is left for another one.
    LastAttempt(Duration),
    /// No time is left for another attempt.
    Deadline,
}

/// When the attempts of a wait are made, and when its time is over.
pub(super) struct Schedule {
    timer: Arc<dyn Timer>,
    delays: Delays,
    limit: Duration,
    /// The timer's time at the first attempt.
    start: Duration,
    deadline: SleepFuture,
    attempts: u32,
    is_last: bool,
}

impl Schedule {
    /// Starts now.
    pub(super) fn new(timer: Arc<dyn Timer>, delays: Delays, limit: Duration) -> Self {
        let (start, deadline) = (timer.elapsed(), timer.sleep(limit));
        Self { timer, delays, limit, start, deadline, attempts: 0, is_last: false }
    }

    /// How many attempts were made.
    pub(super) fn attempts(&self) -> u32 {
        self.attempts
    }

    pub(super) fn count_attempt(&mut self) {
        self.attempts = self.attempts.saturating_add(1);
    }

    /// The delay before the next attempt; `None` if no time is left for another one.
    pub(super) fn delay(&mut self) -> Option<SleepFuture> {
        if self.is_last {
            return None;
        }
        let passed = self.timer.elapsed().saturating_sub(self.start);
        let left = self.limit.saturating_sub(passed);
        let delay = match self.delays.next(self.attempts, left, random()) {
            Next::Attempt(delay) => delay,
            Next::LastAttempt(delay) => {
                self.is_last = true;
                delay
            }
            Next::Deadline => return None,
        };
        Some(self.timer.sleep(delay))
    }

    /// Ready when the time is over.
    pub(super) fn poll_deadline(&mut self, context: &mut Context<'_>) -> Poll<()> {
        self.deadline.as_mut().poll(context)
    }
}
