//! [`Rules`]: what the client has to know of a protocol, as plain data.

use bytes::Bytes;
use http::HeaderMap;

use crate::error::{EncodeError, ErrorParts};
use crate::service::Service;

/// What the client has to know of a protocol. It is not generic, so that the client is compiled once.
#[derive(Debug)]
#[non_exhaustive]
pub struct Rules {
    /// The protocol's name, as `protocol = "…"` has it.
    pub name: &'static str,
    /// The `Content-Type` of a document.
    pub(crate) content_type: &'static str,
    /// The document of a structure payload that is unset.
    pub(crate) empty_document: &'static [u8],
    /// Adds what names the operation: to the path, or to the headers.
    pub(crate) prepare:
        fn(&Wanted<'_>, path: &mut String, &mut HeaderMap) -> Result<(), EncodeError>,
    /// Whether a response is a failure.
    pub(crate) is_failure: fn(&Answered<'_>, &http::Response<Bytes>) -> bool,
    /// Reads code and message of an error.
    pub(crate) read_error: fn(&http::Response<Bytes>) -> ErrorParts,
}

/// What a response answers.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Answered<'a> {
    pub service: &'a Service,
    pub operation: &'static str,
    /// What the operation's output reads of the body.
    pub content: Content,
}

/// What a type reads of the body of a response.
#[derive(Debug, Clone, Copy)]
pub enum Content {
    /// Nothing.
    Nothing,
    /// A document.
    Document,
    /// Text or bytes as they are.
    Raw,
    /// A payload, which is text or bytes if the function says so, else a document.
    Payload(fn() -> bool),
}

/// The operation that a request is of.
pub struct Wanted<'a> {
    pub(crate) service: &'a Service,
    pub(crate) operation: &'static str,
    pub(crate) protocol: &'static str,
    /// Name and namespace of XML's root element, as a structure's name has them; empty for the
    /// usual ones.
    pub(crate) xml_root: &'static str,
}

/// What a reader has to know of the response.
#[derive(Debug, Clone, Copy)]
pub struct Expected {
    /// How many bytes the lists and maps may take.
    pub(crate) memory: usize,
    pub(crate) place: Place,
}

/// Where a response has the members. Only XML has more than one place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// Where the protocol has those of an output.
    Output,
    /// The root element is the only member (`aws.customizations#s3UnwrappedXmlOutput`).
    Unwrapped,
    /// Where the protocol has those of a modelled exception.
    Error,
}

/// A response is a failure if its status is not that of a success.
pub(super) fn by_status(_: &Answered<'_>, response: &http::Response<Bytes>) -> bool {
    !response.status().is_success()
}

/// The URI names the operation.
pub(super) fn by_uri(_: &Wanted<'_>, _: &mut String, _: &mut HeaderMap) -> Result<(), EncodeError> {
    Ok(())
}

/// A service without something that its operations' protocol needs.
#[cold]
pub(super) fn missing_setting(wanted: &Wanted<'_>, what: &str, setting: &str) -> EncodeError {
    let Wanted { service, operation, protocol, .. } = wanted;
    EncodeError::request(&format!(
        "`{operation}` is an operation of {protocol}, and the service `{}` lacks {what}; send it with \
         another service, or add `.{setting}` to this one",
        service.id(),
    ))
}

/// A payload, by what its value turned out to be.
#[derive(Debug, PartialEq)]
pub enum Payload {
    /// The member is unset.
    Absent,
    /// Text, as it is.
    Text(Vec<u8>),
    /// Bytes, as they are.
    Blob(Vec<u8>),
    /// A document in the protocol's format.
    Document(Vec<u8>),
}
