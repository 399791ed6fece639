//! The serde deserializer: calls the reader for the type that serde asks for.

use std::borrow::Cow;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::de::{self, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;

use super::Error;
use super::access::{Entries, Items, Structure, Union};
use super::reader::Reader;
use crate::types::{Newtype, Number, whole_number};

/// A whole number in the range of the type. It may be written with a fraction of zeros, or with an
/// exponent.
macro_rules! whole_numbers {
    ($($method:ident: $type:ty)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            let least = i128::from(<$type>::MIN).unsigned_abs();
            match self.whole(&visitor, least, <$type>::MAX as u128)? {
                // Wraps only for `i64::MIN`, whose magnitude exceeds `i64::MAX`.
                Some((true, magnitude)) => visitor.visit_i64((magnitude as i64).wrapping_neg()),
                Some((false, magnitude)) => visitor.visit_u64(magnitude as u64),
                None => self.deserialize_any(visitor),
            }
        }
    )*};
}

/// Visits a number as a primitive type.
fn visit_number<'de, V: Visitor<'de>>(number: &Number, visitor: V) -> Result<V::Value, Error> {
    match number {
        Number::PosInt(value) => visitor.visit_u64(*value),
        Number::NegInt(value) => visitor.visit_i64(*value),
        number => visitor.visit_f64(number.to_f64()),
    }
}

impl<'de> Reader<'de> {
    /// Reads a document. Its numbers keep all their digits.
    fn document<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Error> {
        match self.peek() {
            // A float would lose digits of some numbers.
            Some(b'-' | b'0'..=b'9') => {
                let text = self.number()?;
                match Number::from_json(text) {
                    Number::Decimal(_) => visitor.visit_enum(text.into_deserializer()),
                    number => visit_number(&number, visitor),
                }
            }
            _ => de::Deserializer::deserialize_any(self, visitor),
        }
    }
}

impl<'de> de::Deserializer<'de> for &mut Reader<'de> {
    type Error = Error;

    forward_to_deserialize_any! {
        bool
    }

    whole_numbers! {
        deserialize_i8: i8
        deserialize_i16: i16
        deserialize_i32: i32
        deserialize_i64: i64
        deserialize_u8: u8
        deserialize_u16: u16
        deserialize_u32: u32
        deserialize_u64: u64
    }

    fn deserialize_i128<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.whole(&visitor, i128::MIN.unsigned_abs(), i128::MAX.unsigned_abs())? {
            // Wraps only for `i128::MIN`, whose magnitude exceeds `i128::MAX`.
            Some((true, magnitude)) => visitor.visit_i128((magnitude as i128).wrapping_neg()),
            Some((false, magnitude)) => visitor.visit_i128(magnitude as i128),
            None => self.deserialize_any(visitor),
        }
    }

    fn deserialize_u128<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.whole(&visitor, 0, u128::MAX)? {
            Some((_, magnitude)) => visitor.visit_u128(magnitude),
            None => self.deserialize_any(visitor),
        }
    }

    fn is_human_readable(&self) -> bool {
        !self.payload
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.settle();
        match self.peek() {
            Some(b'{') => self.deserialize_map(visitor),
            Some(b'[') => self.deserialize_seq(visitor),
            Some(b'"') => self.deserialize_str(visitor),
            Some(b'n') => {
                self.null()?;
                visitor.visit_unit()
            }
            Some(b't' | b'f') => visitor.visit_bool(self.bool()?),
            Some(_) => {
                let text = self.number()?;
                match whole_number(text) {
                    Some(number) => visit_number(&number, visitor),
                    // Rust's float parser accepts every JSON number.
                    None => visitor.visit_f64(text.parse().unwrap_or(f64::NAN)),
                }
            }
            None => Err(self.error("the JSON ends too early")),
        }
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.settle();
        if let Some(value) = self.float_name()? {
            return visitor.visit_f32(value as f32);
        }
        match self.peek() {
            // Parsed as `f32` directly, so that it is rounded only once.
            Some(b'-' | b'0'..=b'9') => match self.number()?.parse() {
                Ok(value) => visitor.visit_f32(value),
                Err(_) => Err(self.error("not a number")),
            },
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.settle();
        if let Some(value) = self.float_name()? {
            return visitor.visit_f64(value);
        }
        match self.peek() {
            Some(b'-' | b'0'..=b'9') => match self.number()?.parse() {
                Ok(value) => visitor.visit_f64(value),
                Err(_) => Err(self.error("not a number")),
            },
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_str(visitor)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.payload_text() {
            Some(text) => visitor.visit_borrowed_str(text?),
            None if self.peek() != Some(b'"') => Err(self.unexpected(&visitor)),
            None => match self.string()? {
                Cow::Borrowed(text) => visitor.visit_borrowed_str(text),
                Cow::Owned(text) => visitor.visit_string(text),
            },
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.settle();
        if self.is_nothing {
            self.offset = self.input.len();
            return visitor.visit_seq(de::value::SeqDeserializer::new(std::iter::empty::<()>()));
        }
        if self.peek() != Some(b'[') {
            return Err(self.unexpected(&visitor));
        }
        self.open(b'[', "a list")?;
        let mut list = Items { reader: self, first: true, ended: false };
        let value = visitor.visit_seq(&mut list)?;
        // A visitor may stop early, such as a tuple's.
        if !list.ended && list.reader.item(&mut list.first, b']')? {
            return Err(list.reader.error("a list longer than expected"));
        }
        Ok(value)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.settle();
        if self.peek() != Some(b'{') {
            return Err(self.unexpected(&visitor));
        }
        self.open(b'{', "an object")?;
        visitor.visit_map(Entries { reader: self, first: true, room: 1 })
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_str(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_str(visitor)
    }

    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_byte_buf(visitor)
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if std::mem::take(&mut self.payload) {
            self.offset = self.input.len();
            return visitor.visit_byte_buf(self.input.to_vec());
        }
        let text = self.string()?;
        match STANDARD.decode(&*text) {
            Ok(bytes) => visitor.visit_byte_buf(bytes),
            Err(error) => Err(self.error(&format!("a blob that is not base64: {error}"))),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.is_nothing && !self.payload {
            self.offset = self.input.len();
            return visitor.visit_none();
        }
        if self.payload {
            return if self.input.is_empty() {
                visitor.visit_none()
            } else {
                visitor.visit_some(self)
            };
        }
        if self.at_null() {
            self.null()?;
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.offset == 0 {
            // At the start, the unit type accepts any body.
            self.payload = false;
            self.offset = self.input.len();
            return visitor.visit_unit();
        }
        self.settle();
        self.skip()?;
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        match Newtype::of(name) {
            Newtype::Timestamp(_) => {
                self.settle();
                match self.peek() {
                    // Passed as text, because a float would round it.
                    Some(b'-' | b'0'..=b'9') => visitor.visit_borrowed_str(self.number()?),
                    _ => self.deserialize_any(visitor),
                }
            }
            Newtype::Document => {
                self.settle();
                let outer = std::mem::replace(&mut self.in_document, true);
                let value = self.document(visitor);
                self.in_document = outer;
                value
            }
            _ => visitor.visit_newtype_struct(self),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.settle();
        self.open(b'{', "an object")?;
        visitor.visit_map(Structure { reader: self, first: true })
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        if self.payload && self.peek() != Some(b'{') {
            self.offset = 0;
            return match self.payload_text() {
                Some(text) => visitor.visit_enum(text?.into_deserializer()),
                None => Err(self.error("not JSON")),
            };
        }
        self.settle();
        match self.peek() {
            Some(b'"') => visitor.visit_enum(self.string()?.into_deserializer()),
            _ => {
                self.open(b'{', "a union")?;
                let mut first = true;
                let tag = loop {
                    match self.member(&mut first)? {
                        Some(tag) if tag == "__type" => self.skip()?,
                        Some(tag) => break tag,
                        None => return Err(self.error("a union without a member")),
                    }
                };
                let value = visitor.visit_enum(Union { reader: &mut *self, tag })?;
                while let Some(tag) = self.member(&mut first)? {
                    if tag != "__type" {
                        return Err(self.error("a union with more than one member"));
                    }
                    self.skip()?;
                }
                Ok(value)
            }
        }
    }
}
