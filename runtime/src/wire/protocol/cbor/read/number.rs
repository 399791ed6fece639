//! Numbers: integers and floats of any width, and integers of up to 128 bits.

use super::super::{Error, first, major, tag};
use super::reader::{Head, Reader};

/// A number as the body has it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Number {
    Unsigned(u64),
    Negative(i64),
    /// An integer of more than 64 bits.
    Large(i128),
    /// An integer of more than 127 bits.
    Largest(u128),
    Float(f64),
}

impl Number {
    fn unsigned(value: u128) -> Self {
        match (u64::try_from(value), i128::try_from(value)) {
            (Ok(value), _) => Self::Unsigned(value),
            (_, Ok(value)) => Self::Large(value),
            _ => Self::Largest(value),
        }
    }

    fn negative(value: i128) -> Self {
        i64::try_from(value).map_or(Self::Large(value), Self::Negative)
    }

    /// The number as an integer; `None` for a float that has a fraction or is outside the range of
    /// `i128`.
    pub(super) fn whole(self) -> Option<Self> {
        const LIMIT: f64 = 1.701_411_834_604_692_3e38;
        match self {
            Self::Float(value) if value.fract() != 0.0 => None,
            Self::Float(value) if (0.0..LIMIT).contains(&value) => {
                Some(Self::unsigned(value as u128))
            }
            Self::Float(value) if (-LIMIT..0.0).contains(&value) => {
                Some(Self::negative(value as i128))
            }
            Self::Float(_) => None,
            whole => Some(whole),
        }
    }

    pub(super) fn to_f64(self) -> f64 {
        match self {
            Self::Unsigned(value) => value as f64,
            Self::Negative(value) => value as f64,
            Self::Large(value) => value as f64,
            Self::Largest(value) => value as f64,
            Self::Float(value) => value,
        }
    }

    /// The number as `f32`. An integer is rounded only once.
    pub(super) fn to_f32(self) -> f32 {
        match self {
            Self::Unsigned(value) => value as f32,
            Self::Negative(value) => value as f32,
            Self::Large(value) => value as f32,
            Self::Largest(value) => value as f32,
            Self::Float(value) => value as f32,
        }
    }
}

impl Reader<'_> {
    /// Reads the number that starts with `head`. `None` if it is not a number; nothing more is then
    /// read.
    pub(super) fn number(&mut self, head: Head) -> Result<Option<Number>, Error> {
        Ok(Some(match head.major() {
            major::UNSIGNED => Number::Unsigned(head.argument),
            major::NEGATIVE => Number::negative(-1 - i128::from(head.argument)),
            major::BYTES if head.is_bignum() => self.bignum(head)?,
            major::OTHER => match head.first {
                first::HALF => Number::Float(half(head.argument as u16)),
                first::SINGLE => Number::Float(f32::from_bits(head.argument as u32).into()),
                first::DOUBLE => Number::Float(f64::from_bits(head.argument)),
                _ => return Ok(None),
            },
            _ => return Ok(None),
        }))
    }

    #[cold]
    fn bignum(&mut self, head: Head) -> Result<Number, Error> {
        let bytes = self.bytes(head)?;
        let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
        let mut value = [0; 16];
        let Some(place) = bytes.len().checked_sub(zeros).and_then(|length| {
            let start = value.len().checked_sub(length)?;
            value.get_mut(start..)
        }) else {
            return Err(self.error("an integer of more than 128 bits"));
        };
        place.copy_from_slice(&bytes[zeros..]);
        let value = u128::from_be_bytes(value);
        if head.tag == tag::POSITIVE_BIGNUM {
            return Ok(Number::unsigned(value));
        }
        match i128::try_from(value) {
            Ok(value) => Ok(Number::negative(-1 - value)),
            Err(_) => Err(self.error("an integer of more than 128 bits")),
        }
    }
}

/// Converts a 16-bit float (RFC 8949, Appendix D).
fn half(bits: u16) -> f64 {
    let mantissa = f64::from(bits & 0x3ff);
    let magnitude = match bits >> 10 & 0x1f {
        0 => mantissa * 2_f64.powi(-24),
        31 if mantissa == 0.0 => f64::INFINITY,
        31 => f64::NAN,
        exponent => (1024.0 + mantissa) * 2_f64.powi(i32::from(exponent) - 25),
    };
    if bits & 0x8000 == 0 { magnitude } else { -magnitude }
}

#[cfg(test)]
mod tests {
    use super::half;

    #[test]
    fn floats_of_16_bits_have_the_values_of_rfc_8949() {
        for (bits, value) in [
            (0x0000, 0.0),
            (0x3c00, 1.0),
            (0x3e00, 1.5),
            (0x7bff, 65504.0),
            (0x0001, 5.960464477539063e-8),
            (0x0050, 4.76837158203125e-06),
            (0x0400, 0.00006103515625),
            (0xc400, -4.0),
            (0x7c00, f64::INFINITY),
            (0xfc00, f64::NEG_INFINITY),
        ] {
            assert_eq!(half(bits), value, "{bits:x}");
        }
        assert!(half(0x8000).is_sign_negative());
        assert!([0x7e00, 0x7c01, 0xfe00].iter().all(|bits| half(*bits).is_nan()));
    }
}
