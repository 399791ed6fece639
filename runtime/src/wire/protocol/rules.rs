//! [`Rules`]: the properties of a protocol that the client needs, as plain data.

use std::future::Future;
use std::pin::Pin;

use bytes::Bytes;
use http::HeaderMap;

use crate::error::{BodyError, EncodeError, ErrorParts};
use crate::service::Service;
use crate::types::ByteStream;

/// The properties of a protocol that the client needs. It is not generic, so the client is compiled
/// once.
#[derive(Debug)]
#[non_exhaustive]
pub struct Rules {
    /// The protocol's name, as in `protocol = "…"`.
    pub name: &'static str,
    /// The `Content-Type` of a document.
    pub(crate) content_type: &'static str,
    /// The document that is sent for an unset structure payload.
    pub(crate) empty_document: &'static [u8],
    /// Whether the first message of a stream of events has the other members of the input or output
    /// (RPC protocols).
    pub(crate) has_initial_messages: bool,
    /// Adds the operation's name to the path or the headers.
    pub(crate) prepare:
        fn(&Wanted<'_>, path: &mut String, &mut HeaderMap) -> Result<(), EncodeError>,
    /// Whether a response is a failure.
    pub(crate) is_failure: fn(&Answered<'_>, &http::Response<Bytes>) -> bool,
    /// Reads the code and the message of an error.
    pub(crate) read_error: fn(&http::Response<Bytes>) -> ErrorParts,
}

/// The operation that a response belongs to.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Answered<'a> {
    pub service: &'a Service,
    pub operation: &'static str,
    /// How the operation's output type reads the body.
    pub content: Content,
}

/// How a type reads the body of a response.
#[derive(Debug, Clone, Copy)]
pub enum Content {
    /// The type does not read the body.
    Nothing,
    /// As a document.
    Document,
    /// As text or bytes, unchanged.
    Raw,
    /// As a stream of bytes, which is not read when the output is decoded.
    Stream,
    /// As a stream of events. The function reads the first message, if the protocol has the other
    /// members of the output there.
    Events(Open),
    /// As a payload: text or bytes if the function returns true, otherwise a document.
    Payload(fn() -> bool),
}

impl Content {
    pub(crate) fn is_stream(self) -> bool {
        matches!(self, Self::Stream | Self::Events(_))
    }
}

/// Reads the first message of a stream of events, which is the body of a response with these headers.
///
/// It is a pointer, so that only programs with such streams contain the code.
pub type Open = fn(ByteStream, &HeaderMap) -> Opening;

/// The future of the first message.
pub type Opening = Pin<Box<dyn Future<Output = Result<Opened, BodyError>> + Send>>;

/// A stream of events whose first message was read.
#[derive(Debug)]
pub struct Opened {
    /// The document with the other members of the output.
    pub(crate) document: Bytes,
    /// The messages after it.
    pub(crate) stream: ByteStream,
}

/// The operation of a request.
pub struct Wanted<'a> {
    pub(crate) service: &'a Service,
    pub(crate) operation: &'static str,
    pub(crate) protocol: &'static str,
    /// The name and namespace of XML's root element, in the form of a structure's name. Empty for
    /// the default.
    pub(crate) xml_root: &'static str,
}

/// What a reader needs to know about the response.
#[derive(Debug, Clone, Copy)]
pub struct Expected {
    /// How many bytes the lists and maps may take.
    pub(crate) memory: usize,
    pub(crate) place: Place,
}

/// Where a response has its members. Only XML has several places.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// The protocol's place for the members of an output.
    Output,
    /// The root element is the only member (`aws.customizations#s3UnwrappedXmlOutput`).
    Unwrapped,
    /// The protocol's place for the members of a modelled exception.
    Error,
}

/// A response is a failure if its status is not a success.
pub(super) fn by_status(_: &Answered<'_>, response: &http::Response<Bytes>) -> bool {
    !response.status().is_success()
}

/// For protocols whose URI identifies the operation: adds nothing.
pub(super) fn by_uri(_: &Wanted<'_>, _: &mut String, _: &mut HeaderMap) -> Result<(), EncodeError> {
    Ok(())
}

/// The error for a service that lacks a setting that the protocol needs.
#[cold]
pub(super) fn missing_setting(wanted: &Wanted<'_>, what: &str, setting: &str) -> EncodeError {
    let Wanted { service, operation, protocol, .. } = wanted;
    EncodeError::request(&format!(
        "`{operation}` uses {protocol}, but the service `{}` lacks {what}; use another service, or \
         add `.{setting}` to this one",
        service.id(),
    ))
}

/// The body of a payload, by the kind of its value.
#[derive(Debug, PartialEq)]
pub enum Payload {
    /// The member is unset.
    Absent,
    /// Text, unchanged.
    Text(Vec<u8>),
    /// Bytes, unchanged.
    Blob(Vec<u8>),
    /// A document in the protocol's format.
    Document(Vec<u8>),
}
