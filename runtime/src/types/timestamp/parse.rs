//! Text to timestamp: all of Smithy's formats, with fractions and offsets.

use std::str::FromStr;

use super::calendar::{MONTHS, SECONDS_PER_DAY, WEEKDAYS, civil_from_days, days_from_civil};
use super::{NANOS_PER_SECOND, ParseTimestampError, RANGE, Timestamp};

impl FromStr for Timestamp {
    type Err = ParseTimestampError;

    fn from_str(text: &str) -> Result<Self, ParseTimestampError> {
        let text = text.trim_ascii();
        let parsed = match text.bytes().next() {
            Some(b'A'..=b'Z' | b'a'..=b'z') => parse_http_date(text),
            _ if text.get(4..5) == Some("-") => parse_date_time(text),
            _ => parse_epoch_seconds(text),
        };
        parsed.ok_or(ParseTimestampError(()))
    }
}

impl Timestamp {
    /// A time of RFC 3339, and no other format.
    pub(crate) fn from_date_time(text: &str) -> Option<Self> {
        parse_date_time(text.trim_ascii())
    }

    /// The time that a header of HTTP says: no other format is understood.
    pub(crate) fn from_http_date(text: &str) -> Option<Self> {
        parse_http_date(text.trim_ascii())
    }
}

/// A text read from the left.
struct Cursor<'a>(&'a str);

impl<'a> Cursor<'a> {
    /// Exactly `len` digits.
    fn number(&mut self, len: usize) -> Option<u32> {
        let (digits, rest) = self.0.split_at_checked(len)?;
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        self.0 = rest;
        digits.parse().ok()
    }

    /// Which of these names, all of three letters.
    fn name(&mut self, names: &[&str]) -> Option<usize> {
        let (name, rest) = self.0.split_at_checked(3)?;
        self.0 = rest;
        names.iter().position(|it| *it == name)
    }

    fn skip(&mut self, text: &str) -> Option<()> {
        self.0 = self.0.strip_prefix(text)?;
        Some(())
    }

    /// A fraction of a second in nanoseconds; 0 where there is none.
    fn fraction(&mut self) -> Option<u32> {
        let Some(rest) = self.0.strip_prefix('.') else {
            return Some(0);
        };
        let len = rest.bytes().take_while(u8::is_ascii_digit).count();
        let (digits, rest) = rest.split_at_checked(len)?;
        self.0 = rest;
        nanos(digits)
    }

    fn time(&mut self) -> Option<i64> {
        let hour = self.number(2)?;
        self.skip(":")?;
        let minute = self.number(2)?;
        self.skip(":")?;
        let second = self.number(2)?;
        // 60 is a leap second: the next minute, as everywhere else.
        (hour < 24 && minute < 60 && second <= 60)
            .then(|| i64::from(hour) * 3600 + i64::from(minute) * 60 + i64::from(second))
    }

    fn end(self) -> Option<()> {
        self.0.is_empty().then_some(())
    }
}

/// `"5"` is 500,000,000 ns; digits beyond the ninth are cut.
fn nanos(digits: &str) -> Option<u32> {
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let digits = &digits[..digits.len().min(9)];
    Some(digits.parse::<u32>().ok()? * 10_u32.pow(9 - digits.len() as u32))
}

fn timestamp(year: u32, month: u32, day: u32, seconds: i64, nanos: u32) -> Option<Timestamp> {
    let days = days_from_civil(i64::from(year), month, day);
    // A day that the month lacks comes back as another one.
    if civil_from_days(days) != (i64::from(year), month, day) {
        return None;
    }
    let seconds = days * SECONDS_PER_DAY + seconds;
    RANGE.contains(&seconds).then_some(Timestamp { seconds, nanos })
}

/// RFC 3339, with a fraction and with an offset: `1985-04-12T23:20:50.52+01:00`.
fn parse_date_time(text: &str) -> Option<Timestamp> {
    let mut text = Cursor(text);
    let year = text.number(4)?;
    text.skip("-")?;
    let month = text.number(2)?;
    text.skip("-")?;
    let day = text.number(2)?;
    text.skip("T").or_else(|| text.skip("t"))?;
    let time = text.time()?;
    let nanos = text.fraction()?;
    let offset = match text.0.as_bytes().first()? {
        b'Z' | b'z' => {
            text.0 = &text.0[1..];
            0
        }
        sign @ (b'+' | b'-') => {
            text.0 = &text.0[1..];
            let hours = text.number(2)?;
            text.skip(":")?;
            let minutes = text.number(2)?;
            if hours > 23 || minutes > 59 {
                return None;
            }
            let offset = i64::from(hours * 3600 + minutes * 60);
            if *sign == b'+' { offset } else { -offset }
        }
        _ => return None,
    };
    text.end()?;
    timestamp(year, month, day, time - offset, nanos)
}

/// RFC 9110 IMF-fixdate, with a fraction too: `Fri, 12 Apr 1985 23:20:50.52 GMT`.
fn parse_http_date(text: &str) -> Option<Timestamp> {
    let mut text = Cursor(text);
    text.name(&WEEKDAYS)?;
    text.skip(", ")?;
    let day = text.number(2)?;
    text.skip(" ")?;
    let month = text.name(&MONTHS)? as u32 + 1;
    text.skip(" ")?;
    let year = text.number(4)?;
    text.skip(" ")?;
    let time = text.time()?;
    let nanos = text.fraction()?;
    text.skip(" GMT")?;
    text.end()?;
    timestamp(year, month, day, time, nanos)
}

/// A decimal number of seconds, with a sign, a fraction or an exponent: `-1.5`, `1.5e9`.
fn parse_epoch_seconds(text: &str) -> Option<Timestamp> {
    if text.contains(['e', 'E']) {
        return from_f64(text.parse().ok()?);
    }
    let (negative, magnitude) = match text.strip_prefix('-') {
        Some(magnitude) => (true, magnitude),
        None => (false, text),
    };
    let (whole, fraction) = match magnitude.split_once('.') {
        Some((whole, digits)) => (whole, nanos(digits)?),
        None => (magnitude, 0),
    };
    if whole.starts_with(['+', '-']) {
        return None;
    }
    let nanos = i128::from(whole.parse::<u64>().ok()?) * NANOS_PER_SECOND + i128::from(fraction);
    Timestamp::from_epoch_nanos(if negative { -nanos } else { nanos })
}

/// Seconds as a float are exact to the microsecond in this century, so more is not read into them.
pub(super) fn from_f64(seconds: f64) -> Option<Timestamp> {
    let micros = (seconds * 1e6).round();
    // An out-of-range float saturates, and is then out of range as an integer.
    (!micros.is_nan())
        .then(|| Timestamp::from_epoch_nanos((micros as i128).saturating_mul(1000)))?
}
