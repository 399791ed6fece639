//! [`TimeOfDay`]: a service whose clock differs from ours. It rejects signatures that are too old
//! or too new.

use std::time::{Duration, SystemTime};

use aws_operation::{Timestamp, TimestampFormat};

use super::answer::Answer;
use super::record::Seen;
use super::step::Step;

/// How far a signature's time may be from the service's.
const TOLERATED: i128 = 300 * 1_000_000_000;

/// A clock that is this many seconds ahead of ours.
#[derive(Debug, Clone, Copy)]
pub struct TimeOfDay(pub i64);

/// The error for a signature with a wrong time.
#[derive(Debug, Clone, Copy)]
pub struct Complaint {
    /// The status code.
    pub status: u16,
    /// The error code.
    pub code: &'static str,
    /// Whether all responses have a `Date` header.
    pub says_date: bool,
}

impl TimeOfDay {
    fn now(self) -> Timestamp {
        let (now, by) = (SystemTime::now(), Duration::from_secs(self.0.unsigned_abs()));
        Timestamp::from(if self.0 < 0 { now - by } else { now + by })
    }

    /// The time in the format of the `Date` header.
    pub fn date(self) -> String {
        self.now().format(TimestampFormat::HttpDate)
    }

    /// A normal response if the signature's time is within five minutes of this clock, and the
    /// error otherwise.
    pub fn step(self, seen: &Seen, complaint: Complaint, body: &str) -> Step {
        let is_near = signed_at(seen.header("x-amz-date")).is_some_and(|signed| {
            (signed.epoch_nanos() - self.now().epoch_nanos()).abs() <= TOLERATED
        });
        let answer = match is_near {
            true => Answer::ok(body),
            false => Answer::error(complaint.status, complaint.code),
        };
        Step::answer(&match complaint.says_date {
            true => answer.header("date", &self.date()),
            false => answer,
        })
    }
}

/// Parses a time such as `20151021T072800Z`.
fn signed_at(date: &str) -> Option<Timestamp> {
    let part = |from: usize, to: usize| date.get(from..to);
    let (day, time) = date.split_once('T')?;
    if day.len() != 8 || time.len() != 7 {
        return None;
    }
    let [year, month, day] = [part(0, 4)?, part(4, 6)?, part(6, 8)?];
    let [hour, minute, second] = [part(9, 11)?, part(11, 13)?, part(13, 15)?];
    format!("{year}-{month}-{day}T{hour}:{minute}:{second}Z").parse().ok()
}
