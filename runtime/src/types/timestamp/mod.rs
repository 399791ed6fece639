//! [`Timestamp`]: a point in time, and its three formats in Smithy.

mod calendar;
mod format;
mod parse;
#[cfg(test)]
mod tests;

use std::fmt;
use std::time::{Duration, SystemTime};

use calendar::{MONTHS, SECONDS_PER_DAY, WEEKDAYS, civil_from_days};

#[doc(hidden)]
pub use format::Formatted;
pub use format::{Timestamps, date_time, epoch_seconds, http_date};

const NANOS_PER_SECOND: i128 = 1_000_000_000;
/// 0001-01-01T00:00:00Z and 9999-12-31T23:59:59Z, the years that every format can write.
const RANGE: std::ops::RangeInclusive<i64> = -62_135_596_800..=253_402_300_799;

/// A point in time between the years 1 and 9999, to the nanosecond (Smithy `timestamp`).
///
/// Its format depends on where it is sent: `date-time` in labels and queries, `http-date` in headers,
/// epoch seconds in a JSON body. `#[timestamp(…)]` on the field sets another format.
///
/// Reading accepts all three, in the spellings that services send: fractions and offsets
/// (`+01:00`, `+0100`, `UTC`), a space in place of the `T`, no seconds, and the three formats of
/// HTTP dates. A time without an offset is in UTC.
///
/// ```
/// use aws_operation::Timestamp;
///
/// let when: Timestamp = "2019-12-16T22:48:18.5-01:00".parse()?;
/// assert_eq!(when.epoch_seconds(), 1_576_540_098);
/// assert_eq!(when.to_string(), "2019-12-16T23:48:18.5Z");
/// # Ok::<(), aws_operation::ParseTimestampError>(())
/// ```
///
/// Source: Smithy 2.0, `timestampFormat` trait.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Timestamp {
    seconds: i64,
    nanos: u32,
}

/// How a [`Timestamp`] is written (Smithy `timestampFormat`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TimestampFormat {
    /// `1985-04-12T23:20:50.52Z`
    DateTime,
    /// `482196050.52`
    EpochSeconds,
    /// `Fri, 12 Apr 1985 23:20:50 GMT`; fractions of a second are cut.
    HttpDate,
}

/// A text that is not a timestamp in any of Smithy's formats.
#[derive(Clone, PartialEq, Eq)]
pub struct ParseTimestampError(());

impl fmt::Display for ParseTimestampError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "not a timestamp between the years 1 and 9999; use a date-time (1985-04-12T23:20:50Z), \
             an http-date or epoch seconds",
        )
    }
}

impl std::error::Error for ParseTimestampError {}

crate::error::debug_as_display!(ParseTimestampError);

impl Timestamp {
    /// The time this many seconds after 1970-01-01T00:00:00Z, or the nearest one of the years 1
    /// to 9999.
    pub const fn from_epoch_seconds(seconds: i64) -> Self {
        let seconds = if seconds < *RANGE.start() {
            *RANGE.start()
        } else if seconds > *RANGE.end() {
            *RANGE.end()
        } else {
            seconds
        };
        Self { seconds, nanos: 0 }
    }

    /// The time this many nanoseconds after 1970-01-01T00:00:00Z; `None` outside the years 1 to
    /// 9999.
    pub fn from_epoch_nanos(nanos: i128) -> Option<Self> {
        let (seconds, nanos) = match i64::try_from(nanos) {
            // For the years 1677 to 2262, a division of 64 bits is enough, which is faster.
            Ok(nanos) => (nanos.div_euclid(1_000_000_000), nanos.rem_euclid(1_000_000_000) as u32),
            Err(_) => (
                i64::try_from(nanos.div_euclid(NANOS_PER_SECOND)).ok()?,
                nanos.rem_euclid(NANOS_PER_SECOND) as u32,
            ),
        };
        RANGE.contains(&seconds).then_some(Self { seconds, nanos })
    }

    /// Whole seconds since 1970-01-01T00:00:00Z, rounded down.
    pub const fn epoch_seconds(self) -> i64 {
        self.seconds
    }

    /// Nanoseconds since 1970-01-01T00:00:00Z.
    pub const fn epoch_nanos(self) -> i128 {
        self.seconds as i128 * NANOS_PER_SECOND + self.nanos as i128
    }

    /// Nanoseconds after the whole second, 0 to 999,999,999.
    pub const fn subsec_nanos(self) -> u32 {
        self.nanos
    }

    /// The timestamp as text.
    pub fn format(self, format: TimestampFormat) -> String {
        let mut text = String::with_capacity(32);
        // Writing to a String cannot fail.
        let _ = match format {
            TimestampFormat::DateTime => self.write_date_time(&mut text),
            TimestampFormat::EpochSeconds => self.write_epoch_seconds(&mut text),
            TimestampFormat::HttpDate => self.write_http_date(&mut text),
        };
        text
    }

    fn write_date_time(self, out: &mut dyn fmt::Write) -> fmt::Result {
        let text = self.digits(*b"0000-00-00T00:00:00", [0, 2, 5, 8, 11, 14, 17]);
        // All of it is ASCII.
        out.write_str(std::str::from_utf8(&text).unwrap_or_default())?;
        write_fraction(out, self.nanos)?;
        out.write_char('Z')
    }

    fn write_http_date(self, out: &mut dyn fmt::Write) -> fmt::Result {
        let Civil { year, month, day, hour, minute, second, weekday } = self.civil();
        let (weekday, month) = (WEEKDAYS[weekday], MONTHS[month as usize - 1]);
        write!(out, "{weekday}, {day:02} {month} {year:04} {hour:02}:{minute:02}:{second:02} GMT")
    }

    fn write_epoch_seconds(self, out: &mut dyn fmt::Write) -> fmt::Result {
        // Sign and magnitude: -0.5 s is second -1 and 500,000,000 ns.
        let (sign, seconds, nanos) = match (self.seconds < 0, self.nanos) {
            (true, 1..) => ("-", (self.seconds + 1).unsigned_abs(), 1_000_000_000 - self.nanos),
            (true, 0) => ("-", self.seconds.unsigned_abs(), 0),
            (false, nanos) => ("", self.seconds.unsigned_abs(), nanos),
        };
        write!(out, "{sign}{seconds}")?;
        write_fraction(out, nanos)
    }

    /// The date as SigV4 writes it: `20150830T123600Z`. The first eight characters are the day.
    #[inline]
    pub(crate) fn compact(self) -> Compact {
        Compact(self.digits(*b"00000000T000000Z", [0, 2, 4, 6, 9, 11, 13]))
    }

    /// Puts the pairs of digits of year, month, day, hour, minute and second at these places of the
    /// text.
    #[inline]
    fn digits<const N: usize>(self, mut text: [u8; N], places: [usize; 7]) -> [u8; N] {
        let Civil { year, month, day, hour, minute, second, .. } = self.civil();
        // Four digits: the years are 1 to 9999.
        let year = year as u32;
        let pairs = [year / 100, year % 100, month, day, hour, minute, second];
        for (at, pair) in places.into_iter().zip(pairs) {
            // All of them are below 100.
            let tens = (pair * 103) >> 10;
            text[at] = b'0' + tens as u8;
            text[at + 1] = b'0' + (pair - 10 * tens) as u8;
        }
        text
    }

    #[inline]
    fn civil(self) -> Civil {
        // Counted from the first timestamp, so that no number is negative.
        let seconds = self.seconds.wrapping_sub(*RANGE.start()) as u64;
        let days = (seconds / SECONDS_PER_DAY as u64) as i64 + RANGE.start() / SECONDS_PER_DAY;
        let rest = (seconds % SECONDS_PER_DAY as u64) as u32;
        let (year, month, day) = civil_from_days(days);
        Civil {
            year,
            month,
            day,
            hour: rest / 3600,
            minute: rest / 60 % 60,
            second: rest % 60,
            weekday: (days + 4).rem_euclid(7) as usize,
        }
    }
}

/// `20150830T123600Z`
#[derive(Debug, Clone, Copy)]
pub(crate) struct Compact([u8; 16]);

impl Compact {
    #[inline]
    pub(crate) fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }

    #[inline]
    pub(crate) fn as_str(&self) -> &str {
        // All of it is ASCII.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// `20150830`
    #[inline]
    pub(crate) fn day(&self) -> &str {
        self.as_str().get(..8).unwrap_or_default()
    }

    #[inline]
    pub(crate) fn day_bytes(&self) -> &[u8; 8] {
        self.0.first_chunk().unwrap_or(b"00000000")
    }
}

struct Civil {
    year: i64,
    month: u32,
    day: u32,
    hour: u32,
    minute: u32,
    second: u32,
    weekday: usize,
}

fn write_fraction(out: &mut dyn fmt::Write, nanos: u32) -> fmt::Result {
    if nanos == 0 {
        return Ok(());
    }
    let digits = format!("{nanos:09}");
    write!(out, ".{}", digits.trim_end_matches('0'))
}

impl From<SystemTime> for Timestamp {
    /// The same time, or the nearest one of the years 1 to 9999.
    fn from(time: SystemTime) -> Self {
        let (seconds, nanos) = match time.duration_since(SystemTime::UNIX_EPOCH) {
            Ok(after) => (i64::try_from(after.as_secs()).unwrap_or(i64::MAX), after.subsec_nanos()),
            Err(before) => {
                let before = before.duration();
                let seconds = i64::try_from(before.as_secs()).map_or(i64::MIN, |seconds| -seconds);
                match before.subsec_nanos() {
                    0 => (seconds, 0),
                    nanos => (seconds.saturating_sub(1), 1_000_000_000 - nanos),
                }
            }
        };
        match RANGE.contains(&seconds) {
            true => Self { seconds, nanos },
            false => Self::from_epoch_seconds(seconds),
        }
    }
}

impl From<Timestamp> for SystemTime {
    fn from(timestamp: Timestamp) -> Self {
        let seconds = Duration::from_secs(timestamp.seconds.unsigned_abs());
        let whole = if timestamp.seconds < 0 {
            Self::UNIX_EPOCH - seconds
        } else {
            Self::UNIX_EPOCH + seconds
        };
        whole + Duration::from_nanos(timestamp.nanos.into())
    }
}

/// As `date-time`.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write_date_time(f)
    }
}

/// As `date-time`.
impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write_date_time(f)
    }
}
