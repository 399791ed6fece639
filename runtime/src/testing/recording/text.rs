//! Removes what differs in each run from text: signatures of URLs, and UUIDs.

use super::names::REDACTED;

/// Parameters of presigned URLs that are secrets.
const SECRET: [&str; 3] = ["X-Amz-Signature=", "X-Amz-Security-Token=", "X-Amz-S3session-Token="];

/// Parameters of presigned URLs that differ in each run.
const CHANGING: [&str; 9] = [
    "X-Amz-Algorithm",
    "X-Amz-Content-Sha256",
    "X-Amz-Credential",
    "X-Amz-Date",
    "X-Amz-Expires",
    "X-Amz-S3session-Token",
    "X-Amz-Security-Token",
    "X-Amz-Signature",
    "X-Amz-SignedHeaders",
];

/// The text without the signatures and session tokens of presigned URLs.
pub(super) fn without_signatures(text: &str) -> String {
    SECRET.iter().fold(text.to_owned(), |text, parameter| {
        if !text.contains(parameter) {
            return text;
        }
        let mut parts = text.split(parameter);
        let mut out = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let is_value = |c: char| c.is_ascii_alphanumeric() || "-._~%+/=".contains(c);
            out.push_str(parameter);
            out.push_str(REDACTED);
            out.push_str(part.trim_start_matches(is_value));
        }
        out
    })
}

/// The parameters of a query without those of a signature, sorted.
pub(super) fn without_signature_parameters(query: &str) -> String {
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    let mut pairs: Vec<&str> = pairs
        .filter(|pair| !CHANGING.contains(&pair.split('=').next().unwrap_or_default()))
        .collect();
    pairs.sort_unstable();
    pairs.join("&")
}

/// The bytes with zeros for the digits of each UUID.
pub(super) fn without_uuids(bytes: &[u8]) -> Vec<u8> {
    const LENGTH: usize = 36;
    let is_uuid = |bytes: &[u8]| {
        bytes.len() == LENGTH
            && bytes.iter().enumerate().all(|(at, byte)| match at {
                8 | 13 | 18 | 23 => *byte == b'-',
                _ => byte.is_ascii_hexdigit(),
            })
    };
    let mut out = bytes.to_vec();
    let mut at = 0;
    while at + LENGTH <= out.len() {
        if is_uuid(&out[at..at + LENGTH]) {
            out[at..at + LENGTH].iter_mut().filter(|byte| **byte != b'-').for_each(|it| *it = b'0');
            at += LENGTH;
        } else {
            at += 1;
        }
    }
    out
}
