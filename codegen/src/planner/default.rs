//! Converts the value of a trait `default` to a Rust expression.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::Value;

use super::enums::Known;
use crate::plan::{EnumValue, Type};
use crate::{Error, escape};

/// The expression for `#[default(…)]`. `None` if the default is the type's zero value.
///
/// Smithy 2.0, type refinement traits, `default`.
pub fn default_expression(
    known: &Known,
    value: &Value,
    ty: &Type,
) -> Result<Option<String>, Error> {
    let expression = match (ty, value) {
        (Type::Bool, Value::Bool(value)) => value.then(|| "true".to_owned()),
        (Type::I8, value) => whole(value, i8::MIN.into(), i8::MAX.into())?,
        (Type::I16, value) => whole(value, i16::MIN.into(), i16::MAX.into())?,
        (Type::I32, value) => whole(value, i32::MIN.into(), i32::MAX.into())?,
        (Type::I64, value) => whole(value, i64::MIN, i64::MAX)?,
        (Type::F32 | Type::F64, value) => float(ty, value)?,
        (Type::String, Value::String(text)) => literal(text),
        (Type::Blob, Value::String(text)) => match BASE64_STANDARD.decode(text) {
            Ok(bytes) => blob(&bytes),
            Err(_) => return Err(misfit(value)),
        },
        // Smithy 2.0, streaming, `streaming`: the default of a stream is empty.
        (Type::ByteStream, Value::String(text)) if text.is_empty() => None,
        (Type::Timestamp, value) => timestamp(value)?,
        (Type::Document, value) => document(value),
        (Type::List(_), Value::Array(items)) if items.is_empty() => None,
        (Type::Map(..), Value::Object(members)) if members.is_empty() => None,
        (Type::Named(name), value) => named(known, name, value)?,
        _ => return Err(misfit(value)),
    };
    Ok(expression)
}

/// An integer from `least` to `greatest`; `None` for 0.
fn whole(value: &Value, least: i64, greatest: i64) -> Result<Option<String>, Error> {
    match value.as_i64() {
        Some(0) => Ok(None),
        Some(number) if (least..=greatest).contains(&number) => Ok(Some(number.to_string())),
        _ => Err(misfit(value)),
    }
}

fn misfit(value: &Value) -> Error {
    Error::new(format!("its default {value} does not match its type; correct the model"))
}

/// A string literal; `None` for the empty string.
fn literal(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| escape::literal(text))
}

fn float(ty: &Type, value: &Value) -> Result<Option<String>, Error> {
    let module = if *ty == Type::F32 { "f32" } else { "f64" };
    match value {
        Value::String(text) if text == "NaN" => Ok(Some(format!("{module}::NAN"))),
        Value::String(text) if text == "Infinity" => Ok(Some(format!("{module}::INFINITY"))),
        Value::String(text) if text == "-Infinity" => Ok(Some(format!("{module}::NEG_INFINITY"))),
        Value::Number(number) => {
            let number = number.as_f64().unwrap_or_default();
            if *ty == Type::F32 && number.abs() > f64::from(f32::MAX) {
                return Err(misfit(value));
            }
            Ok((number != 0.0).then(|| format!("{number:?}")))
        }
        _ => Err(misfit(value)),
    }
}

fn blob(bytes: &[u8]) -> Option<String> {
    match std::str::from_utf8(bytes) {
        Ok(text) => literal(text),
        Err(_) => Some(format!("{}[..].into()", escape::bytes(bytes))),
    }
}

fn timestamp(value: &Value) -> Result<Option<String>, Error> {
    match value {
        Value::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(0), _) => Ok(None),
            (Some(seconds), _) => Ok(Some(format!("Timestamp::from_epoch_seconds({seconds})"))),
            (None, Some(seconds)) => {
                // The cast saturates. The largest number of milliseconds does not fit in
                // nanoseconds.
                let nanos = ((seconds * 1e3).round() as i64).checked_mul(1_000_000);
                let nanos = nanos.ok_or_else(|| misfit(value))?;
                Ok(Some(format!("Timestamp::from_epoch_nanos({nanos}).unwrap_or_default()")))
            }
            _ => Err(misfit(value)),
        },
        Value::String(text) => {
            Ok(Some(format!("{}.parse().unwrap_or_default()", escape::literal(text))))
        }
        _ => Err(misfit(value)),
    }
}

/// The zero value of a document is null, so even an empty list needs an expression.
fn document(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(escape::literal(text)),
        Value::Bool(value) => Some(format!("Document::from({value})")),
        Value::Number(number) => {
            let kind = if number.is_i64() {
                "i64"
            } else if number.is_u64() {
                "u64"
            } else {
                "f64"
            };
            Some(format!("Document::from({number}_{kind})"))
        }
        Value::Array(_) => Some("Document::Array(Vec::new())".to_owned()),
        Value::Object(_) => Some("Document::Object(DocumentMap::new())".to_owned()),
    }
}

fn named(known: &Known, name: &str, value: &Value) -> Result<Option<String>, Error> {
    let wanted = match value {
        Value::String(text) => EnumValue::Text(text.clone()),
        value => match value.as_i64().and_then(|value| i32::try_from(value).ok()) {
            Some(value) => EnumValue::Int(value),
            None => return Err(misfit(value)),
        },
    };
    if let Some(variant) = known.get(&wanted) {
        return Ok(Some(format!("{name}::{variant}")));
    }
    Ok(match wanted {
        EnumValue::Text(text) => literal(&text),
        EnumValue::Int(0) => None,
        EnumValue::Int(value) => Some(format!("{name}::from({value})")),
    })
}
