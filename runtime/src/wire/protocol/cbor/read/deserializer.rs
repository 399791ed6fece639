//! The serde deserializer: calls the reader for the type that serde asks for.

use std::borrow::Cow;

use serde::de::{self, IntoDeserializer, Visitor};

use super::super::{Error, first, major, tag};
use super::access::{Entries, Items, Structure, Union};
use super::number::Number;
use super::reader::{Head, Reader};
use crate::types::Newtype;

impl<'de> Reader<'de> {
    #[inline]
    fn integer<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Error> {
        let head = match self.plain_head() {
            Some(head) if head.major() == major::UNSIGNED => {
                return visitor.visit_u64(head.argument);
            }
            Some(head) => head,
            None => self.any_head()?,
        };
        match self.number(head)?.and_then(Number::whole) {
            Some(number) => visit(number, visitor),
            None => Err(self.unexpected(head, &visitor)),
        }
    }

    fn float(&mut self, expected: &dyn de::Expected) -> Result<Number, Error> {
        let head = self.head()?;
        self.number(head)?.ok_or_else(|| self.unexpected(head, expected))
    }

    pub(super) fn timestamp<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Error> {
        self.eat(major::TAG << 5 | tag::EPOCH_SECONDS as u8);
        if let Some(seconds) = self.double() {
            return visitor.visit_f64(seconds);
        }
        let head = match self.plain_head() {
            Some(head) if head.major() == major::UNSIGNED => {
                return visitor.visit_u64(head.argument);
            }
            Some(head) => head,
            None => self.any_head()?,
        };
        match self.number(head)? {
            // Outside the years 1 to 9999. A visitor would read the number as nanoseconds.
            Some(Number::Large(_) | Number::Largest(_)) => {
                Err(self.error("a timestamp out of range"))
            }
            Some(number) => visit(number, visitor),
            None if head.major() == major::TEXT => visit_text(self.text(head)?, visitor),
            None => Err(self.unexpected(head, &visitor)),
        }
    }

    pub(super) fn blob<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Error> {
        match self.head()? {
            head if head.major() == major::BYTES => visit_bytes(self.bytes(head)?, visitor),
            head => Err(self.unexpected(head, &"a byte string")),
        }
    }

    /// Reads a document. Its maps have no spare capacity.
    pub(super) fn document<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Error> {
        let outer = std::mem::replace(&mut self.in_document, true);
        let value = de::Deserializer::deserialize_any(&mut *self, visitor);
        self.in_document = outer;
        value
    }

    fn seq<V: Visitor<'de>>(&mut self, head: Head, visitor: V) -> Result<V::Value, Error> {
        let left = self.open(head)?;
        let mut items = Items { reader: self, left, index: 0 };
        let value = visitor.visit_seq(&mut items)?;
        let Items { reader, mut left, .. } = items;
        reader.close(&mut left)?;
        Ok(value)
    }

    fn map<V: Visitor<'de>>(&mut self, head: Head, visitor: V) -> Result<V::Value, Error> {
        let left = self.open(head)?;
        let key = Cow::Borrowed("");
        let mut entries = Entries { reader: self, left, is_first: true, key };
        let value = visitor.visit_map(&mut entries)?;
        let Entries { reader, mut left, .. } = entries;
        reader.close(&mut left)?;
        Ok(value)
    }
}

fn visit<'de, V: Visitor<'de>>(number: Number, visitor: V) -> Result<V::Value, Error> {
    match number {
        Number::Unsigned(value) => visitor.visit_u64(value),
        Number::Negative(value) => visitor.visit_i64(value),
        Number::Large(value) => visitor.visit_i128(value),
        Number::Largest(value) => visitor.visit_u128(value),
        Number::Float(value) => visitor.visit_f64(value),
    }
}

fn visit_text<'de, V: Visitor<'de>>(text: Cow<'de, str>, visitor: V) -> Result<V::Value, Error> {
    match text {
        Cow::Borrowed(text) => visitor.visit_borrowed_str(text),
        Cow::Owned(text) => visitor.visit_string(text),
    }
}

fn visit_bytes<'de, V: Visitor<'de>>(bytes: Cow<'de, [u8]>, visitor: V) -> Result<V::Value, Error> {
    match bytes {
        Cow::Borrowed(bytes) => visitor.visit_borrowed_bytes(bytes),
        Cow::Owned(bytes) => visitor.visit_byte_buf(bytes),
    }
}

macro_rules! integers {
    ($($method:ident)*) => {$(
        #[inline]
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            self.integer(visitor)
        }
    )*};
}

impl<'de> de::Deserializer<'de> for &mut Reader<'de> {
    type Error = Error;

    integers! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let head = self.head()?;
        if let Some(number) = self.number(head)? {
            return visit(number, visitor);
        }
        match head.major() {
            major::BYTES => visit_bytes(self.bytes(head)?, visitor),
            major::TEXT => visit_text(self.text(head)?, visitor),
            major::LIST => self.seq(head, visitor),
            major::MAP => self.map(head, visitor),
            _ => match head.first {
                first::FALSE => visitor.visit_bool(false),
                first::TRUE => visitor.visit_bool(true),
                first::NULL | first::UNDEFINED => visitor.visit_unit(),
                _ => Err(self.error("an unknown simple value")),
            },
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let head = self.head()?;
        match head.first {
            first::FALSE => visitor.visit_bool(false),
            first::TRUE => visitor.visit_bool(true),
            _ => Err(self.unexpected(head, &visitor)),
        }
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let value = self.float(&visitor)?.to_f32();
        visitor.visit_f32(value)
    }

    #[inline]
    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let value = match self.double() {
            Some(value) => value,
            None => self.float(&visitor)?.to_f64(),
        };
        visitor.visit_f64(value)
    }

    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_str(visitor)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let head = self.head()?;
        if head.major() != major::TEXT {
            return Err(self.unexpected(head, &visitor));
        }
        visit_text(self.text(head)?, visitor)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_str(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_str(visitor)
    }

    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let head = self.head()?;
        if head.major() != major::BYTES {
            return Err(self.unexpected(head, &visitor));
        }
        visit_bytes(self.bytes(head)?, visitor)
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_bytes(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.null()? { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.offset() == 0 {
            // At the start, the unit type accepts any body.
            self.take_all();
        } else {
            self.skip()?;
        }
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
            Newtype::Timestamp(_) => self.timestamp(visitor),
            Newtype::Blob => self.blob(visitor),
            Newtype::Document => self.document(visitor),
            Newtype::Decimal | Newtype::Facts(_) | Newtype::Other => {
                visitor.visit_newtype_struct(self)
            }
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let head = self.head()?;
        if head.major() != major::LIST {
            return Err(self.unexpected(head, &visitor));
        }
        self.seq(head, visitor)
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
        let head = self.head()?;
        if head.major() != major::MAP {
            return Err(self.unexpected(head, &visitor));
        }
        self.map(head, visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let head = self.head()?;
        if head.major() != major::MAP {
            return Err(self.unexpected(head, &visitor));
        }
        let left = self.open(head)?;
        let name = self.place();
        let mut structure = Structure { reader: self, left, name };
        let value = visitor.visit_map(&mut structure)?;
        let Structure { reader, mut left, .. } = structure;
        reader.close(&mut left)?;
        Ok(value)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let head = self.head()?;
        match head.major() {
            major::TEXT => visitor.visit_enum(self.text(head)?.into_deserializer()),
            major::MAP => {
                let mut left = self.open(head)?;
                let tag = loop {
                    match self.member(&mut left)? {
                        Some(tag) if tag == "__type" => self.skip()?,
                        Some(tag) => break tag,
                        None => return Err(self.error("a union without a member")),
                    }
                };
                let value = visitor.visit_enum(Union { reader: self, tag })?;
                while let Some(tag) = self.member(&mut left)? {
                    if tag != "__type" {
                        return Err(self.error("a union with more than one member"));
                    }
                    self.skip()?;
                }
                self.close(&mut left)?;
                Ok(value)
            }
            _ => Err(self.unexpected(head, &visitor)),
        }
    }
}
