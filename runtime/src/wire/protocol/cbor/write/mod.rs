//! Writes CBOR: unset structure members are omitted, and every length is definite.

mod compound;

use serde::ser::{self, Serialize};

use super::{Error, first, major, tag};
use crate::types::Newtype;
use compound::Compound;

/// Writes a whole value.
pub(crate) fn to_vec<T: Serialize + ?Sized>(value: &T) -> Result<Vec<u8>, Error> {
    let mut writer = Writer { out: Vec::new(), is_exact: false };
    value.serialize(&mut writer)?;
    Ok(writer.out)
}

/// A structure that is written member by member.
pub struct Object {
    writer: Writer,
    count: u64,
}

impl Object {
    pub(crate) fn new() -> Self {
        let mut writer = Writer { out: Vec::new(), is_exact: false };
        writer.head(major::MAP, 0);
        Self { writer, count: 0 }
    }

    /// Adds a member if it is set.
    pub(crate) fn member<T: Serialize + ?Sized>(
        &mut self,
        name: &str,
        value: &T,
    ) -> Result<(), Error> {
        self.writer.member(&mut self.count, name, value)
    }

    pub(crate) fn end(mut self) -> Vec<u8> {
        self.writer.close(0, major::MAP, 0, self.count);
        self.writer.out
    }
}

struct Writer {
    out: Vec<u8>,
    /// True inside our own newtypes: a blob then serializes bytes, and a timestamp nanoseconds.
    is_exact: bool,
}

/// The length in bytes of an item's head with this argument.
fn head_length(argument: u64) -> usize {
    match argument {
        0..=23 => 1,
        24..=0xff => 2,
        0x100..=0xffff => 3,
        0x1_0000..=0xffff_ffff => 5,
        _ => 9,
    }
}

impl Writer {
    #[inline]
    fn head(&mut self, major: u8, argument: u64) {
        if argument < 24 {
            self.out.push(major << 5 | argument as u8);
        } else {
            self.long_head(major, argument);
        }
    }

    fn long_head(&mut self, major: u8, argument: u64) {
        let [a0, a1, a2, a3, a4, a5, a6, a7] = argument.to_be_bytes();
        let major = major << 5;
        match argument {
            0..=0xff => self.out.extend_from_slice(&[major | 24, a7]),
            0x100..=0xffff => self.out.extend_from_slice(&[major | 25, a6, a7]),
            0x1_0000..=0xffff_ffff => {
                self.out.extend_from_slice(&[major | 26, a4, a5, a6, a7]);
            }
            _ => {
                self.out.extend_from_slice(&[major | 27, a0, a1, a2, a3, a4, a5, a6, a7]);
            }
        }
    }

    #[inline]
    fn text(&mut self, text: &str) {
        self.head(major::TEXT, text.len() as u64);
        self.out.extend_from_slice(text.as_bytes());
    }

    fn bytes(&mut self, bytes: &[u8]) {
        self.head(major::BYTES, bytes.len() as u64);
        self.out.extend_from_slice(bytes);
    }

    #[inline]
    fn signed(&mut self, value: i64) {
        let (major, argument) = match u64::try_from(value) {
            Ok(value) => (major::UNSIGNED, value),
            Err(_) => (major::NEGATIVE, !value as u64),
        };
        self.head(major, argument);
    }

    #[inline]
    fn double(&mut self, value: f64) {
        let mut bytes = [first::DOUBLE; 9];
        bytes[1..].copy_from_slice(&value.to_bits().to_be_bytes());
        self.out.extend_from_slice(&bytes);
    }

    fn large(&mut self, tag: u64, value: u128) {
        self.head(major::TAG, tag);
        let zeros = value.leading_zeros() as usize / 8;
        self.bytes(&value.to_be_bytes()[zeros..]);
    }

    /// Whole seconds are written as an integer. Other times are truncated to microseconds and
    /// written as a double, which is exact until the year 2106.
    fn timestamp(&mut self, nanos: i128) {
        self.head(major::TAG, tag::EPOCH_SECONDS);
        let micros = match i64::try_from(nanos) {
            Ok(nanos) => nanos.div_euclid(1000),
            Err(_) => nanos.div_euclid(1000) as i64,
        };
        if micros % 1_000_000 == 0 {
            self.signed(micros / 1_000_000);
        } else if micros.unsigned_abs() < 1 << f64::MANTISSA_DIGITS {
            self.double(micros as f64 / 1e6);
        } else {
            // A double cannot hold all microseconds. Only the sum is rounded.
            let fraction = micros.rem_euclid(1_000_000) as f64 / 1e6;
            self.double(micros.div_euclid(1_000_000) as f64 + fraction);
        }
    }

    /// Writes a member if it is set.
    #[inline]
    fn member<T: Serialize + ?Sized>(
        &mut self,
        count: &mut u64,
        name: &str,
        value: &T,
    ) -> Result<(), Error> {
        let start = self.out.len();
        self.text(name);
        let value_start = self.out.len();
        value.serialize(&mut *self)?;
        if self.out[value_start..] == [first::NULL] {
            self.out.truncate(start);
        } else {
            *count += 1;
        }
        Ok(())
    }

    /// Opens a list or map with its expected number of items or entries.
    #[inline]
    fn open(&mut self, major: u8, announced: usize) -> Compound<'_> {
        let start = self.out.len();
        let announced = announced as u64;
        self.head(major, announced);
        Compound { writer: self, start, major, announced, count: 0 }
    }

    /// Writes the real number of items or entries into the head at `start`.
    #[inline]
    fn close(&mut self, start: usize, major: u8, announced: u64, count: u64) {
        if announced == count {
            return;
        }
        if announced < 24 && count < 24 {
            self.out[start] = major << 5 | count as u8;
        } else {
            self.replace_head(start, major, announced, count);
        }
    }

    #[cold]
    fn replace_head(&mut self, start: usize, major: u8, announced: u64, count: u64) {
        let old = self.out.split_off(start);
        self.head(major, count);
        self.out.extend_from_slice(&old[head_length(announced)..]);
    }

    /// Writes the head of a union's map and the tag, up to the member's value.
    fn variant(&mut self, tag: &str) {
        self.head(major::MAP, 1);
        self.text(tag);
    }

    /// Writes the exact content of one of our newtypes.
    fn exact<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.is_exact = true;
        let written = value.serialize(&mut *self);
        self.is_exact = false;
        written
    }
}

macro_rules! integers {
    ($($method:ident: $type:ty => $write:expr;)*) => {$(
        #[inline]
        fn $method(self, value: $type) -> Result<(), Error> {
            let write: fn(&mut Writer, $type) = $write;
            write(self, value);
            Ok(())
        }
    )*};
}

impl<'a> ser::Serializer for &'a mut Writer {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = Compound<'a>;
    type SerializeTuple = Compound<'a>;
    type SerializeTupleStruct = Compound<'a>;
    type SerializeTupleVariant = Compound<'a>;
    type SerializeMap = Compound<'a>;
    type SerializeStruct = Compound<'a>;
    type SerializeStructVariant = Compound<'a>;

    integers! {
        serialize_i8: i8 => |writer, value| writer.signed(value.into());
        serialize_i16: i16 => |writer, value| writer.signed(value.into());
        serialize_i32: i32 => |writer, value| writer.signed(value.into());
        serialize_i64: i64 => |writer, value| writer.signed(value);
        serialize_u8: u8 => |writer, value| writer.head(major::UNSIGNED, value.into());
        serialize_u16: u16 => |writer, value| writer.head(major::UNSIGNED, value.into());
        serialize_u32: u32 => |writer, value| writer.head(major::UNSIGNED, value.into());
        serialize_u64: u64 => |writer, value| writer.head(major::UNSIGNED, value);
    }

    /// Types use their human-readable form, as in JSON. Only our blobs and timestamps do not.
    fn is_human_readable(&self) -> bool {
        !self.is_exact
    }

    fn serialize_bool(self, value: bool) -> Result<(), Error> {
        self.out.push(if value { first::TRUE } else { first::FALSE });
        Ok(())
    }

    fn serialize_i128(self, value: i128) -> Result<(), Error> {
        if self.is_exact {
            self.timestamp(value);
            return Ok(());
        }
        match (u128::try_from(value), u128::try_from(-1 - value)) {
            (Ok(value), _) => return self.serialize_u128(value),
            (_, Ok(below)) => match u64::try_from(below) {
                Ok(below) => self.head(major::NEGATIVE, below),
                Err(_) => self.large(tag::NEGATIVE_BIGNUM, below),
            },
            // Unreachable: one of the two is never negative.
            _ => {}
        }
        Ok(())
    }

    fn serialize_u128(self, value: u128) -> Result<(), Error> {
        match u64::try_from(value) {
            Ok(value) => self.head(major::UNSIGNED, value),
            Err(_) => self.large(tag::POSITIVE_BIGNUM, value),
        }
        Ok(())
    }

    fn serialize_f32(self, value: f32) -> Result<(), Error> {
        let mut bytes = [first::SINGLE; 5];
        bytes[1..].copy_from_slice(&value.to_bits().to_be_bytes());
        self.out.extend_from_slice(&bytes);
        Ok(())
    }

    #[inline]
    fn serialize_f64(self, value: f64) -> Result<(), Error> {
        self.double(value);
        Ok(())
    }

    fn serialize_char(self, value: char) -> Result<(), Error> {
        self.text(value.encode_utf8(&mut [0; 4]));
        Ok(())
    }

    fn serialize_str(self, value: &str) -> Result<(), Error> {
        self.text(value);
        Ok(())
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<(), Error> {
        self.bytes(value);
        Ok(())
    }

    fn serialize_none(self) -> Result<(), Error> {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Error> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Error> {
        self.out.push(first::NULL);
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Error> {
        self.head(major::MAP, 0);
        Ok(())
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<(), Error> {
        self.text(variant);
        Ok(())
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        match Newtype::of(name) {
            Newtype::Timestamp(_) | Newtype::Blob => self.exact(value),
            // A decimal number is written as the nearest integer or float.
            Newtype::Decimal | Newtype::Document | Newtype::Facts(_) | Newtype::Other => {
                value.serialize(self)
            }
        }
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        self.variant(variant);
        value.serialize(self)
    }

    #[inline]
    fn serialize_seq(self, len: Option<usize>) -> Result<Compound<'a>, Error> {
        Ok(self.open(major::LIST, len.unwrap_or(0)))
    }

    #[inline]
    fn serialize_tuple(self, len: usize) -> Result<Compound<'a>, Error> {
        Ok(self.open(major::LIST, len))
    }

    fn serialize_tuple_struct(self, _: &'static str, len: usize) -> Result<Compound<'a>, Error> {
        Ok(self.open(major::LIST, len))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        len: usize,
    ) -> Result<Compound<'a>, Error> {
        self.variant(variant);
        Ok(self.open(major::LIST, len))
    }

    #[inline]
    fn serialize_map(self, len: Option<usize>) -> Result<Compound<'a>, Error> {
        Ok(self.open(major::MAP, len.unwrap_or(0)))
    }

    #[inline]
    fn serialize_struct(self, _: &'static str, len: usize) -> Result<Compound<'a>, Error> {
        Ok(self.open(major::MAP, len))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        len: usize,
    ) -> Result<Compound<'a>, Error> {
        self.variant(variant);
        Ok(self.open(major::MAP, len))
    }
}
