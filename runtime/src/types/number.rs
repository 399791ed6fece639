//! [`Number`]: a number in a document, and the parser of decimal numbers.

use std::fmt;
use std::str::FromStr;

use serde::ser::{Error as _, Serialize, Serializer};

use super::newtype::DECIMAL;

/// A number in a [`Document`](crate::Document), as the first of these kinds that holds it exactly.
///
/// ```
/// use aws_operation::Number;
///
/// assert_eq!("3".parse(), Ok(Number::PosInt(3)));
/// assert_eq!("0.25".parse(), Ok(Number::Float(0.25)));
/// let huge: Number = "1e400".parse()?;
/// assert_eq!(huge.to_string(), "1e400");
/// # Ok::<(), aws_operation::ParseNumberError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub enum Number {
    /// A whole number, 0 or above.
    PosInt(u64),
    /// A whole number below 0.
    NegInt(i64),
    /// A number whose value is the same after it is read as an `f64` and printed.
    Float(f64),
    /// A number with more digits than the other kinds can hold, or out of their range.
    Decimal(Decimal),
}

/// The text of a number that no primitive type holds. [`Number::from_str`] makes one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decimal(Box<str>);

/// A text that is not a number as JSON writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParseNumberError(());

impl fmt::Display for ParseNumberError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a number; write it as JSON does, like -1.5e3")
    }
}

impl std::error::Error for ParseNumberError {}

impl Decimal {
    /// The number as it was read.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Number {
    /// The number of a text that is a number in JSON.
    pub(crate) fn from_json(text: &str) -> Self {
        if let Some(number) = whole_number(text) {
            return number;
        }
        match text.parse() {
            Ok(value) if is_exact(text, value) => Self::Float(value),
            _ => Self::Decimal(Decimal(text.into())),
        }
    }

    /// The nearest float; an infinity if the number is out of range.
    pub fn to_f64(&self) -> f64 {
        match self {
            Self::PosInt(value) => *value as f64,
            Self::NegInt(value) => *value as f64,
            Self::Float(value) => *value,
            // Every number of JSON is valid text of a Rust float.
            Self::Decimal(Decimal(text)) => text.parse().unwrap_or(f64::NAN),
        }
    }
}

impl FromStr for Number {
    type Err = ParseNumberError;

    /// Reads a number as JSON writes it.
    fn from_str(text: &str) -> Result<Self, ParseNumberError> {
        if is_json(text) { Ok(Self::from_json(text)) } else { Err(ParseNumberError(())) }
    }
}

/// As JSON writes it.
impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::PosInt(value) => value.fmt(f),
            Self::NegInt(value) => value.fmt(f),
            Self::Float(value) => write!(f, "{value:?}"),
            Self::Decimal(Decimal(text)) => f.write_str(text),
        }
    }
}

impl From<u128> for Number {
    fn from(value: u128) -> Self {
        match u64::try_from(value) {
            Ok(value) => Self::PosInt(value),
            Err(_) => Self::Decimal(Decimal(value.to_string().into())),
        }
    }
}

impl From<i128> for Number {
    fn from(value: i128) -> Self {
        match (u64::try_from(value), i64::try_from(value)) {
            (Ok(value), _) => Self::PosInt(value),
            (_, Ok(value)) => Self::NegInt(value),
            _ => Self::Decimal(Decimal(value.to_string().into())),
        }
    }
}

impl Serialize for Decimal {
    /// Our own formats know the newtype and write the text. Any other format gets a whole number,
    /// or else the nearest float.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_newtype_struct(DECIMAL, &Digits(&self.0))
    }
}

/// The value inside the newtype.
struct Digits<'a>(&'a str);

impl Serialize for Digits<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if !serializer.is_human_readable() {
            return serializer.serialize_str(self.0);
        }
        match (self.0.parse::<u128>(), self.0.parse::<i128>(), self.0.parse::<f64>()) {
            (Ok(value), ..) => serializer.serialize_u128(value),
            (_, Ok(value), _) => serializer.serialize_i128(value),
            (.., Ok(value)) if value.is_finite() => serializer.serialize_f64(value),
            _ => Err(S::Error::custom("a number out of the range of floats")),
        }
    }
}

/// The number of a text without fraction and exponent. `-0` gives `None`, because an integer would
/// lose its sign.
pub(crate) fn whole_number(text: &str) -> Option<Number> {
    match text.strip_prefix('-') {
        None => text.parse().ok().map(Number::PosInt),
        Some("0") => None,
        Some(_) => text.parse().ok().map(Number::NegInt),
    }
}

/// Whether `value`, the nearest float, is printed as the same number.
fn is_exact(text: &str, value: f64) -> bool {
    const ALWAYS_KEPT: usize = f64::DIGITS as usize;

    let Some(number) = Parts::new(text) else { return false };
    if number.len() == 0 {
        return true;
    }
    if !value.is_finite() || (number.len() <= ALWAYS_KEPT && value.is_normal()) {
        return value.is_finite();
    }
    Parts::new(&format!("{value:e}")).is_some_and(|printed| printed == number)
}

/// Why a text is not a whole number of a type.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum NotWhole {
    /// It is not a number.
    NotANumber,
    Fraction,
    OutOfRange,
}

/// Sign and magnitude of a whole number, which may be written as `3.0` or `3e2`.
pub(crate) fn whole(text: &str) -> Result<(bool, u128), NotWhole> {
    let number = Parts::new(text).ok_or(NotWhole::NotANumber)?;
    let exponent = match u32::try_from(number.exponent) {
        _ if number.len() == 0 => 0,
        Ok(exponent) => exponent,
        Err(_) if number.exponent < 0 => return Err(NotWhole::Fraction),
        Err(_) => return Err(NotWhole::OutOfRange),
    };
    let digits = number.digits().try_fold(0_u128, |value, digit| {
        value.checked_mul(10)?.checked_add(u128::from(digit - b'0'))
    });
    let scaled = digits.and_then(|digits| digits.checked_mul(10_u128.checked_pow(exponent)?));
    Ok((number.negative, scaled.ok_or(NotWhole::OutOfRange)?))
}

/// The parts of a decimal number. Its value is the digits of `whole` and `fraction` together, times
/// `10^exponent`. The digits have no zeros at either end.
struct Parts<'a> {
    negative: bool,
    whole: &'a str,
    fraction: &'a str,
    exponent: i64,
}

impl<'a> Parts<'a> {
    fn new(text: &'a str) -> Option<Self> {
        let negative = text.starts_with('-');
        let text = text.strip_prefix(['-', '+']).unwrap_or(text);
        let (mantissa, exponent) = match text.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, Self::exponent(exponent)?),
            None => (text, 0),
        };
        let (whole, fraction) = match mantissa.split_once('.') {
            Some((whole, fraction)) if is_digits(fraction) => (whole, fraction),
            Some(_) => return None,
            None => (mantissa, ""),
        };
        if !is_digits(whole) {
            return None;
        }
        let all = whole.len();
        let fraction = fraction.trim_end_matches('0');
        let whole = if fraction.is_empty() { whole.trim_end_matches('0') } else { whole };
        let exponent = exponent + (all - whole.len()) as i64 - fraction.len() as i64;
        let whole = whole.trim_start_matches('0');
        let fraction = if whole.is_empty() { fraction.trim_start_matches('0') } else { fraction };
        Some(Self { negative, whole, fraction, exponent })
    }

    /// An exponent with too many digits becomes the largest one.
    fn exponent(text: &str) -> Option<i64> {
        let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
        if !is_digits(digits) {
            return None;
        }
        let exponent = i64::from(digits.parse().unwrap_or(i32::MAX));
        Some(if text.starts_with('-') { -exponent } else { exponent })
    }

    /// How many significant digits there are.
    fn len(&self) -> usize {
        self.whole.len() + self.fraction.len()
    }

    fn digits(&self) -> impl Iterator<Item = u8> {
        self.whole.bytes().chain(self.fraction.bytes())
    }
}

impl PartialEq for Parts<'_> {
    fn eq(&self, other: &Self) -> bool {
        (self.negative, self.exponent) == (other.negative, other.exponent)
            && self.digits().eq(other.digits())
    }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a number is written as in JSON: without a plus sign, and without leading zeros.
fn is_json(text: &str) -> bool {
    let magnitude = text.strip_prefix('-').unwrap_or(text);
    let mut first = magnitude.bytes();
    let zeros =
        first.next() == Some(b'0') && first.next().is_some_and(|byte| byte.is_ascii_digit());
    !magnitude.starts_with(['+', '-']) && !zeros && Parts::new(text).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_are_read_however_they_are_written() {
        for (text, expected) in [
            ("0", Ok((false, 0))),
            ("-0", Ok((true, 0))),
            ("-0.0e5", Ok((true, 0))),
            ("0e999999999999", Ok((false, 0))),
            ("3.0", Ok((false, 3))),
            ("+3", Ok((false, 3))),
            ("-3.00e2", Ok((true, 300))),
            ("1E3", Ok((false, 1_000))),
            ("1.5e1", Ok((false, 15))),
            ("1200e-2", Ok((false, 12))),
            ("0.003e3", Ok((false, 3))),
            ("340282366920938463463374607431768211455", Ok((false, u128::MAX))),
            ("340282366920938463463374607431768211456", Err(NotWhole::OutOfRange)),
            ("3.5", Err(NotWhole::Fraction)),
            ("1e-400", Err(NotWhole::Fraction)),
            ("1e-99999999999999999999", Err(NotWhole::Fraction)),
            ("1e400", Err(NotWhole::OutOfRange)),
            ("1e99999999999999999999", Err(NotWhole::OutOfRange)),
            ("", Err(NotWhole::NotANumber)),
            ("1.", Err(NotWhole::NotANumber)),
            (".5", Err(NotWhole::NotANumber)),
            ("1e", Err(NotWhole::NotANumber)),
            ("--1", Err(NotWhole::NotANumber)),
            ("NaN", Err(NotWhole::NotANumber)),
        ] {
            assert_eq!(whole(text), expected, "{text}");
        }
    }

    #[test]
    fn a_number_is_of_the_smallest_kind_that_loses_nothing() {
        let decimal = |text: &str| Number::Decimal(Decimal(text.into()));
        for (text, expected) in [
            ("3", Number::PosInt(3)),
            ("-3", Number::NegInt(-3)),
            ("18446744073709551615", Number::PosInt(u64::MAX)),
            ("3.0", Number::Float(3.0)),
            ("1e3", Number::Float(1e3)),
            ("-0", Number::Float(-0.0)),
            ("0.0", Number::Float(0.0)),
            ("0.1", Number::Float(0.1)),
            ("0.30000000000000004", Number::Float(0.1 + 0.2)),
            ("100000000000000000000", Number::Float(1e20)),
            ("1.7976931348623157e308", Number::Float(f64::MAX)),
            ("5e-324", Number::Float(5e-324)),
            ("18446744073709551617", decimal("18446744073709551617")),
            ("-9223372036854775809", decimal("-9223372036854775809")),
            ("0.1000000000000000055", decimal("0.1000000000000000055")),
            ("4.9e-324", decimal("4.9e-324")),
            ("1e400", decimal("1e400")),
            ("-1e400", decimal("-1e400")),
            ("1e-400", decimal("1e-400")),
        ] {
            let number: Number = text.parse().unwrap_or(Number::PosInt(0));
            assert_eq!(number, expected, "{text}");
            assert!(matches!(number, Number::Float(_)) || number.to_string() == text);
            let again: Number = number.to_string().parse().unwrap_or(Number::PosInt(0));
            assert_eq!(again, number, "{text}");
        }
        assert!("-0".parse().is_ok_and(|number: Number| number.to_f64().is_sign_negative()));
        for text in ["", "+1", "01", "-01", "1.", ".5", "1e", "NaN", "0x1", " 1", "1 ", "--1"] {
            assert!(text.parse::<Number>().is_err(), "{text}");
        }
        assert_eq!(Number::from(u128::MAX), decimal(&u128::MAX.to_string()));
        assert_eq!(Number::from(-1_i128), Number::NegInt(-1));
    }

    proptest::proptest! {
        #[test]
        fn what_a_float_prints_is_a_float(bits: u64) {
            let value = f64::from_bits(bits);
            if value.is_finite() {
                proptest::prop_assert_eq!(format!("{value:?}").parse(), Ok(Number::Float(value)));
            }
        }

        #[test]
        fn any_text_is_kept_or_refused(text in "-?[0-9]{0,24}(\\.[0-9]{0,24})?([eE][+-]?[0-9]{0,4})?") {
            let ours = text.parse::<Number>();
            let theirs = serde_json::from_str::<serde_json::Value>(&text);
            let is_json = theirs.as_ref().map_or_else(
                |error| error.to_string().starts_with("number out of range"),
                serde_json::Value::is_number,
            );
            proptest::prop_assert_eq!(ours.is_ok(), is_json);
            if let Ok(number) = ours {
                let same = Parts::new(&number.to_string()) == Parts::new(&text)
                    || number.to_f64() == 0.0 && Parts::new(&text).is_some_and(|it| it.len() == 0);
                proptest::prop_assert!(same, "{} {}", number, text);
            }
        }
    }
}
