//! Parses timestamps: all of Smithy's formats, in the spellings that services send.
//!
//! It accepts what botocore accepts, unless that is ambiguous: other spellings of the time zone,
//! missing seconds, one-digit days. A time without a zone is in UTC.

use std::str::FromStr;

use super::calendar::{SECONDS_PER_DAY, civil_from_days, days_from_civil};
use super::{NANOS_PER_SECOND, ParseTimestampError, RANGE, Timestamp};

const WEEKDAYS: [&str; 7] =
    ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

impl FromStr for Timestamp {
    type Err = ParseTimestampError;

    fn from_str(text: &str) -> Result<Self, ParseTimestampError> {
        let text = text.trim_ascii();
        let parsed = match parse_epoch_seconds(text) {
            Some(timestamp) => Some(timestamp),
            None => parse_date_time(text).or_else(|| parse_http_date(text)),
        };
        parsed.ok_or(ParseTimestampError(()))
    }
}

impl Timestamp {
    /// Parses ISO 8601 alone.
    pub(crate) fn from_date_time(text: &str) -> Option<Self> {
        parse_date_time(text.trim_ascii())
    }

    /// Parses the formats of HTTP headers alone.
    pub(crate) fn from_http_date(text: &str) -> Option<Self> {
        parse_http_date(text.trim_ascii())
    }
}

/// The rest of a text, which is read from the left.
struct Cursor<'a>(&'a str);

impl<'a> Cursor<'a> {
    /// The number that comes next, and how many digits it has.
    fn number(&mut self, lengths: std::ops::RangeInclusive<usize>) -> Option<(usize, u32)> {
        let len = self.0.bytes().take_while(u8::is_ascii_digit).count();
        let digits = self.take(len);
        if !lengths.contains(&len) { None } else { Some((len, digits.parse().ok()?)) }
    }

    fn one_or_two_digits(&mut self) -> Option<u32> {
        self.number(1..=2).map(|(_, number)| number)
    }

    /// Exactly two digits; other digits may follow.
    fn two_digits(&mut self) -> Option<u32> {
        let (digits, rest) = self.0.split_at_checked(2)?;
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        self.0 = rest;
        digits.parse().ok()
    }

    /// The index of the name that comes next, in any case. At least its first three letters must be
    /// there.
    fn name(&mut self, names: &[&str]) -> Option<usize> {
        let word = self.word();
        let begins_with = |name: &&str| {
            let start = name.get(..word.len());
            start.is_some_and(|start| start.eq_ignore_ascii_case(word))
        };
        let found = names.iter().position(begins_with).filter(|_| word.len() >= 3)?;
        self.take(word.len());
        Some(found)
    }

    fn month(&mut self) -> Option<u32> {
        self.name(&MONTHS).map(|month| month as u32 + 1)
    }

    /// The letters that come next.
    fn word(&self) -> &'a str {
        let len = self.0.bytes().take_while(u8::is_ascii_alphabetic).count();
        self.0.get(..len).unwrap_or_default()
    }

    fn take(&mut self, len: usize) -> &'a str {
        let (taken, rest) = self.0.split_at_checked(len).unwrap_or((self.0, ""));
        self.0 = rest;
        taken
    }

    fn eat(&mut self, character: char) -> bool {
        let rest = self.0.strip_prefix(character);
        self.0 = rest.unwrap_or(self.0);
        rest.is_some()
    }

    fn spaces(&mut self) -> bool {
        let rest = self.0.trim_start_matches(' ');
        let found = rest.len() < self.0.len();
        self.0 = rest;
        found
    }

    /// Skips the separator of a date's parts: spaces, or a hyphen.
    fn separator(&mut self) -> Option<()> {
        (self.spaces() || self.eat('-')).then_some(())
    }

    /// The fraction of a second in nanoseconds; 0 if there is none.
    fn fraction(&mut self, points: &[char]) -> Option<u32> {
        let Some(rest) = self.0.strip_prefix(points) else {
            return Some(0);
        };
        self.0 = rest;
        let len = rest.bytes().take_while(u8::is_ascii_digit).count();
        nanos(self.take(len))
    }

    /// `23:20:50.52` or `23:20`.
    fn time(&mut self, points: &[char]) -> Option<Time> {
        let hour = self.one_or_two_digits()?;
        if !self.eat(':') {
            return None;
        }
        let minute = self.two_digits()?;
        let second = if self.eat(':') { self.two_digits()? } else { 0 };
        Time::new(hour, minute, second, self.fraction(points)?)
    }

    /// The seconds that a time zone is ahead of UTC: `Z`, `UTC`, `GMT`, `+01:00`, `+0100`, `+01`,
    /// or nothing.
    fn zone(&mut self) -> Option<i64> {
        self.spaces();
        let word = self.word();
        let is_utc = ["Z", "UTC", "GMT", "UT"].iter().any(|name| word.eq_ignore_ascii_case(name));
        if is_utc {
            self.take(word.len());
        }
        let negative = match self.0.as_bytes().first() {
            Some(b'+') => false,
            Some(b'-') => true,
            _ => return Some(0),
        };
        self.take(1);
        let (len, number) = self.number(1..=4)?;
        let (hours, minutes) = match len {
            4 => (number / 100, number % 100),
            3 => return None,
            _ if self.eat(':') => (number, self.two_digits()?),
            _ => (number, 0),
        };
        let offset = i64::from(hours * 3600 + minutes * 60);
        match hours > 23 || minutes > 59 {
            // Programs disagree about whether `GMT+1` is ahead of UTC or behind it.
            _ if is_utc && offset != 0 => None,
            true => None,
            false => Some(if negative { -offset } else { offset }),
        }
    }

    fn end(&mut self) -> Option<()> {
        self.0.is_empty().then_some(())
    }
}

/// A time of day.
#[derive(Default)]
struct Time {
    seconds: i64,
    nanos: u32,
}

impl Time {
    fn new(hour: u32, minute: u32, second: u32, nanos: u32) -> Option<Self> {
        // 60 is a leap second, which counts as the first second of the next minute.
        let seconds = i64::from(hour) * 3600 + i64::from(minute) * 60 + i64::from(second);
        (hour < 24 && minute < 60 && second <= 60).then_some(Self { seconds, nanos })
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

fn timestamp(
    (year, month, day): (u32, u32, u32),
    time: &Time,
    ahead_of_utc: i64,
) -> Option<Timestamp> {
    if !(1..=12).contains(&month) {
        return None;
    }
    let days = days_from_civil(i64::from(year), month, day);
    // A day that the month does not have becomes a day of the next month.
    if civil_from_days(days) != (i64::from(year), month, day) {
        return None;
    }
    let seconds = days * SECONDS_PER_DAY + time.seconds - ahead_of_utc;
    RANGE.contains(&seconds).then_some(Timestamp { seconds, nanos: time.nanos })
}

/// Parses ISO 8601: `1985-04-12T23:20:50.52+01:00` or `19850412T232050Z`. The last parts may be missing.
fn parse_date_time(text: &str) -> Option<Timestamp> {
    const POINTS: [char; 2] = ['.', ','];
    let mut text = Cursor(text);
    let date = match text.number(4..=8)? {
        (4, year) if text.eat('-') => {
            let month = text.one_or_two_digits()?;
            if !text.eat('-') {
                return None;
            }
            (year, month, text.one_or_two_digits()?)
        }
        (8, date) => (date / 10_000, date / 100 % 100, date % 100),
        _ => return None,
    };
    if text.0.is_empty() {
        return timestamp(date, &Time::default(), 0);
    }
    if !(text.eat('T') || text.eat('t') || text.spaces()) {
        return None;
    }
    let digits = text.0.bytes().take_while(u8::is_ascii_digit).count();
    let time = match digits {
        // `232050`
        4 | 6 => {
            let (hour, minute) = (text.two_digits()?, text.two_digits()?);
            let second = if digits == 6 { text.two_digits()? } else { 0 };
            Time::new(hour, minute, second, text.fraction(&POINTS)?)
        }
        1 | 2 if text.0.as_bytes().get(digits) == Some(&b':') => text.time(&POINTS),
        _ => Time::new(text.one_or_two_digits()?, 0, 0, 0),
    };
    let ahead_of_utc = text.zone()?;
    text.end()?;
    timestamp(date, &time?, ahead_of_utc)
}

/// Parses the three formats of RFC 9110, which may have a fraction and a zone of RFC 5322:
/// `Fri, 12 Apr 1985 23:20:50.52 GMT`, `Friday, 12-Apr-85 23:20:50 GMT`,
/// `Fri Apr 12 23:20:50 1985`.
///
/// Source: RFC 9110, section 5.6.7.
fn parse_http_date(text: &str) -> Option<Timestamp> {
    // Not a comma, which separates the items of a list.
    const POINTS: [char; 1] = ['.'];
    let mut text = Cursor(text);
    let weekday = text.name(&WEEKDAYS);
    if weekday.is_some() {
        text.eat(',');
        text.spaces();
    }
    let (day, month, year, time, ahead_of_utc);
    if text.word().is_empty() {
        day = text.one_or_two_digits()?;
        text.separator()?;
        month = text.month()?;
        text.separator()?;
        year = match text.number(2..=4)? {
            (4, year) => year,
            (2, year) => full_year(year, month, day, weekday),
            _ => return None,
        };
        text.spaces();
        time = text.time(&POINTS)?;
        ahead_of_utc = text.zone()?;
    } else {
        month = text.month()?;
        text.spaces();
        day = text.one_or_two_digits()?;
        text.spaces();
        time = text.time(&POINTS)?;
        let zone = text.zone()?;
        text.spaces();
        year = text.number(4..=4)?.1;
        // The zone comes before the year or after it, if there is one.
        ahead_of_utc = zone + text.zone()?;
    }
    text.end()?;
    timestamp((year, month, day), &time, ahead_of_utc)
}

/// The year that these two digits stand for.
///
/// RFC 9110 says: a year that appears to be more than 50 years in the future is in the past. This
/// needs no clock up to 76, because 2076 is at most 50 years in the future. For 70 to 99 the weekday
/// decides, which differs between the centuries; if it fits neither, 77 to 99 are in the past.
fn full_year(two_digits: u32, month: u32, day: u32, weekday: Option<usize>) -> u32 {
    let (past, coming) = (1900 + two_digits, 2000 + two_digits);
    let falls_on = |year: u32| {
        let days = days_from_civil(i64::from(year), month, day);
        Some((days + 4).rem_euclid(7) as usize) == weekday
    };
    match two_digits {
        ..70 => coming,
        70..77 if falls_on(past) => past,
        70..77 => coming,
        _ if falls_on(coming) => coming,
        _ => past,
    }
}

/// A decimal number of seconds, with a sign, a fraction or an exponent: `-1.5`, `1.5e9`.
fn parse_epoch_seconds(text: &str) -> Option<Timestamp> {
    if text.contains(['e', 'E']) {
        return from_f64(text.parse().ok()?);
    }
    let negative = text.starts_with('-');
    let magnitude = text.strip_prefix(['-', '+']).unwrap_or(text);
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

/// A time from seconds as a float, rounded to microseconds: a float is not more exact in this century.
pub(super) fn from_f64(seconds: f64) -> Option<Timestamp> {
    if seconds.is_nan() {
        return None;
    }
    // A float out of range becomes the largest integer, which is out of range too.
    let micros = (seconds.trunc() as i128).saturating_mul(1_000_000);
    let micros = micros.saturating_add((seconds.fract() * 1e6).round() as i128);
    Timestamp::from_epoch_nanos(micros.saturating_mul(1000))
}
