//! [`Adaptive`]: limits the rate of calls to the rate that the service accepts, with the CUBIC
//! algorithm.
//!
//! Source: the AWS SDKs' adaptive mode; CUBIC is RFC 8312, with AWS's own constants.

use std::time::Duration;

const BETA: f64 = 0.7;
const SCALE: f64 = 0.4;
const SMOOTHING: f64 = 0.8;
/// The period over which the sending rate is measured, in seconds.
const BUCKET: f64 = 0.5;
/// The minimum rate, in calls per second.
const MIN_RATE: f64 = 0.5;
const MIN_CAPACITY: f64 = 1.0;

/// A token bucket that limits a rate. Times are seconds since any fixed start.
#[derive(Debug)]
pub(crate) struct Rate {
    per_second: f64,
    capacity: f64,
    available: f64,
    last: Option<f64>,
}

impl Rate {
    /// A bucket for at most `per_second` calls per second. After a pause, it allows a burst of that
    /// many calls.
    pub(crate) fn new(per_second: f64) -> Self {
        let mut rate = Self { per_second, capacity: 0.0, available: 0.0, last: None };
        rate.set(per_second, MIN_RATE);
        rate.available = rate.capacity;
        rate
    }

    /// A bucket with a fixed rate that the program sets. The rate may be lower than [`MIN_RATE`].
    pub(crate) fn fixed(per_second: f64) -> Self {
        let mut rate = Self::new(per_second);
        rate.set(per_second, f64::MIN_POSITIVE);
        rate
    }

    /// Takes a token. The error is how long to wait before asking again.
    pub(crate) fn take(&mut self, now: f64) -> Result<(), Duration> {
        self.refill(now);
        if self.available >= 1.0 {
            self.available -= 1.0;
            return Ok(());
        }
        let seconds = (1.0 - self.available) / self.per_second;
        // Slightly longer, so that rounding never wakes a call too early. The limit of a day avoids
        // a panic.
        Err(Duration::from_secs_f64((seconds + 1e-6).min(86_400.0)))
    }

    fn refill(&mut self, now: f64) {
        let passed = (now - self.last.unwrap_or(now)).max(0.0);
        self.available = (self.available + passed * self.per_second).min(self.capacity);
        self.last = Some(now.max(self.last.unwrap_or(now)));
    }

    fn set(&mut self, per_second: f64, least: f64) {
        self.per_second = per_second.max(least);
        self.capacity = per_second.max(MIN_CAPACITY);
        self.available = self.available.min(self.capacity);
    }
}

/// The rate limit of a client. It is off until the service throttles the client.
#[derive(Debug)]
pub(crate) struct Adaptive {
    rate: Rate,
    is_on: bool,
    measured: f64,
    count: f64,
    bucket: f64,
    /// The rate at the last throttling, and the time of it.
    max_rate: f64,
    throttled_at: f64,
    /// How long after the last throttling the rate reaches `max_rate` again.
    window: f64,
}

impl Adaptive {
    pub(crate) fn new(now: f64) -> Self {
        let mut rate = Rate::new(MIN_CAPACITY);
        rate.available = 0.0;
        rate.last = Some(now);
        Self {
            rate,
            is_on: false,
            measured: 0.0,
            count: 0.0,
            bucket: now.floor(),
            max_rate: 0.0,
            throttled_at: now,
            window: 0.0,
        }
    }

    /// Takes a token before an attempt. The error is how long to wait before asking again.
    pub(crate) fn take(&mut self, now: f64) -> Result<(), Duration> {
        if self.is_on { self.rate.take(now) } else { Ok(()) }
    }

    /// Updates the rate after an attempt.
    pub(crate) fn answered(&mut self, now: f64, is_throttled: bool) {
        self.measure(now);
        let rate = if is_throttled {
            let rate = match self.is_on {
                true => self.measured.min(self.rate.per_second),
                false => self.measured,
            };
            self.throttled(rate, now)
        } else {
            self.succeeded(now)
        };
        self.is_on |= is_throttled;
        self.rate.refill(now);
        self.rate.set(rate.min(2.0 * self.measured), MIN_RATE);
    }

    fn measure(&mut self, now: f64) {
        let bucket = (now / BUCKET).floor() * BUCKET;
        self.count += 1.0;
        if bucket > self.bucket {
            let rate = self.count / (bucket - self.bucket);
            self.measured = rate * SMOOTHING + self.measured * (1.0 - SMOOTHING);
            self.count = 0.0;
            self.bucket = bucket;
        }
    }

    fn throttled(&mut self, rate: f64, now: f64) -> f64 {
        self.max_rate = rate;
        self.throttled_at = now;
        self.window = (rate * (1.0 - BETA) / SCALE).powf(1.0 / 3.0);
        rate * BETA
    }

    fn succeeded(&self, now: f64) -> f64 {
        SCALE * (now - self.throttled_at - self.window).powi(3) + self.max_rate
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn assert_close(got: f64, expected: f64, what: &str) {
        assert!((got - expected).abs() < 1e-5, "{what}: {got}, not {expected}");
    }

    /// The published numbers for a client that sends 10 requests a second when it is throttled.
    #[test]
    fn the_rate_grows_and_shrinks_as_published() {
        let mut adaptive = Adaptive::new(0.0);
        adaptive.throttled(10.0, 5.0);
        for (now, rate) in [
            (5.0, 7.0),
            (6.0, 9.648_936_01),
            (7.0, 10.000_030_85),
            (8.0, 10.453_284_52),
            (9.0, 13.408_697_03),
            (10.0, 21.266_268_36),
            (11.0, 36.425_998_54),
        ] {
            assert_close(adaptive.succeeded(now), rate, &format!("success at {now}"));
        }

        let mut adaptive = Adaptive::new(0.0);
        adaptive.throttled(10.0, 5.0);
        let mut rate = 0.0;
        for (now, is_throttled, expected) in [
            (5.0, false, 7.0),
            (6.0, false, 9.648_936_01),
            (7.0, true, 6.754_255_21),
            (8.0, true, 4.727_978_64),
            (9.0, false, 6.606_547_75),
            (10.0, false, 6.763_279_82),
            (11.0, false, 7.598_174_83),
            (12.0, false, 11.511_232_80),
        ] {
            rate = match is_throttled {
                true => adaptive.throttled(rate, now),
                false => adaptive.succeeded(now),
            };
            assert_close(rate, expected, &format!("at {now}"));
        }
    }

    /// The published numbers for a client, starting with its first call.
    #[test]
    fn a_client_finds_its_rate_as_published() {
        let mut adaptive = Adaptive::new(0.0);
        for (is_throttled, now, measured, rate) in [
            (false, 0.2, 0.0, 0.5),
            (false, 0.4, 0.0, 0.5),
            (false, 0.6, 4.8, 0.5),
            (false, 0.8, 4.8, 0.5),
            (false, 1.0, 4.16, 0.5),
            (false, 1.2, 4.16, 0.691_2),
            (false, 1.4, 4.16, 1.097_6),
            (false, 1.6, 5.632, 1.638_4),
            (false, 1.8, 5.632, 2.332_8),
            (true, 2.0, 4.3264, 3.028_48),
            (false, 2.2, 4.3264, 3.486_639),
            (false, 2.4, 4.3264, 3.821_874),
            (false, 2.6, 5.665_28, 4.053_386),
            (false, 2.8, 5.665_28, 4.200_373),
            (false, 3.0, 4.333_056, 4.282_037),
            (true, 3.2, 4.333_056, 2.997_426),
            (false, 3.4, 4.333_056, 3.452_226),
        ] {
            adaptive.answered(now, is_throttled);
            assert_close(adaptive.measured, measured, &format!("measured at {now}"));
            assert_close(adaptive.rate.per_second, rate, &format!("rate at {now}"));
        }
    }

    #[test]
    fn nobody_waits_before_the_first_throttling() {
        let mut adaptive = Adaptive::new(0.0);
        for i in 0..1_000 {
            assert_eq!(adaptive.take(f64::from(i) / 1e6), Ok(()));
        }
        // The measured rate is 1,000 a second. CUBIC reduces it to 0.7 of that, and allows at most
        // a burst of as many.
        adaptive.answered(1.0, true);
        let passed = (0..10_000).take_while(|_| adaptive.take(1.0).is_ok()).count();
        assert!(passed < 1_000, "{passed}");
        let wait = adaptive.take(1.0).expect_err("the places are taken");
        assert_eq!(adaptive.take(1.0 + wait.as_secs_f64()), Ok(()));
    }

    #[test]
    fn a_rate_lets_as_many_through_as_it_says() {
        for (per_second, seconds, passes) in
            [(10.0, 10.0, 110), (1.0, 10.0, 11), (0.1, 100.0, 11), (1_000.0, 1.0, 2_000)]
        {
            let mut rate = Rate::fixed(per_second);
            let (mut now, mut passed) = (0.0, 0);
            while now <= seconds {
                match rate.take(now) {
                    Ok(()) => passed += 1,
                    Err(wait) => now += wait.as_secs_f64(),
                }
            }
            assert!(i32::abs(passed - passes) <= 1, "{per_second}: {passed}");
        }
    }
}
