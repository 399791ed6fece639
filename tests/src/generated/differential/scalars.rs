//! [`Scalars`]: random values without members: numbers, strings, timestamps, blobs and documents.

use aws_operation::{Blob, TimestampFormat};
use serde_json::{Map, Number, Value, json};

use crate::generated::documents::xml::is_allowed;
use crate::generated::schema::{Kind, Place};
use crate::random::Random;

/// A generator of scalars.
pub struct Scalars {
    /// The random numbers.
    pub random: Random,
    /// Whether the values are extremes of their types, rather than usual ones.
    pub extreme: bool,
    /// Whether bodies are XML, in which some characters are not allowed.
    pub xml: bool,
}

/// Characters for headers and their names.
const PLAIN: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.";
/// Characters with a meaning in a URL.
const RESERVED: &str = " %:/?#[]@!$&'()*+,;=~\"<>\\^`{|}";
/// Characters that JSON or XML escapes, and characters that need more than one byte or one UTF-16
/// unit.
const UNUSUAL: &str =
    "\"\\/\u{8}\u{c}\n\r\t\u{0}\u{1f}\u{7f}\u{85}äß€\u{2028}\u{feff}\u{ffff}😹\u{10ffff}";
/// Characters that are allowed in a header.
const PRINTABLE: &str = "!#$%&'()*+-./:;<=>?@[]^_`{|}~ \"\\,";

/// The first and last second of the years that botocore writes with four digits.
const TEXT_YEARS: (i64, i64) = (-30_610_224_000, 253_402_300_799);
/// The first and last second of the years 1 to 9999.
const YEARS: (i64, i64) = (-62_135_596_800, 253_402_300_799);

impl Scalars {
    /// A number or boolean.
    pub fn number(&mut self, kind: Kind) -> Value {
        match kind {
            Kind::Boolean => json!(self.random.once_in(2)),
            Kind::Byte => self.whole(i8::MIN.into(), i8::MAX.into()),
            Kind::Short => self.whole(i16::MIN.into(), i16::MAX.into()),
            Kind::Long => self.whole(i64::MIN, i64::MAX),
            Kind::Float => {
                let ends = [0.0, -1.5, 1.1, f32::MAX, f32::MIN, f32::MIN_POSITIVE, 1e-45, 1e16];
                let end = *self.random.pick(&ends);
                // Uses the text of the number, so that 1.1 stays 1.1.
                self.float(f64::from(end), &end.to_string())
            }
            Kind::Double => {
                let ends = [0.0, -1.5, 1.1, f64::MAX, f64::MIN, f64::MIN_POSITIVE, 5e-324, 1e16];
                let end = *self.random.pick(&ends);
                self.float(end, &end.to_string())
            }
            _ => self.whole(i32::MIN.into(), i32::MAX.into()),
        }
    }

    fn whole(&mut self, low: i64, high: i64) -> Value {
        let ends = [low, high, 0, -1, 1];
        json!(match self.extreme {
            true => *self.random.pick(&ends),
            false => self.random.between(low.max(-1000), high.min(1000)),
        })
    }

    fn float(&mut self, end: f64, text: &str) -> Value {
        if !self.extreme {
            // Eighths are exact in every float type.
            let eighths = self.random.between(-8000, 8000);
            return Number::from_f64(eighths as f64 / 8.0).map_or(Value::Null, Value::Number);
        }
        if self.random.once_in(4) {
            return json!(*self.random.pick(&["NaN", "Infinity", "-Infinity"]));
        }
        let number = text.parse().ok().and_then(Number::from_f64).or_else(|| Number::from_f64(end));
        number.map_or(Value::Null, Value::Number)
    }

    /// Seconds since 1970, with milliseconds if the format has them.
    pub fn timestamp(&mut self, format: TimestampFormat) -> Value {
        let (first, last) = match format {
            TimestampFormat::EpochSeconds => YEARS,
            _ => TEXT_YEARS,
        };
        let ends = [first, last, 0, -1, 1];
        let seconds = match self.extreme {
            true => *self.random.pick(&ends),
            false => self.random.between(0, 2_000_000_000),
        };
        let milliseconds = match format {
            TimestampFormat::HttpDate => 0,
            _ if self.random.once_in(2) => 0,
            _ => self.random.between(1, 999),
        };
        if milliseconds == 0 {
            return json!(seconds);
        }
        // -1.5 is half a second before -1. It stays within the years of the range.
        let sign = if seconds < 0 { "-" } else { "" };
        let whole = seconds.unsigned_abs().saturating_sub(u64::from(seconds == first));
        let number = format!("{sign}{whole}.{milliseconds:03}").parse().ok();
        number.and_then(Number::from_f64).map_or(Value::Null, Value::Number)
    }

    /// Bytes, as base64.
    pub fn blob(&mut self, place: Place) -> Value {
        // An empty body is the same as no body.
        let least = usize::from(place == Place::Payload);
        let length = match self.extreme && self.random.once_in(3) {
            true => least,
            false => least + self.random.below(40),
        };
        let bytes: Vec<u8> = (0..length).map(|_| self.random.next().to_le_bytes()[0]).collect();
        json!(Blob::from(bytes))
    }

    /// JSON of any shape.
    pub fn document(&mut self, depth: usize) -> Value {
        match self.random.below(if depth > 2 { 5 } else { 7 }) {
            0 => json!(self.random.once_in(2)),
            1 => self.whole(i64::MIN, i64::MAX),
            2 => json!(self.random.between(-8000, 8000) as f64 / 8.0),
            3 | 4 => json!(self.body_text()),
            5 => {
                let items = 0..self.random.below(3);
                items.map(|_| self.document(depth + 1)).collect()
            }
            _ => {
                let entries = 0..self.random.below(3);
                let entry = |_| (self.body_text(), self.document(depth + 1));
                Value::Object(entries.map(entry).collect::<Map<_, _>>())
            }
        }
    }

    /// A string for this location. If there are known values, usually one of them.
    pub fn text_of(&mut self, known: &[&str], place: Place, host_label: bool) -> Value {
        if !known.is_empty() && !self.random.once_in(6) {
            return json!(*self.random.pick(known));
        }
        json!(match place {
            _ if host_label => format!("a{}", self.random.below(1000)),
            Place::Label => self.label(),
            Place::Header => self.header(),
            Place::Query => self.text(&[PLAIN, RESERVED, UNUSUAL]),
            Place::Payload => format!("x{}", self.body_text()),
            Place::Body | Place::Status => self.body_text(),
        })
    }

    /// The key of a map entry.
    pub fn key_of(&mut self, known: &[&str]) -> String {
        match known {
            [] => self.body_text(),
            known => (*self.random.pick(known)).to_owned(),
        }
    }

    /// Usually one of the known numbers; sometimes another one.
    pub fn int_of(&mut self, known: &[i64]) -> Value {
        if known.is_empty() || self.random.once_in(6) {
            return self.number(Kind::Integer);
        }
        json!(*self.random.pick(known))
    }

    /// A name of a query parameter or header.
    pub fn name(&mut self) -> String {
        format!("x{}", self.of(PLAIN, 8))
    }

    fn body_text(&mut self) -> String {
        let text = self.text(&[PLAIN, RESERVED, UNUSUAL]);
        if self.xml { text.chars().filter(|c| is_allowed(*c)).collect() } else { text }
    }

    /// A string that is not empty, `.` or `..`.
    fn label(&mut self) -> String {
        let text = self.text(&[PLAIN, RESERVED, UNUSUAL]);
        if text.chars().all(|c| c == '.') { format!("a{text}") } else { text }
    }

    /// A string without control characters, and without spaces at its ends.
    fn header(&mut self) -> String {
        let text = self.text(&[PLAIN, PRINTABLE]);
        text.trim().to_owned()
    }

    /// Usual text. For extremes: an empty string, or characters of any of the alphabets.
    fn text(&mut self, alphabets: &[&str]) -> String {
        if !self.extreme {
            let length = 1 + self.random.below(12);
            return self.of(PLAIN, length);
        }
        if self.random.once_in(5) {
            return String::new();
        }
        let mut text = String::new();
        for _ in 0..1 + self.random.below(4) {
            let alphabet = *self.random.pick(alphabets);
            let length = 1 + self.random.below(5);
            text.push_str(&self.of(alphabet, length));
        }
        text
    }

    fn of(&mut self, alphabet: &str, length: usize) -> String {
        let letters: Vec<char> = alphabet.chars().collect();
        (0..length).map(|_| *self.random.pick(&letters)).collect()
    }
}
