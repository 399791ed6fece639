//! Tests of signatures: the official suite, and random requests that other signers also sign.

pub mod botocore;
pub mod case;
pub mod compare;
pub mod message;
mod ours;
mod random;
pub mod rules;
mod smithy;
pub mod suite;
mod trace;
pub mod verified;

use aws_operation::Timestamp;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC};

/// Characters that a signature encodes: all except the unreserved ones (RFC 3986 2.3).
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Parses the value of `x-amz-date`, such as `20151021T072800Z`.
pub(crate) fn signing_time(date: &str) -> Option<Timestamp> {
    let (day, time) = date.split_once('T')?;
    if day.len() != 8 || time.len() != 7 {
        return None;
    }
    let part = |from: usize, to: usize| date.get(from..to);
    let [year, month, day] = [part(0, 4)?, part(4, 6)?, part(6, 8)?];
    let [hour, minute, second] = [part(9, 11)?, part(11, 13)?, part(13, 15)?];
    format!("{year}-{month}-{day}T{hour}:{minute}:{second}Z").parse().ok()
}
