//! Converts a member's value to what its place can hold. Errors name the field.

use serde::Serialize;

use crate::error::EncodeError;
use crate::types::TimestampFormat;
use crate::wire::text::{self, Scalar, Shape};

pub(super) fn shape<T: Serialize + ?Sized>(
    field: &'static str,
    place: &str,
    value: &T,
    format: TimestampFormat,
) -> Result<Shape, EncodeError> {
    text::shape(value, format)
        .map_err(|what| EncodeError::new(field, &format!("is {what}, which {place} cannot hold")))
}

pub(super) fn scalar<T: Serialize + ?Sized>(
    field: &'static str,
    place: &str,
    value: &T,
    format: TimestampFormat,
) -> Result<Option<Scalar>, EncodeError> {
    let what = match shape(field, place, value, format)? {
        Shape::Absent => return Ok(None),
        Shape::One(scalar) => return Ok(Some(scalar)),
        Shape::Many(_) => "a list",
        Shape::Map(_) => "a map",
    };
    Err(EncodeError::new(field, &format!("is {what}, which {place} cannot hold")))
}

pub(super) fn entries<T: Serialize + ?Sized>(
    field: &'static str,
    value: &T,
) -> Result<Vec<(String, Shape)>, EncodeError> {
    match shape(field, "a map of text", value, TimestampFormat::DateTime)? {
        Shape::Absent => Ok(Vec::new()),
        Shape::Map(entries) => Ok(entries),
        _ => Err(EncodeError::new(field, "is not a map; use a map of text")),
    }
}
