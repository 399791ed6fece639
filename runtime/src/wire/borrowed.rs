//! A serde format that reads a string without copying it, and accepts no other value.

use std::fmt;

use serde::ser::{self, Impossible, Serialize};

use crate::types::Newtype;

/// Calls `use_it` if the value is a string, and returns whether it is.
pub(crate) fn with_str<T: Serialize + ?Sized>(value: &T, use_it: &mut dyn FnMut(&str)) -> bool {
    value.serialize(Borrowed(use_it)).is_ok()
}

struct Borrowed<'a>(&'a mut dyn FnMut(&str));

/// The value is not a string.
#[derive(Debug)]
struct NoString;

impl fmt::Display for NoString {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no string")
    }
}

impl std::error::Error for NoString {}

impl ser::Error for NoString {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

type No = Result<(), NoString>;
type NoParts = Impossible<(), NoString>;

macro_rules! no {
    ($($method:ident($($arg:ty),*) -> $result:ty;)*) => {$(
        fn $method(self, $(_: $arg),*) -> $result {
            Err(NoString)
        }
    )*};
}

impl ser::Serializer for Borrowed<'_> {
    type Ok = ();
    type Error = NoString;
    type SerializeSeq = NoParts;
    type SerializeTuple = NoParts;
    type SerializeTupleStruct = NoParts;
    type SerializeTupleVariant = NoParts;
    type SerializeMap = NoParts;
    type SerializeStruct = NoParts;
    type SerializeStructVariant = NoParts;

    no! {
        serialize_bool(bool) -> No;
        serialize_i8(i8) -> No;
        serialize_i16(i16) -> No;
        serialize_i32(i32) -> No;
        serialize_i64(i64) -> No;
        serialize_i128(i128) -> No;
        serialize_u8(u8) -> No;
        serialize_u16(u16) -> No;
        serialize_u32(u32) -> No;
        serialize_u64(u64) -> No;
        serialize_u128(u128) -> No;
        serialize_f32(f32) -> No;
        serialize_f64(f64) -> No;
        serialize_char(char) -> No;
        serialize_bytes(&[u8]) -> No;
        serialize_none() -> No;
        serialize_unit() -> No;
        serialize_unit_struct(&'static str) -> No;
        serialize_seq(Option<usize>) -> Result<NoParts, NoString>;
        serialize_tuple(usize) -> Result<NoParts, NoString>;
        serialize_tuple_struct(&'static str, usize) -> Result<NoParts, NoString>;
        serialize_tuple_variant(&'static str, u32, &'static str, usize) -> Result<NoParts, NoString>;
        serialize_map(Option<usize>) -> Result<NoParts, NoString>;
        serialize_struct(&'static str, usize) -> Result<NoParts, NoString>;
        serialize_struct_variant(&'static str, u32, &'static str, usize) -> Result<NoParts, NoString>;
    }

    fn serialize_str(self, value: &str) -> No {
        (self.0)(value);
        Ok(())
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> No {
        self.serialize_str(variant)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> No {
        value.serialize(self)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, name: &'static str, value: &T) -> No {
        match Newtype::of(name) {
            Newtype::Timestamp(_) | Newtype::Document => Err(NoString),
            _ => value.serialize(self),
        }
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> No {
        Err(NoString)
    }
}

#[cfg(test)]
mod tests {
    use serde::Serialize;

    use super::*;
    use crate::types::{Document, Timestamp};

    #[derive(Serialize)]
    struct Id(String);

    #[derive(Serialize)]
    enum Method {
        #[serde(rename = "GET")]
        Get,
        Other(String),
    }

    fn text<T: Serialize>(value: T) -> Option<String> {
        let mut text = None;
        let is_text = with_str(&value, &mut |found| text = Some(found.to_owned()));
        assert_eq!(is_text, text.is_some());
        text
    }

    #[test]
    fn strings_are_found_within_what_is_around_them() {
        assert_eq!(text("a b").as_deref(), Some("a b"));
        assert_eq!(text(Some(Id("a".into()))).as_deref(), Some("a"));
        assert_eq!(text(Method::Get).as_deref(), Some("GET"));
    }

    #[test]
    fn what_is_written_by_other_rules_is_none() {
        assert_eq!(text(None::<String>), None);
        assert_eq!(text(1), None);
        assert_eq!(text(Timestamp::from_epoch_seconds(1)), None);
        assert_eq!(text(Document::String("a".into())), None);
        assert_eq!(text(Method::Other("a".into())), None);
        assert_eq!(text(["a"]), None);
    }
}
