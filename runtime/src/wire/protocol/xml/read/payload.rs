//! Reads payloads: text and bytes as they are, any other type as a document.

use serde::de::{self, DeserializeOwned, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;

use super::value::{At, Value};
use super::{Error, parser};
use crate::types::Newtype;

/// Reads a payload: text and bytes as they are, any other type as a document. An empty payload is
/// absent if the type is optional.
pub(crate) fn from_payload<T: DeserializeOwned>(body: &[u8], memory: usize) -> Result<T, Error> {
    T::deserialize(Payload(body, memory))
}

/// The payload, and how many bytes a document may take.
#[derive(Clone, Copy)]
struct Payload<'de>(&'de [u8], usize);

impl<'de> Payload<'de> {
    fn text(self) -> Result<&'de str, Error> {
        std::str::from_utf8(self.0)
            .map_err(|error| Error::new("text that is not UTF-8").at(error.valid_up_to()))
    }

    /// Reads the root element.
    fn document<V>(
        self,
        read: impl FnOnce(Value<'_, 'de>) -> Result<V, Error>,
    ) -> Result<V, Error> {
        let tree = parser::parse(self.0, self.1)?;
        read(Value::new(&tree, At::Element(tree.root())))
    }
}

macro_rules! document {
    ($($method:ident($($name:ident: $type:ty),*))*) => {$(
        fn $method<V: Visitor<'de>>(self, $($name: $type,)* visitor: V) -> Result<V::Value, Error> {
            self.document(|value| value.$method($($name,)* visitor))
        }
    )*};
}

impl<'de> de::Deserializer<'de> for Payload<'de> {
    type Error = Error;

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 identifier
    }

    document! {
        deserialize_any()
        deserialize_seq()
        deserialize_map()
        deserialize_tuple(len: usize)
        deserialize_tuple_struct(name: &'static str, len: usize)
        deserialize_struct(name: &'static str, fields: &'static [&'static str])
    }

    /// False, so that a blob deserializes the bytes as they are.
    fn is_human_readable(&self) -> bool {
        false
    }

    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_str(visitor)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_borrowed_str(self.text()?)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_str(visitor)
    }

    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_borrowed_bytes(self.0)
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_byte_buf(self.0.to_vec())
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.0.is_empty() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        match Newtype::of(name) {
            Newtype::Timestamp(_) => visitor.visit_str(self.text()?.trim_ascii()),
            Newtype::Document => {
                self.document(|value| value.deserialize_newtype_struct(name, visitor))
            }
            _ => visitor.visit_newtype_struct(self),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        if self.0.trim_ascii_start().first() == Some(&b'<') {
            return self.document(|value| value.deserialize_enum(name, variants, visitor));
        }
        visitor.visit_enum(self.text()?.into_deserializer())
    }
}
