//! [`Dialect`]: the codes and the form of errors in the protocol of a request.

use std::collections::BTreeMap;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderValue, Response, StatusCode};

use super::reason::Reason;
use crate::wire::protocol::{Payload, cbor, json};

/// How errors are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialect {
    S3,
    /// Of awsQuery, and of the REST-XML services other than S3.
    Query,
    Ec2,
    AwsJson,
    RestJson,
    Cbor,
}

impl Dialect {
    /// The protocol of a request with these headers, whose signature is for this service.
    pub(super) fn of(headers: &HeaderMap, service: Option<&str>) -> Self {
        let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
        let content_type = text("content-type").unwrap_or_default();
        match (service, text("smithy-protocol")) {
            (_, Some("rpc-v2-cbor")) => Self::Cbor,
            _ if content_type.starts_with("application/x-amz-json-1.") => Self::AwsJson,
            (Some("ec2"), _) => Self::Ec2,
            (Some("cloudfront" | "route53"), _) => Self::Query,
            (Some(service), _) if is_s3(service) => Self::S3,
            _ if content_type.starts_with("application/x-www-form-urlencoded") => Self::Query,
            _ => Self::RestJson,
        }
    }

    /// The status and the code of an error.
    pub(super) fn code(self, reason: Reason) -> (StatusCode, &'static str) {
        const BAD_REQUEST: StatusCode = StatusCode::BAD_REQUEST;
        const FORBIDDEN: StatusCode = StatusCode::FORBIDDEN;
        const UNAUTHORIZED: StatusCode = StatusCode::UNAUTHORIZED;
        match self {
            Self::S3 => match reason {
                Reason::Unsigned | Reason::Header | Reason::Expired => (FORBIDDEN, "AccessDenied"),
                Reason::MalformedHeader => (BAD_REQUEST, "AuthorizationHeaderMalformed"),
                Reason::Scope => (BAD_REQUEST, "AuthorizationHeaderMalformed"),
                Reason::MalformedUrl => (BAD_REQUEST, "AuthorizationQueryParametersError"),
                Reason::AccessKey => (FORBIDDEN, "InvalidAccessKeyId"),
                Reason::SessionToken => (BAD_REQUEST, "InvalidToken"),
                Reason::Clock => (FORBIDDEN, "RequestTimeTooSkewed"),
                Reason::PayloadHash => (BAD_REQUEST, "XAmzContentSHA256Mismatch"),
                Reason::Body => (BAD_REQUEST, "IncompleteBody"),
                Reason::Signature => (FORBIDDEN, "SignatureDoesNotMatch"),
            },
            Self::Query => match reason {
                Reason::Unsigned => (FORBIDDEN, "MissingAuthenticationToken"),
                Reason::MalformedHeader | Reason::MalformedUrl => {
                    (BAD_REQUEST, "IncompleteSignature")
                }
                Reason::AccessKey | Reason::SessionToken => (FORBIDDEN, "InvalidClientTokenId"),
                _ => (FORBIDDEN, "SignatureDoesNotMatch"),
            },
            Self::Ec2 => match reason {
                Reason::Unsigned => (FORBIDDEN, "MissingAuthenticationToken"),
                Reason::MalformedHeader | Reason::MalformedUrl => {
                    (BAD_REQUEST, "IncompleteSignature")
                }
                Reason::Clock | Reason::Expired => (BAD_REQUEST, "RequestExpired"),
                _ => (UNAUTHORIZED, "AuthFailure"),
            },
            Self::AwsJson | Self::RestJson | Self::Cbor => {
                let status = if self == Self::RestJson { FORBIDDEN } else { BAD_REQUEST };
                let code = match reason {
                    Reason::Unsigned => "MissingAuthenticationTokenException",
                    Reason::MalformedHeader | Reason::MalformedUrl => {
                        "IncompleteSignatureException"
                    }
                    Reason::AccessKey | Reason::SessionToken => "UnrecognizedClientException",
                    _ => "InvalidSignatureException",
                };
                (status, code)
            }
        }
    }

    /// An error response.
    pub(super) fn response(
        self,
        status: StatusCode,
        code: &str,
        message: &str,
        region: Option<&str>,
    ) -> Response<Bytes> {
        let region = region.map(|region| element("Region", region)).unwrap_or_default();
        let error = format!("{}{}", element("Code", code), element("Message", message));
        let (content_type, body) = match self {
            Self::S3 => ("application/xml", format!("<Error>{error}{region}</Error>").into()),
            Self::Query => {
                let error = format!("<Error><Type>Sender</Type>{error}</Error>");
                ("text/xml", format!("<ErrorResponse>{error}</ErrorResponse>").into())
            }
            Self::Ec2 => {
                let error = format!("<Errors><Error>{error}</Error></Errors>");
                ("text/xml", format!("<Response>{error}</Response>").into())
            }
            Self::AwsJson => ("application/x-amz-json-1.0", json(&[code, message])),
            Self::RestJson => ("application/json", json(&[code, message])),
            Self::Cbor => ("application/cbor", cbor(&[code, message])),
        };
        let mut response = Response::new(Bytes::from(body));
        *response.status_mut() = status;
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
        match (self, HeaderValue::from_str(code)) {
            (Self::RestJson, Ok(code)) => drop(headers.insert("x-amzn-errortype", code)),
            (Self::Cbor, _) => {
                headers.insert("smithy-protocol", HeaderValue::from_static("rpc-v2-cbor"));
            }
            _ => {}
        }
        response
    }
}

/// Whether requests with this service in their signatures are signed by the rules of S3.
pub(super) fn is_s3(service: &str) -> bool {
    matches!(service, "s3" | "s3express" | "s3-object-lambda" | "s3-outposts")
}

fn members<'a>([code, message]: &[&'a str; 2]) -> BTreeMap<&'static str, &'a str> {
    BTreeMap::from([("__type", *code), ("message", *message)])
}

fn json(error: &[&str; 2]) -> Vec<u8> {
    // A map of text can always be written.
    match json::payload(&members(error)) {
        Ok(Payload::Document(document)) => document,
        _ => Vec::new(),
    }
}

fn cbor(error: &[&str; 2]) -> Vec<u8> {
    // A map of text can always be written.
    cbor::to_vec(&members(error)).unwrap_or_default()
}

/// An element of XML. Characters that XML cannot hold are replaced.
fn element(name: &str, text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '\n' | '\t' => escaped.push(character),
            '\u{fffe}' | '\u{ffff}' => escaped.push(char::REPLACEMENT_CHARACTER),
            character if character.is_control() => escaped.push(char::REPLACEMENT_CHARACTER),
            character => escaped.push(character),
        }
    }
    format!("<{name}>{escaped}</{name}>")
}
