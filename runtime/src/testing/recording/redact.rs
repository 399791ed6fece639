//! [`Redaction`]: removes secrets from requests and responses.

use std::collections::BTreeSet;

use bytes::Bytes;
use http::HeaderMap;

use super::exchange::Headers;
use super::{cbor, documents, json, text};
use crate::testing::secrets;

/// Replaces a secret. It is also valid base64.
pub(super) const REDACTED: &str = "REDACTED";

/// Members whose values are secrets: in lowercase, without underscores.
const MEMBERS: [&str; 24] = [
    "accesstoken",
    "authorizationtoken",
    "authtoken",
    "clientsecret",
    "devicecode",
    "idtoken",
    "keymaterial",
    "masteruserpassword",
    "newpassword",
    "oldpassword",
    "password",
    "plaintext",
    "previouspassword",
    "privatekey",
    "proposedpassword",
    "refreshtoken",
    "samlassertion",
    "secretaccesskey",
    "secretbinary",
    "secrethash",
    "secretstring",
    "sessiontoken",
    "tokencode",
    "webidentitytoken",
];

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

/// The names that are secrets beside the usual ones.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Redaction {
    /// In lowercase.
    pub headers: BTreeSet<String>,
    /// In lowercase, without underscores.
    pub members: BTreeSet<String>,
}

impl Redaction {
    /// Whether the values of a member are secrets.
    pub(super) fn is_secret(&self, member: &str) -> bool {
        let name = normalized(member);
        MEMBERS.contains(&name.as_str()) || self.members.contains(&name)
    }

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

/// A member's name in lowercase, without underscores.
pub(super) fn normalized(member: &str) -> String {
    member.chars().filter(|c| *c != '_').flat_map(char::to_lowercase).collect()
}
