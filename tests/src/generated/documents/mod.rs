//! Reads request bodies as a service does. Each format has a normal form, in which bodies are equal
//! if they have the same meaning.
//!
//! JSON is its own normal form. XML and forms are read by the model and get its names; parts that
//! are not in the model keep their own names. The normal form of CBOR is the result of
//! [`cbor::read`]. [`typed()`] converts normal forms to values of the model.

pub mod cbor;
mod form;
mod typed;
pub mod xml;

use aws_operation::Blob;
use aws_operation_codegen::model::ShapeId;
use serde_json::{Value, json};

use super::protocols::Format;
use super::schema::Schema;
pub use typed::{carried, is_carried, typed};

/// The body of a request with this input. Null if it is empty, base64 if it is bytes.
///
/// # Errors
///
/// The body is not a document of the protocol.
pub fn read(schema: Schema<'_>, input: &ShapeId, body: &[u8]) -> Result<Value, String> {
    if body.is_empty() {
        return Ok(Value::Null);
    }
    if schema.is_raw(input) {
        return Ok(json!({ "base64": Blob::from(body) }));
    }
    let read = read_as(schema.protocol.request_format(), schema, input, body);
    read.map_err(|error| format!("{error} in {:?}", String::from_utf8_lossy(body)))
}

/// Reads a document in this format.
///
/// # Errors
///
/// The bytes are not a document of the format.
pub fn read_as(
    format: Format,
    schema: Schema<'_>,
    input: &ShapeId,
    body: &[u8],
) -> Result<Value, String> {
    match format {
        Format::Json => serde_json::from_slice(body).map_err(|error| format!("not JSON: {error}")),
        Format::Xml => xml::read(schema, input, body),
        Format::Form => form::read(schema, input, body),
        Format::Cbor => cbor::read(body),
    }
}
