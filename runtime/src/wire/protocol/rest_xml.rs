//! [`RestXml`]: HTTP bindings with XML bodies.

use std::borrow::Cow;

use bytes::Bytes;
use http::StatusCode;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::error::Error;
use super::facts::Facts;
use super::rules::{Answered, Content, Expected, Payload, Rules, Wanted, by_status, by_uri};
use super::xml::{self, Root};
use super::{Protocol, Reader, Writer, errors};
use crate::error::ErrorParts;

/// `aws.protocols#restXml`: HTTP bindings with XML bodies.
///
/// S3, CloudFront and Route 53 use it.
///
/// Source: Smithy 2.0, AWS restXml protocol.
#[derive(Debug, Clone, Copy)]
pub struct RestXml;

static RULES: Rules = Rules {
    name: "restXml",
    content_type: "application/xml",
    empty_document: b"",
    has_initial_messages: false,
    prepare: by_uri,
    is_failure,
    read_error,
};

impl Protocol for RestXml {
    const RULES: &'static Rules = &RULES;
    type Writer = xml::Object;
    type Reader<'de> = xml::Members<'de>;
}

/// The S3 operations that may send the status before the work is done. Their successful responses
/// always have a document.
const EARLY: [&str; 3] = ["CompleteMultipartUpload", "CopyObject", "UploadPartCopy"];

/// S3 may fail after it has sent a success status. The body is then an error, or is incomplete.
///
/// Source: Amazon S3 API reference, CopyObject, "Error codes" and "Response and special errors".
fn is_failure(answered: &Answered<'_>, response: &http::Response<Bytes>) -> bool {
    if by_status(answered, response) {
        return true;
    }
    if response.status() != StatusCode::OK || !answered.service.is_signed_as_s3() {
        return false;
    }
    let body = response.body();
    let is_document = match answered.content {
        Content::Raw | Content::Stream | Content::Events(_) => return false,
        Content::Payload(is_raw) if is_raw() => return false,
        Content::Payload(_) | Content::Document => true,
        Content::Nothing => false,
    };
    match body.trim_ascii() {
        [] => is_document && EARLY.contains(&answered.operation),
        _ if is_document => xml::is_error(body) || !xml::is_whole(body),
        // The body may be an object's content, which the operation's type discards.
        _ => xml::is_error(body) && errors::xml_error(body).code.is_some(),
    }
}

/// If the status is a success and the body is not an error, the message says what is wrong with the
/// body.
fn read_error(response: &http::Response<Bytes>) -> ErrorParts {
    let parts = errors::xml_error(response.body());
    if !response.status().is_success() {
        return ErrorParts {
            code: parts.code.or_else(|| errors::code_of_status(response)),
            ..parts
        };
    }
    let ErrorParts { code: None, message: None, .. } = parts else { return parts };
    let problem = xml::problem(response.body());
    ErrorParts { message: problem, ..parts }
}

impl Writer for xml::Object {
    /// The root element has the name of the input's shape, which is usually the operation's name
    /// followed by `Request`.
    fn open(wanted: &Wanted<'_>) -> Result<Self, Error> {
        let (name, facts) = Facts::of_structure(wanted.xml_root);
        let name = match name {
            "" => Cow::Owned(format!("{}Request", wanted.operation)),
            name => Cow::Borrowed(name),
        };
        Self::new(name, facts.namespace().or(wanted.service.namespace_of_xml()))
    }

    fn member<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) -> Result<(), Error> {
        self.member(name, value)
    }

    fn end(self) -> Vec<u8> {
        self.end()
    }

    fn payload<T: Serialize + ?Sized>(
        value: &T,
        name: Option<&str>,
        wanted: &Wanted<'_>,
    ) -> Result<Payload, Error> {
        xml::payload(value, name, wanted.service.namespace_of_xml())
    }
}

/// For restXml and ec2Query: a response's members are in the root element.
impl<'de> Reader<'de> for xml::Members<'de> {
    fn open(body: &'de [u8], expected: Expected) -> Result<Self, Error> {
        Self::new(body, xml::root(expected.place, Root::Element), expected.memory)
    }

    fn next(&mut self) -> Result<Option<Cow<'de, str>>, Error> {
        self.next()
    }

    fn read<T: DeserializeOwned>(&mut self) -> Result<T, Error> {
        self.read()
    }

    fn read_with_facts<T: DeserializeOwned>(&mut self, facts: &'static str) -> Result<T, Error> {
        self.read_with_facts(facts)
    }

    fn skip(&mut self) -> Result<(), Error> {
        self.skip()
    }

    fn document<T: DeserializeOwned>(body: &'de [u8], expected: Expected) -> Result<T, Error> {
        xml::document(body, xml::root(expected.place, Root::Element), expected.memory)
    }

    fn payload<T: DeserializeOwned>(body: &'de [u8], expected: Expected) -> Result<T, Error> {
        xml::from_payload(body, expected.memory)
    }
}
