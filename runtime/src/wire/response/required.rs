//! Members that a response must have: those of outputs and structures with the argument `strict`.

use serde::de::value::Error;
use serde::de::{self, DeserializeOwned, Visitor};
use serde::forward_to_deserialize_any;

use crate::error::DecodeError;

/// The value of a required member that is missing from the body: `None`, if the type is an alias of an
/// `Option`.
///
/// # Errors
///
/// The type is not an `Option`.
#[cold]
pub fn required<T: DeserializeOwned>(name: &'static str) -> Result<T, DecodeError> {
    absent().ok_or_else(|| DecodeError::missing(name))
}

/// The value of a required header.
///
/// # Errors
///
/// The header is missing, and the type is not an `Option`.
pub fn required_header<T: DeserializeOwned>(
    value: Option<T>,
    field: &'static str,
    name: &'static str,
) -> Result<T, DecodeError> {
    value.or_else(absent).ok_or_else(|| DecodeError::header(field, name, &"it is missing"))
}

/// The `None` of the type, if the type is an `Option`.
pub(crate) fn absent<T: DeserializeOwned>() -> Option<T> {
    T::deserialize(Absent).ok()
}

struct Absent;

impl<'de> de::Deserializer<'de> for Absent {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Error> {
        Err(de::Error::custom("no value"))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_none()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}
