//! Removes what differs in each run: the parameters of a signature, and UUIDs.

use percent_encoding::percent_decode_str;

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

/// The parameters of a query without those of a signature, sorted.
pub(super) fn without_signature_parameters(query: &str) -> String {
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    let mut pairs: Vec<&str> = pairs
        .filter(|pair| {
            let name = pair.split('=').next().unwrap_or_default();
            let name = percent_decode_str(name).decode_utf8_lossy();
            !CHANGING.iter().any(|changing| changing.eq_ignore_ascii_case(&name))
        })
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
