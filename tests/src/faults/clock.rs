//! [`ServiceClock`]: the clock of a service, which differs from ours. The service rejects signatures
//! that are too old or too new.

use std::time::{Duration, SystemTime};

use aws_operation::{Timestamp, TimestampFormat};

use super::answer::Answer;
use super::record::Seen;
use super::step::Step;
use crate::signing::signing_time;

/// How far a signature's time may be from the service's.
const TOLERATED: i128 = 300 * 1_000_000_000;

/// The clock of a service. It is this many seconds ahead of ours.
#[derive(Debug, Clone, Copy)]
pub struct ServiceClock(pub i64);

/// The error for a signature with a wrong time.
#[derive(Debug, Clone, Copy)]
pub struct SkewError {
    /// The status code.
    pub status: u16,
    /// The error code.
    pub code: &'static str,
    /// Whether all responses have a `Date` header.
    pub sends_date: bool,
}

impl ServiceClock {
    fn now(self) -> Timestamp {
        let (now, by) = (SystemTime::now(), Duration::from_secs(self.0.unsigned_abs()));
        Timestamp::from(if self.0 < 0 { now - by } else { now + by })
    }

    /// The time in the format of the `Date` header.
    fn date(self) -> String {
        self.now().format(TimestampFormat::HttpDate)
    }

    /// A normal response if the signature's time is within five minutes of this clock, and the
    /// error otherwise.
    pub fn step(self, seen: &Seen, error: SkewError, body: &str) -> Step {
        let is_near = signing_time(seen.header("x-amz-date")).is_some_and(|signed| {
            (signed.epoch_nanos() - self.now().epoch_nanos()).abs() <= TOLERATED
        });
        let answer = match is_near {
            true => Answer::ok(body),
            false => Answer::error(error.status, error.code),
        };
        Step::answer(&match error.sends_date {
            true => answer.header("date", &self.date()),
            false => answer,
        })
    }
}
