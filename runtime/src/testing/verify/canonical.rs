//! The canonical request, computed from a received request by AWS's description alone. It shares no code
//! with the signer, so that an error of the signer is found.
//!
//! Source: AWS IAM user guide, "Create a signed AWS API request".

use std::borrow::Cow;

use http::HeaderMap;
use percent_encoding::{percent_decode_str, percent_encode};
use ring::digest::{SHA256, digest};
use ring::hmac;

use super::claim::{Claim, UrlParameters};
use crate::types::{RESERVED, hex};

/// The hash of an empty body.
pub(super) const EMPTY: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/// How the path is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct PathRules {
    /// Whether dot segments and empty segments are removed.
    pub normalize: bool,
    /// Whether the path, as it was sent, is encoded a second time.
    pub double_encode: bool,
}

impl PathRules {
    pub(super) const S3: Self = Self { normalize: false, double_encode: false };
    pub(super) const OTHERS: Self = Self { normalize: true, double_encode: true };
}

/// The canonical request. `payload` is its last line. A session token in the URL is left out if
/// `omits_token`.
pub(super) fn canonical_request<B>(
    request: &http::Request<B>,
    claim: &Claim,
    path: PathRules,
    omits_token: bool,
    payload: &str,
) -> Vec<u8> {
    let mut out = format!(
        "{}\n{}\n{}\n",
        request.method(),
        canonical_path(request.uri().path(), path),
        canonical_query(request.uri().query().unwrap_or_default(), omits_token),
    )
    .into_bytes();
    for name in &claim.signed_headers {
        out.extend_from_slice(name.as_bytes());
        out.push(b':');
        out.extend(header(request, name).unwrap_or_default());
        out.push(b'\n');
    }
    out.extend_from_slice(format!("\n{}\n{payload}", claim.names()).as_bytes());
    out
}

/// The path as it is signed. Each segment as it was sent is encoded: for the second time, or decoded before
/// and encoded for the first time, so that it does not matter which characters the sender encoded.
fn canonical_path(path: &str, rules: PathRules) -> String {
    let encode = |segment: &str| match rules.double_encode {
        true => percent_encode(segment.as_bytes(), RESERVED).to_string(),
        false => encoded_anew(segment),
    };
    let path = if path.starts_with('/') { path } else { "/" };
    if !rules.normalize {
        return path.split('/').map(encode).collect::<Vec<_>>().join("/");
    }
    let mut segments = Vec::new();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." => drop(segments.pop()),
            _ => segments.push(encode(segment)),
        }
    }
    if ["/", "/.", "/.."].iter().any(|end| path.ends_with(end)) {
        segments.push(String::new());
    }
    format!("/{}", segments.join("/"))
}

/// The parameters without the signature, sorted by their encoded names and values.
fn canonical_query(query: &str, omits_token: bool) -> String {
    let pairs = UrlParameters(query).pairs();
    let mut pairs: Vec<_> =
        pairs.map(|(name, value)| (encoded_anew(name), encoded_anew(value))).collect();
    pairs.retain(|(name, _)| match name.as_str() {
        "X-Amz-Signature" => false,
        "X-Amz-Security-Token" | "X-Amz-S3session-Token" => !omits_token,
        _ => true,
    });
    pairs.sort();
    let pairs: Vec<_> = pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
    pairs.join("&")
}

fn encoded_anew(text: &str) -> String {
    percent_encode(&Cow::from(percent_decode_str(text)), RESERVED).to_string()
}

/// The values of a header: trimmed, with one space for each inner run of spaces, and with commas between
/// them. In HTTP/2, the host is in the URI.
pub(super) fn header<B>(request: &http::Request<B>, name: &str) -> Option<Vec<u8>> {
    let value = joined(request.headers(), name);
    let host = || request.uri().authority().map(|host| host.as_str().as_bytes().to_vec());
    if name == "host" { value.or_else(host) } else { value }
}

fn joined(headers: &HeaderMap, name: &str) -> Option<Vec<u8>> {
    let values = headers.get_all(name).iter().map(|value| {
        let words = value.as_bytes().split(|byte| matches!(byte, b' ' | b'\t'));
        let words: Vec<&[u8]> = words.filter(|word| !word.is_empty()).collect();
        words.join(&b' ')
    });
    let values: Vec<Vec<u8>> = values.collect();
    (!values.is_empty()).then(|| values.join(&b','))
}

/// The string to sign for a canonical request.
pub(super) fn string_to_sign(claim: &Claim, canonical: &[u8]) -> String {
    let (date, scope) = (&claim.date, claim.scope());
    format!("AWS4-HMAC-SHA256\n{date}\n{scope}\n{}", sha256(canonical))
}

/// The key for the day, region and service.
pub(super) fn signing_key(secret_access_key: &str, claim: &Claim) -> hmac::Key {
    let key = |bytes: &[u8]| hmac::Key::new(hmac::HMAC_SHA256, bytes);
    let mut derived = key(format!("AWS4{secret_access_key}").as_bytes());
    for word in claim.scope().split('/') {
        derived = key(hmac::sign(&derived, word.as_bytes()).as_ref());
    }
    derived
}

/// Whether the signature of a text is right. How long the check takes does not depend on the signature.
pub(super) fn is_signed(key: &hmac::Key, text: &str, signature: &str) -> bool {
    let digit = |digit: u8| match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    };
    let bytes = signature.as_bytes().chunks(2).map(|two| match *two {
        [high, low] => Some(digit(high)? << 4 | digit(low)?),
        _ => None,
    });
    let bytes: Option<Vec<u8>> = bytes.collect();
    bytes.is_some_and(|bytes| hmac::verify(key, text.as_bytes(), &bytes).is_ok())
}

/// The SHA-256 in hexadecimal digits.
pub(super) fn sha256(bytes: &[u8]) -> String {
    hex(digest(&SHA256, bytes).as_ref())
}
