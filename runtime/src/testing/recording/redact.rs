//! Removes secrets from requests and responses.

use bytes::Bytes;
use http::HeaderMap;

use super::exchange::Headers;
use super::names::{REDACTED, Redaction};
use super::{cbor, json, parameters, xml};
use crate::testing::secrets;

/// Headers that differ in each run, or that belong to the connection.
const LEFT_OUT: [&str; 12] = [
    "amz-sdk-invocation-id",
    "amz-sdk-request",
    "authorization",
    "content-length",
    "host",
    "transfer-encoding",
    "user-agent",
    "x-amz-content-sha256",
    "x-amz-date",
    "x-amz-s3session-token",
    "x-amz-security-token",
    "connection",
];

/// How deep documents in the strings of documents are searched.
const MAX_DEPTH: usize = 8;

/// Headers that are wrong after a body was changed.
const OF_BODY: [&str; 3] = ["content-md5", "x-amz-crc32", "x-amz-checksum-type"];

impl Redaction {
    /// The headers that are kept, without secrets.
    pub(super) fn headers(&self, headers: &HeaderMap, body_is_changed: bool) -> Headers {
        let mut kept = Vec::new();
        for (name, value) in headers {
            let name = name.as_str();
            let is_of_body = OF_BODY.contains(&name) || name.starts_with("x-amz-checksum-");
            if LEFT_OUT.contains(&name) || body_is_changed && is_of_body {
                continue;
            }
            let value = match self.is_secret_header(name) {
                true => REDACTED.to_owned(),
                false => self.text(&String::from_utf8_lossy(value.as_bytes()), 0),
            };
            kept.push((name.to_owned(), value));
        }
        kept
    }

    fn is_secret_header(&self, name: &str) -> bool {
        let is_listed = secrets::HEADERS.contains(&name) || self.headers.contains(name);
        is_listed || self.is_secret(name.trim_start_matches("x-amz-"))
    }

    /// A body without secrets.
    pub(super) fn body(&self, content_type: &str, body: Bytes) -> Bytes {
        let content_type = content_type.to_ascii_lowercase();
        if content_type.starts_with("application/cbor") {
            // What cannot be searched may have secrets.
            return cbor::redacted(&body, self).unwrap_or_default().into();
        }
        let text = String::from_utf8_lossy(&body);
        let redacted = match content_type.starts_with("application/x-www-form-urlencoded") {
            true => parameters::redacted_form(&text, self, 0),
            false => self.text(&text, 0),
        };
        if redacted == text { body } else { redacted.into() }
    }

    /// A text without secrets: a document, or text with URLs. `depth` is the number of documents around it.
    pub(super) fn text(&self, text: &str, depth: usize) -> String {
        if depth > MAX_DEPTH {
            // What is not searched may have secrets.
            return REDACTED.to_owned();
        }
        match text.trim_start_matches('\u{feff}').trim_start().bytes().next() {
            Some(b'{' | b'[' | b'"') => json::redacted(text, self, depth),
            Some(b'<') => xml::redacted(text, self, depth),
            _ => parameters::redacted_parameters(text, self),
        }
    }

    /// The message of an error without secrets, also without the values of the request's secret headers.
    pub(super) fn message(&self, message: &str, request: &HeaderMap) -> String {
        let mut message = message.to_owned();
        let headers = request.iter().filter(|(name, _)| self.is_secret_header(name.as_str()));
        for value in headers.filter_map(|(_, value)| value.to_str().ok()) {
            // The part behind the scheme, such as `Bearer`, may also stand alone.
            let token = value.rsplit(' ').next().unwrap_or_default();
            for secret in [value, token].into_iter().filter(|secret| !secret.is_empty()) {
                message = message.replace(secret, REDACTED);
            }
        }
        parameters::redacted_parameters(&message, self)
    }
}
