//! Removes secrets from requests and responses.

use bytes::Bytes;
use http::HeaderMap;

use super::exchange::Headers;
use super::names::{REDACTED, Redaction};
use super::{cbor, documents, json, text};
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
            let is_secret = secrets::HEADERS.contains(&name) || self.headers.contains(name);
            let value = match is_secret {
                true => REDACTED.to_owned(),
                false => text::without_signatures(&String::from_utf8_lossy(value.as_bytes())),
            };
            kept.push((name.to_owned(), value));
        }
        kept
    }

    /// A body without secrets.
    pub(super) fn body(&self, content_type: &str, body: Bytes) -> Bytes {
        if content_type.starts_with("application/cbor") {
            // What cannot be searched may have secrets.
            return cbor::redacted(&body, self).unwrap_or_default().into();
        }
        let Ok(document) = std::str::from_utf8(&body) else { return body };
        let document = text::without_signatures(document);
        let redacted = match document.trim_start().bytes().next() {
            Some(b'{' | b'[') => json::redacted(&document, self),
            Some(b'<') => documents::redacted_xml(&document, self),
            _ if content_type.starts_with("application/x-www-form-urlencoded") => {
                documents::redacted_form(&document, self)
            }
            _ => document,
        };
        if redacted.as_bytes() == &*body { body } else { redacted.into() }
    }
}
