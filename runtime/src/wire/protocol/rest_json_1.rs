//! [`RestJson1`]: HTTP bindings with JSON bodies.

use std::borrow::Cow;

use bytes::Bytes;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::error::Error;
use super::rules::{Expected, Payload, Rules, Wanted, by_status, by_uri};
use super::{Protocol, Reader, Writer, errors, json};
use crate::error::ErrorParts;

/// `aws.protocols#restJson1`: HTTP bindings with JSON bodies.
///
/// Source: Smithy 2.0, AWS restJson1 protocol.
#[derive(Debug, Clone, Copy)]
pub struct RestJson1;

static RULES: Rules = Rules {
    name: "restJson1",
    content_type: "application/json",
    empty_document: b"{}",
    has_initial_messages: false,
    prepare: by_uri,
    is_failure: by_status,
    read_error,
};

impl Protocol for RestJson1 {
    const RULES: &'static Rules = &RULES;
    type Writer = json::Object;
    type Reader<'de> = json::Members<'de>;
}

/// The code in the header takes precedence over the code in the body.
///
/// Source: Smithy 2.0, AWS restJson1 protocol, "Operation error serialization".
fn read_error(response: &http::Response<Bytes>) -> ErrorParts {
    let parts = errors::json_error(response.body());
    ErrorParts { code: errors::header_code(response).or(parts.code), ..parts }
}

impl Writer for json::Object {
    fn open(_: &Wanted<'_>) -> Result<Self, Error> {
        Ok(Self::new())
    }

    fn member<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) -> Result<(), Error> {
        self.member(name, value)
    }

    fn end(self) -> Vec<u8> {
        self.end()
    }

    fn payload<T: Serialize + ?Sized>(
        value: &T,
        _: Option<&str>,
        _: &Wanted<'_>,
    ) -> Result<Payload, Error> {
        json::payload(value)
    }
}

impl<'de> Reader<'de> for json::Members<'de> {
    fn open(body: &'de [u8], expected: Expected) -> Result<Self, Error> {
        Self::within(body, expected.memory)
    }

    fn next(&mut self) -> Result<Option<Cow<'de, str>>, Error> {
        self.next()
    }

    fn read<T: DeserializeOwned>(&mut self) -> Result<T, Error> {
        self.read()
    }

    fn skip(&mut self) -> Result<(), Error> {
        self.skip()
    }

    fn document<T: DeserializeOwned>(body: &'de [u8], expected: Expected) -> Result<T, Error> {
        json::from_slice(body, expected.memory)
    }

    fn payload<T: DeserializeOwned>(body: &'de [u8], expected: Expected) -> Result<T, Error> {
        json::from_payload(body, expected.memory)
    }
}
