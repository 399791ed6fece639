//! Whether a type reads a payload as it is, rather than as a document.

use serde::de::value::Error;
use serde::de::{self, DeserializeOwned, Visitor};
use serde::forward_to_deserialize_any;

use crate::types::Newtype;

/// Whether the type asks for text or bytes. An enum may be text too.
pub(crate) fn is_raw<T: DeserializeOwned>() -> bool {
    let mut is_raw = false;
    // It always fails: nothing is read.
    let _ = T::deserialize(Asked { is_raw: &mut is_raw });
    is_raw
}

/// Notes what a type asks for.
struct Asked<'a> {
    is_raw: &'a mut bool,
}

macro_rules! raw {
    ($($method:ident($($name:ident: $type:ty),*))*) => {$(
        fn $method<V: Visitor<'de>>(self, $(_: $type,)* _: V) -> Result<V::Value, Error> {
            *self.is_raw = true;
            Err(nothing())
        }
    )*};
}

#[cold]
fn nothing() -> Error {
    de::Error::custom("nothing is read")
}

impl<'de> de::Deserializer<'de> for Asked<'_> {
    type Error = Error;

    raw! {
        deserialize_char()
        deserialize_str()
        deserialize_string()
        deserialize_bytes()
        deserialize_byte_buf()
        deserialize_enum(name: &'static str, variants: &'static [&'static str])
    }

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Error> {
        Err(nothing())
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        match Newtype::of(name) {
            Newtype::Document => Err(nothing()),
            Newtype::Blob | Newtype::Timestamp(_) => {
                *self.is_raw = true;
                Err(nothing())
            }
            _ => visitor.visit_newtype_struct(self),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 unit unit_struct seq tuple tuple_struct
        map struct identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::Deserialize;

    use super::*;
    use crate::{Blob, Document, Timestamp};

    #[derive(Deserialize)]
    struct Wrapped<T>(#[allow(dead_code, reason = "never made")] T);

    #[derive(Deserialize)]
    struct Structure {}

    #[derive(Deserialize)]
    enum Word {
        A,
    }

    #[test]
    fn text_and_bytes_are_read_as_they_are() {
        for (is_raw, expected) in [
            (is_raw::<String>(), true),
            (is_raw::<Option<String>>(), true),
            (is_raw::<Box<str>>(), true),
            (is_raw::<Wrapped<String>>(), true),
            (is_raw::<Blob>(), true),
            (is_raw::<Option<Wrapped<Blob>>>(), true),
            (is_raw::<Timestamp>(), true),
            (is_raw::<Word>(), true),
            (is_raw::<Structure>(), false),
            (is_raw::<Option<Structure>>(), false),
            (is_raw::<Option<Box<Structure>>>(), false),
            (is_raw::<Wrapped<Structure>>(), false),
            (is_raw::<Vec<String>>(), false),
            (is_raw::<BTreeMap<String, String>>(), false),
            (is_raw::<Document>(), false),
        ] {
            assert_eq!(is_raw, expected);
        }
        let _ = Word::A;
    }
}
