//! [`RpcV2Cbor`]: CBOR documents; the path names the operation.

use std::borrow::Cow;

use bytes::Bytes;
use http::HeaderMap;
use http::header::{ACCEPT, HeaderName, HeaderValue};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::error::Error;
use super::rules::{Expected, Payload, Rules, Wanted, by_status, missing_setting};
use super::{Protocol, Reader, Writer, cbor, errors};
use crate::error::{EncodeError, ErrorParts};

/// `smithy.protocols#rpcv2Cbor`: the request and the response are CBOR documents.
///
/// CloudWatch and Kinesis, among others, use it.
///
/// Source: Smithy 2.0, Smithy RPC v2 CBOR protocol.
#[derive(Debug, Clone, Copy)]
pub struct RpcV2Cbor;

static RULES: Rules = Rules {
    name: "rpcv2Cbor",
    content_type: "application/cbor",
    empty_document: b"\xa0",
    has_initial_messages: true,
    prepare,
    is_failure: by_status,
    read_error,
};

impl Protocol for RpcV2Cbor {
    const RULES: &'static Rules = &RULES;
    type Writer = cbor::Object;
    type Reader<'de> = cbor::Members<'de>;
}

const PROTOCOL: HeaderName = HeaderName::from_static("smithy-protocol");

/// Adds the operation's name to the path, and the protocol's name as a header.
fn prepare(
    wanted: &Wanted<'_>,
    path: &mut String,
    headers: &mut HeaderMap,
) -> Result<(), EncodeError> {
    let Some(service) = wanted.service.prefix_of_target() else {
        return Err(missing_setting(wanted, "a target prefix", "target_prefix(\"…\")"));
    };
    path.clear();
    for segment in ["/service/", service, "/operation/", wanted.operation] {
        path.push_str(segment);
    }
    headers.insert(PROTOCOL, HeaderValue::from_static("rpc-v2-cbor"));
    headers.insert(ACCEPT, HeaderValue::from_static("application/cbor"));
    errors::ask_for_query_codes(wanted, headers);
    Ok(())
}

/// The code is in the body. A service that used awsQuery before also sends its awsQuery error code
/// in a header, which takes precedence.
fn read_error(response: &http::Response<Bytes>) -> ErrorParts {
    let parts = errors::cbor_error(response.body());
    ErrorParts { code: errors::query_code(response).or(parts.code), ..parts }
}

impl Writer for cbor::Object {
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
        cbor::to_vec(value).map(Payload::Document)
    }
}

impl<'de> Reader<'de> for cbor::Members<'de> {
    fn open(body: &'de [u8], expected: Expected) -> Result<Self, Error> {
        Self::new(body, expected.memory)
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
        cbor::from_slice(body, expected.memory)
    }

    fn payload<T: DeserializeOwned>(body: &'de [u8], expected: Expected) -> Result<T, Error> {
        cbor::from_slice(body, expected.memory)
    }
}
