//! The bodies of requests as a service reads them: each format in one normal form, in which two
//! bodies are equal when they mean the same.
//!
//! JSON is itself. XML and forms are read by the model, under its names: what the model does not
//! explain stays, under the name that it has there. CBOR is what [`cbor::read`] makes of it. What
//! these have in common with a value of the model is read by [`typed()`].

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

/// The body of a request of this input: null where it is empty, and base64 where it is bytes.
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

/// The document of this format.
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
