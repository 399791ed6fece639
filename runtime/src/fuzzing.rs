//! The document formats that no operation reaches yet, for the fuzz targets (`--cfg fuzzing`).

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::wire::protocol::memory::MAX_MEMORY;
use crate::wire::protocol::query::{Dialect, Form};
pub use crate::wire::protocol::with_facts::WithFacts;
use crate::wire::protocol::{cbor, xml};

/// Where a document has the members.
#[derive(Debug, Clone, Copy)]
pub enum Root {
    /// In its root element.
    Element,
    /// In the result of a response.
    Result,
    /// The root element is the only member.
    Member,
}

/// Reads XML.
///
/// # Errors
///
/// The body is not XML, or not what the type says.
pub fn read_xml<T: DeserializeOwned>(body: &[u8], root: Root) -> Result<T, String> {
    let root = match root {
        Root::Element => xml::Root::Element,
        Root::Result => xml::Root::Result,
        Root::Member => xml::Root::Member,
    };
    xml::from_slice(body, root, MAX_MEMORY).map_err(|error| error.to_string())
}

/// Reads an error of XML: its code, message and request id.
///
/// # Errors
///
/// The body is not XML, or has no error.
pub fn read_xml_error(body: &[u8]) -> Result<[Option<String>; 3], String> {
    let error = xml::ErrorDocument::new(body, MAX_MEMORY).map_err(|error| error.to_string())?;
    Ok([error.code(), error.message(), error.request_id()])
}

/// Writes XML with one member.
///
/// # Errors
///
/// XML cannot hold the value.
pub fn write_xml<T: Serialize>(name: &str, value: &T) -> Result<Vec<u8>, String> {
    let write = || {
        let mut object = xml::Object::new("Root", None)?;
        object.member(name, value)?;
        Ok(object.end())
    };
    write().map_err(|error: crate::wire::protocol::error::Error| error.to_string())
}

/// Writes a form with one member.
///
/// # Errors
///
/// A form cannot hold the value.
pub fn write_form<T: Serialize>(name: &str, value: &T, is_ec2: bool) -> Result<Vec<u8>, String> {
    let dialect = if is_ec2 { Dialect::Ec2Query } else { Dialect::AwsQuery };
    let mut form = Form::new("Action", "1", dialect);
    form.member(name, value).map_err(|error| error.to_string())?;
    Ok(form.end())
}

/// Reads CBOR.
///
/// # Errors
///
/// The body is not CBOR, or not what the type says.
pub fn read_cbor<T: DeserializeOwned>(body: &[u8]) -> Result<T, String> {
    cbor::from_slice(body, MAX_MEMORY).map_err(|error| error.to_string())
}

/// The names of the members of CBOR, whose values are skipped or read one by one.
///
/// # Errors
///
/// The body is not CBOR, or not a structure.
pub fn read_cbor_members(body: &[u8], is_skipped: bool) -> Result<Vec<String>, String> {
    let read = || {
        let mut names = Vec::new();
        let mut members = cbor::Members::new(body, MAX_MEMORY)?;
        while let Some(name) = members.next()? {
            names.push(name.into_owned());
            if is_skipped {
                members.skip()?;
            } else {
                members.read::<crate::Document>()?;
            }
        }
        Ok(names)
    };
    read().map_err(|error: crate::wire::protocol::error::Error| error.to_string())
}

/// Writes CBOR.
///
/// # Errors
///
/// CBOR cannot hold the value.
pub fn write_cbor<T: Serialize>(value: &T) -> Result<Vec<u8>, String> {
    cbor::to_vec(value).map_err(|error| error.to_string())
}
