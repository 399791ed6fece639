//! [`AwsJson1_0`] and [`AwsJson1_1`]: JSON documents; a header names the operation.

use bytes::Bytes;
use http::HeaderMap;
use http::header::{HeaderName, HeaderValue};

use super::rules::{Rules, Wanted, by_status, missing_setting};
use super::{Protocol, errors, json};
use crate::error::{EncodeError, ErrorParts};

/// `aws.protocols#awsJson1_0`: the request and the response are JSON documents.
///
/// DynamoDB, SQS and Step Functions use it.
///
/// Source: Smithy 2.0, AWS JSON 1.0 protocol.
#[derive(Debug, Clone, Copy)]
pub struct AwsJson1_0;

/// `aws.protocols#awsJson1_1`: the request and the response are JSON documents.
///
/// SSM, Secrets Manager, KMS, Kinesis, ECS and many more services use it.
///
/// Source: Smithy 2.0, AWS JSON 1.1 protocol.
#[derive(Debug, Clone, Copy)]
pub struct AwsJson1_1;

impl Protocol for AwsJson1_0 {
    const RULES: &'static Rules = &RULES_1_0;
    type Writer = json::Object;
    type Reader<'de> = json::Members<'de>;
}

impl Protocol for AwsJson1_1 {
    const RULES: &'static Rules = &RULES_1_1;
    type Writer = json::Object;
    type Reader<'de> = json::Members<'de>;
}

static RULES_1_0: Rules = rules("awsJson1_0", "application/x-amz-json-1.0");
static RULES_1_1: Rules = rules("awsJson1_1", "application/x-amz-json-1.1");

const fn rules(name: &'static str, content_type: &'static str) -> Rules {
    Rules {
        name,
        content_type,
        empty_document: b"{}",
        has_initial_messages: true,
        prepare,
        is_failure: by_status,
        read_error,
    }
}

const TARGET: HeaderName = HeaderName::from_static("x-amz-target");

/// Names the operation in `X-Amz-Target`.
fn prepare(
    wanted: &Wanted<'_>,
    _: &mut String,
    headers: &mut HeaderMap,
) -> Result<(), EncodeError> {
    let Some(prefix) = wanted.service.prefix_of_target() else {
        return Err(missing_setting(wanted, "a target prefix", "target_prefix(\"…\")"));
    };
    let target = format!("{prefix}.{}", wanted.operation);
    let target = HeaderValue::try_from(target).map_err(|_| {
        EncodeError::request(
            "the target prefix is not valid in a header; correct `Service::target_prefix`",
        )
    })?;
    headers.insert(TARGET, target);
    errors::ask_for_query_codes(wanted, headers);
    Ok(())
}

/// A service that used awsQuery before sends its awsQuery error code in a header. That code takes
/// precedence over the code in the body.
///
/// Source: Smithy 2.0, AWS JSON 1.0 protocol, "Operation error serialization"; `awsQueryCompatible`
/// trait.
fn read_error(response: &http::Response<Bytes>) -> ErrorParts {
    let parts = errors::json_error(response.body());
    let code = errors::query_code(response).or(parts.code);
    ErrorParts { code: code.or_else(|| errors::header_code(response)), ..parts }
}
