//! [`AwsQuery`] and [`Ec2Query`]: the request is a form, the response is XML.

use std::borrow::Cow;

use bytes::Bytes;
use http::HeaderMap;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::error::Error;
use super::query::{Dialect, Form};
use super::rules::{Expected, Payload, Rules, Wanted, by_status, missing_setting};
use super::xml::{self, Root};
use super::{Protocol, Reader, Writer, errors};
use crate::error::{EncodeError, ErrorParts};

/// `aws.protocols#awsQuery`: the request is a form, the response is XML.
///
/// STS, IAM, SNS, CloudFormation and RDS use it.
///
/// Source: Smithy 2.0, AWS query protocol.
#[derive(Debug, Clone, Copy)]
pub struct AwsQuery;

/// `aws.protocols#ec2Query`: the request is a form, the response is XML.
///
/// Only EC2 uses it.
///
/// Source: Smithy 2.0, AWS EC2 query protocol.
#[derive(Debug, Clone, Copy)]
pub struct Ec2Query;

impl Protocol for AwsQuery {
    const RULES: &'static Rules = &AWS_QUERY;
    type Writer = AwsQueryForm;
    type Reader<'de> = ResultMembers<'de>;
}

impl Protocol for Ec2Query {
    const RULES: &'static Rules = &EC2_QUERY;
    type Writer = Ec2QueryForm;
    type Reader<'de> = xml::Members<'de>;
}

static AWS_QUERY: Rules = rules("awsQuery");
static EC2_QUERY: Rules = rules("ec2Query");

const fn rules(name: &'static str) -> Rules {
    Rules {
        name,
        content_type: "application/x-www-form-urlencoded",
        empty_document: b"",
        has_initial_messages: false,
        prepare,
        is_failure: by_status,
        read_error,
    }
}

/// The form contains the API version, so the service must declare one.
fn prepare(wanted: &Wanted<'_>, _: &mut String, _: &mut HeaderMap) -> Result<(), EncodeError> {
    match wanted.service.version_of_api() {
        Some(_) => Ok(()),
        None => Err(missing_setting(wanted, "an API version", "api_version(\"…\")")),
    }
}

fn read_error(response: &http::Response<Bytes>) -> ErrorParts {
    errors::xml_error(response.body())
}

/// The form of an awsQuery request.
pub struct AwsQueryForm(Form);

/// The form of an ec2Query request.
pub struct Ec2QueryForm(Form);

macro_rules! writer {
    ($($form:ident $dialect:ident)*) => {$(
        impl Writer for $form {
            fn open(wanted: &Wanted<'_>) -> Result<Self, Error> {
                let version = wanted.service.version_of_api().unwrap_or_default();
                Ok(Self(Form::new(wanted.operation, version, Dialect::$dialect)))
            }

            fn member<T: Serialize + ?Sized>(
                &mut self,
                name: &str,
                value: &T,
            ) -> Result<(), Error> {
                self.0.member(name, value)
            }

            fn end(self) -> Vec<u8> {
                self.0.end()
            }

            fn payload<T: Serialize + ?Sized>(
                _: &T,
                _: Option<&str>,
                _: &Wanted<'_>,
            ) -> Result<Payload, Error> {
                Err(Error::new("the query protocols have no payloads"))
            }
        }
    )*};
}

writer! {
    AwsQueryForm AwsQuery
    Ec2QueryForm Ec2Query
}

/// The members of an awsQuery response. They are in the element `…Result` inside the root element.
pub struct ResultMembers<'de>(xml::Members<'de>);

impl<'de> Reader<'de> for ResultMembers<'de> {
    fn open(body: &'de [u8], expected: Expected) -> Result<Self, Error> {
        let root = xml::root(expected.place, Root::Result);
        xml::Members::new(body, root, expected.memory).map(Self)
    }

    fn next(&mut self) -> Result<Option<Cow<'de, str>>, Error> {
        self.0.next()
    }

    fn read<T: DeserializeOwned>(&mut self) -> Result<T, Error> {
        self.0.read()
    }

    fn read_with_facts<T: DeserializeOwned>(&mut self, facts: &'static str) -> Result<T, Error> {
        self.0.read_with_facts(facts)
    }

    fn skip(&mut self) -> Result<(), Error> {
        self.0.skip()
    }

    fn document<T: DeserializeOwned>(body: &'de [u8], expected: Expected) -> Result<T, Error> {
        xml::document(body, xml::root(expected.place, Root::Result), expected.memory)
    }

    fn payload<T: DeserializeOwned>(body: &'de [u8], expected: Expected) -> Result<T, Error> {
        xml::from_payload(body, expected.memory)
    }
}
