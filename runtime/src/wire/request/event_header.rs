//! A serde format that writes a value as the header of an event. The header has the type of the value.

use serde::ser::{self, Impossible, Serialize};

use crate::event_frames::EventHeader;
use crate::types::{Newtype, Timestamp};
use crate::wire::text::{self, TextError};

/// The value as a header; `None` for an unset member.
///
/// # Errors
///
/// The value cannot be a header. The error says what the value is.
pub(super) fn value<T: Serialize + ?Sized>(value: &T) -> Result<Option<Value>, TextError> {
    value.serialize(Header)
}

/// The value of a header.
pub(super) enum Value {
    Bool(bool),
    Byte(i8),
    Short(i16),
    Int(i32),
    Long(i64),
    Blob(Vec<u8>),
    Text(String),
    Timestamp(Timestamp),
}

impl Value {
    pub(super) fn as_header(&self) -> EventHeader<'_> {
        match self {
            Self::Bool(value) => EventHeader::Bool(*value),
            Self::Byte(value) => EventHeader::Byte(*value),
            Self::Short(value) => EventHeader::Short(*value),
            Self::Int(value) => EventHeader::Int(*value),
            Self::Long(value) => EventHeader::Long(*value),
            Self::Blob(value) => EventHeader::Blob(value),
            Self::Text(value) => EventHeader::Text(value),
            Self::Timestamp(value) => EventHeader::Timestamp(*value),
        }
    }
}

type Written = Result<Option<Value>, TextError>;

fn refuse<T>(what: &str) -> Result<T, TextError> {
    Err(TextError::new(what))
}

/// The serializer. It is not human-readable, so that blobs are written as bytes, not as base64.
struct Header;

macro_rules! write {
    ($($method:ident $type:ty => $value:ident;)*) => {$(
        fn $method(self, value: $type) -> Written {
            Ok(Some(Value::$value(value.into())))
        }
    )*};
}

macro_rules! refuse {
    ($($method:ident ( $($arg:ty),* ) -> $ok:ty, $what:literal;)*) => {$(
        fn $method(self, $(_: $arg),*) -> Result<$ok, TextError> {
            refuse($what)
        }
    )*};
}

type No = Impossible<Option<Value>, TextError>;

impl ser::Serializer for Header {
    type Ok = Option<Value>;
    type Error = TextError;
    type SerializeSeq = No;
    type SerializeTuple = No;
    type SerializeTupleStruct = No;
    type SerializeTupleVariant = No;
    type SerializeMap = No;
    type SerializeStruct = No;
    type SerializeStructVariant = No;

    write! {
        serialize_bool bool => Bool;
        serialize_i8 i8 => Byte;
        serialize_i16 i16 => Short;
        serialize_i32 i32 => Int;
        serialize_i64 i64 => Long;
        serialize_u8 u8 => Short;
        serialize_u16 u16 => Int;
        serialize_u32 u32 => Long;
        serialize_char char => Text;
        serialize_str &str => Text;
        serialize_bytes &[u8] => Blob;
    }

    refuse! {
        serialize_u64(u64) -> Option<Value>, "an unsigned number of 64 bits";
        serialize_f32(f32) -> Option<Value>, "a floating-point number";
        serialize_f64(f64) -> Option<Value>, "a floating-point number";
        serialize_unit_struct(&'static str) -> Option<Value>, "a structure";
        serialize_seq(Option<usize>) -> No, "a list";
        serialize_tuple(usize) -> No, "a list";
        serialize_tuple_struct(&'static str, usize) -> No, "a structure";
        serialize_tuple_variant(&'static str, u32, &'static str, usize) -> No, "a union";
        serialize_map(Option<usize>) -> No, "a map";
        serialize_struct(&'static str, usize) -> No, "a structure";
        serialize_struct_variant(&'static str, u32, &'static str, usize) -> No, "a union";
    }

    fn is_human_readable(&self) -> bool {
        false
    }

    fn serialize_none(self) -> Written {
        Ok(None)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Written {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Written {
        Ok(None)
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, name: &'static str) -> Written {
        self.serialize_str(name)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        value: &T,
    ) -> Written {
        match Newtype::of(name) {
            Newtype::Timestamp(_) => Ok(Some(Value::Timestamp(text::timestamp(value)?))),
            Newtype::Document => refuse("a document"),
            Newtype::Decimal => refuse("a decimal number"),
            _ => value.serialize(self),
        }
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Written {
        refuse("a union")
    }
}
