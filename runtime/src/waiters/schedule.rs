//! [`Schedule`]: when the attempts of a wait are made, and its deadline.

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
    /// The delay after the attempt with this number. The first attempt is 1. `random` is from 0 to 1.
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

/// When the attempts of a wait are made, and its deadline.
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
    /// A schedule that starts now.
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

    /// Ready at the deadline.
    pub(super) fn poll_deadline(&mut self, context: &mut Context<'_>) -> Poll<()> {
        self.deadline.as_mut().poll(context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn delays(min: u64, max: u64) -> Delays {
        Delays { min: Duration::from_millis(min), max: Duration::from_millis(max) }
    }

    #[test]
    fn delays_are_random_between_min_and_a_time_that_doubles_up_to_max() {
        const LARGEST: u64 = u64::MAX / 1_000_000;
        // The attempt, and the shortest, middle and longest delay after it.
        for (min, max, attempt, expected) in [
            (2_000, 120_000, 1, [2_000, 2_000, 2_000]),
            (2_000, 120_000, 2, [2_000, 3_000, 4_000]),
            (2_000, 120_000, 3, [2_000, 5_000, 8_000]),
            (2_000, 120_000, 4, [2_000, 9_000, 16_000]),
            (2_000, 120_000, 6, [2_000, 33_000, 64_000]),
            (2_000, 120_000, 7, [2_000, 61_000, 120_000]),
            (2_000, 120_000, 31, [2_000, 61_000, 120_000]),
            (2_000, 120_000, 32, [2_000, 61_000, 120_000]),
            (2_000, 120_000, 33, [2_000, 61_000, 120_000]),
            (2_000, 120_000, u32::MAX, [2_000, 61_000, 120_000]),
            // There is no such attempt.
            (2_000, 120_000, 0, [2_000, 2_000, 2_000]),
            (5_000, 5_000, 9, [5_000, 5_000, 5_000]),
            (1, 3, 2, [1, 1, 2]),
            (1, 3, 3, [1, 2, 3]),
            // The doubled time is longer than `Duration::MAX`.
            (LARGEST, LARGEST, 40, [LARGEST, LARGEST, LARGEST]),
        ] {
            let after = |random| delays(min, max).after(attempt, random).as_millis();
            let found = [after(0.0), after(0.5), after(1.0)];
            assert_eq!(found, expected.map(u128::from), "{min} {max} {attempt}");
        }
        let longest = Delays { min: Duration::from_nanos(1), max: Duration::MAX };
        for attempt in [1, 2, 32, 33, 64, 65, u32::MAX] {
            assert!(longest.after(attempt, 1.0) >= longest.after(attempt, 0.0));
        }
        let longest = Delays { min: Duration::MAX, max: Duration::MAX };
        assert_eq!(longest.after(u32::MAX, 1.0), Duration::MAX);
    }

    #[test]
    fn the_last_attempt_is_made_min_before_the_deadline() {
        use Next::{Attempt, Deadline, LastAttempt};
        let ms = Duration::from_millis;
        // The attempt, the time that is left, and what follows with the longest delay.
        for (attempt, left, next) in [
            (1, 60_000, Attempt(ms(2_000))),
            (2, 60_000, Attempt(ms(4_000))),
            (2, 6_001, Attempt(ms(4_000))),
            (2, 6_000, LastAttempt(ms(4_000))),
            (2, 5_999, LastAttempt(ms(3_999))),
            (5, 10_000, LastAttempt(ms(8_000))),
            (5, 2_001, LastAttempt(ms(1))),
            (5, 2_000, Deadline),
            (1, 1_999, Deadline),
            (1, 0, Deadline),
        ] {
            let found = delays(2_000, 10_000).next(attempt, ms(left), 1.0);
            assert_eq!(found, next, "{attempt} {left}");
        }
    }
}
