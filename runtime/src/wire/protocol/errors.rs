//! Error codes and messages, in the forms that several protocols share.

use bytes::Bytes;
use http::HeaderMap;
use http::header::{CONTENT_TYPE, HeaderName, HeaderValue};

use super::memory::MAX_MEMORY;
use super::rules::Wanted;
use super::{cbor, json, xml};
use crate::error::{CodeAndMessage, ErrorParts};

const QUERY_MODE: HeaderName = HeaderName::from_static("x-amzn-query-mode");

/// Asks for awsQuery error codes. Services that used awsQuery before can send them.
///
/// Source: Smithy 2.0, `aws.protocols#awsQueryCompatible` trait.
pub(super) fn ask_for_query_codes(wanted: &Wanted<'_>, headers: &mut HeaderMap) {
    if wanted.service.is_query_compatible() {
        headers.insert(QUERY_MODE, HeaderValue::from_static("true"));
    }
}

/// Reads an error of a request that is not an operation, so that its protocol is unknown.
pub(crate) fn read_any_error(response: &http::Response<Bytes>) -> ErrorParts {
    let parts = json_error(response.body());
    ErrorParts { code: header_code(response).or(parts.code), ..parts }
}

/// The code in the header `x-amzn-errortype`.
pub(super) fn header_code(response: &http::Response<Bytes>) -> Option<String> {
    let header = response.headers().get("x-amzn-errortype")?;
    header.to_str().ok().map(str::to_owned)
}

/// The code in the header `x-amzn-query-error`: `Code;Fault`.
pub(super) fn query_code(response: &http::Response<Bytes>) -> Option<String> {
    let header = response.headers().get("x-amzn-query-error")?;
    let code = header.to_str().ok()?.split(';').next()?.trim();
    (!code.is_empty()).then(|| code.to_owned())
}

/// Reads problem details: the URI in `type` is the code, and `detail` or `title` is the message. The
/// type `about:blank` means the same as the status alone, so it is not a code.
///
/// Source: RFC 9457, sections 3.1 and 4.2.1.
pub(crate) fn problem_details(response: &http::Response<Bytes>) -> CodeAndMessage {
    let content_type = response.headers().get(CONTENT_TYPE).and_then(|it| it.to_str().ok());
    let media_type = content_type.and_then(|it| it.split(';').next()).unwrap_or_default().trim();
    if !media_type.eq_ignore_ascii_case("application/problem+json") {
        return CodeAndMessage::default();
    }
    let member = |name| json::value_at(response.body(), name).filter(|text| !text.is_empty());
    CodeAndMessage {
        code: member("type").filter(|code| code != "about:blank"),
        message: member("detail").or_else(|| member("title")),
    }
}

/// Reads the code and the message of a JSON body. Only top-level members count. A code that is a
/// number counts if there is no other one.
pub(super) fn json_error(body: &[u8]) -> ErrorParts {
    const CODES: usize = 2;
    const NAMES: [&str; 5] = ["code", "__type", "message", "Message", "errorMessage"];
    let (mut code, mut message) = (None, None);
    if let Ok(mut members) = json::Members::new(body) {
        // A member that cannot be read is ignored, so that the rest of the body can be used.
        while let Ok(Some(name)) = members.next() {
            match NAMES.iter().position(|known| *known == name) {
                Some(rank) => match members.text() {
                    Ok(text) if rank < CODES => prefer(&mut code, rank, text),
                    Ok(text) => prefer(&mut message, rank, text),
                    Err(_) => break,
                },
                None if members.skip().is_err() => break,
                None => {}
            }
        }
    }
    let text = |found: Option<(usize, String)>| found.map(|(_, text)| text);
    let code = text(code).or_else(|| json::value_at(body, "code"));
    ErrorParts { code, message: text(message), ..ErrorParts::default() }
}

/// Reads the code and the message of a CBOR body.
///
/// Source: Smithy 2.0, Smithy RPC v2 CBOR protocol, "Operation error serialization".
pub(super) fn cbor_error(body: &[u8]) -> ErrorParts {
    let mut parts = ErrorParts::default();
    if let Ok(mut members) = cbor::Members::new(body, MAX_MEMORY) {
        // A member that cannot be read is ignored, so that the rest of the body can be used.
        while let Ok(Some(name)) = members.next() {
            let part = match &*name {
                "__type" => &mut parts.code,
                "message" | "Message" => &mut parts.message,
                _ if members.skip().is_err() => break,
                _ => continue,
            };
            match members.text() {
                Ok(text) => *part = text.or(part.take()),
                Err(_) => break,
            }
        }
    }
    parts
}

/// Reads an XML error body of any protocol.
pub(super) fn xml_error(body: &[u8]) -> ErrorParts {
    match xml::ErrorDocument::new(body, MAX_MEMORY) {
        Ok(error) => ErrorParts {
            code: error.code(),
            message: error.message(),
            request_id: error.request_id(),
            extended_request_id: error.extended_request_id(),
        },
        Err(_) => ErrorParts::default(),
    }
}

/// The code of a response without a body, such as a response to HEAD: the reason phrase of its
/// status, such as `NotFound`. S3 models this code, and nothing else in the response contains it.
///
/// Source: Amazon S3 API reference, HeadObject and HeadBucket.
pub(super) fn code_of_status(response: &http::Response<Bytes>) -> Option<String> {
    let status = response.status();
    let is_told =
        response.body().is_empty() && (status.is_redirection() || status.is_client_error());
    let reason = is_told.then(|| status.canonical_reason()).flatten()?;
    Some(reason.replace(' ', ""))
}

/// Keeps the text whose name has the lowest rank, which is its index in the list of names.
fn prefer(found: &mut Option<(usize, String)>, rank: usize, text: Option<String>) {
    if found.as_ref().is_none_or(|(other, _)| rank <= *other) {
        *found = text.map(|text| (rank, text)).or(found.take());
    }
}
