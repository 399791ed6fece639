//! Verifies the AWS Signature Version 4 of a received request, by AWS's description alone.
//!
//! It shares no code with the signer of `aws-operation`: where the two agree, both follow
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html>.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::time::{SystemTime, UNIX_EPOCH};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, percent_encode};
use ring::digest::{SHA256, digest};
use ring::hmac::{self, HMAC_SHA256};

const ALGORITHM: &str = "AWS4-HMAC-SHA256";
const TERMINATOR: &str = "aws4_request";
const TOLERANCE_SECONDS: u64 = 5 * 60;
/// All but the characters that AWS leaves as they are.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

const INCOMPLETE: &str = "IncompleteSignatureException";
const INVALID: &str = "InvalidSignatureException";
const MISSING: &str = "MissingAuthenticationTokenException";
const UNRECOGNIZED: &str = "UnrecognizedClientException";

/// The one set of keys whose signatures are accepted.
#[derive(Clone, Copy)]
pub struct Keys<'a> {
    /// The access key id.
    pub access_key_id: &'a str,
    /// The secret access key.
    pub secret_access_key: &'a str,
    /// The session token of temporary keys.
    pub session_token: Option<&'a str>,
}

/// A request as it stood on the wire.
pub struct ReceivedRequest<'a> {
    /// The HTTP method.
    pub method: &'a str,
    /// Path and query, still percent-encoded.
    pub target: &'a str,
    /// Names and values in the order received.
    pub headers: &'a [(&'a str, &'a str)],
    /// The body, without the framing of HTTP.
    pub body: &'a [u8],
}

/// Why a request was refused: the code of an AWS error, and what the sender can do about it.
///
/// No message holds the secret key, the session token or the signature that would have been right.
#[derive(Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The code of an AWS error.
    pub code: &'static str,
    /// What is wrong, and how the sender can fix it.
    pub message: String,
}

/// Accepts a request that was signed for `service` with `keys` within five minutes of `now`.
///
/// # Errors
///
/// The signature is missing, is not for this request, or is too old.
pub fn verify(
    request: &ReceivedRequest<'_>,
    service: &str,
    keys: &Keys<'_>,
    now: SystemTime,
) -> Result<(), Refusal> {
    let headers = canonical_headers(request.headers);
    let header = |name| headers.get(name).map(String::as_str);
    let missing = || refusal(MISSING, "Missing Authentication Token");
    let claim = Claim::parse(header("authorization").ok_or_else(missing)?)?;
    let time = header("x-amz-date").unwrap_or_default();

    check_signed_headers(&headers, &claim.signed_headers)?;
    check_keys(claim.access_key_id, header("x-amz-security-token"), keys)?;
    check_scope(claim.scope, service, time)?;
    check_clock(time, now)?;
    let canonical = canonical_request(request, &headers, &claim.signed_headers);
    check_signature(&claim, time, &canonical, keys)
}

/// What the Authorization header says.
struct Claim<'a> {
    access_key_id: &'a str,
    /// Day, region, service and terminator.
    scope: [&'a str; 4],
    signed_headers: Vec<&'a str>,
    signature: &'a str,
}

impl<'a> Claim<'a> {
    fn parse(header: &'a str) -> Result<Self, Refusal> {
        let form = "Credential=ID/DAY/REGION/SERVICE/aws4_request, SignedHeaders=…, Signature=…";
        let message = format!("the Authorization header must be `{ALGORITHM} {form}`");
        Self::parts(header).ok_or_else(|| refusal(INCOMPLETE, message))
    }

    fn parts(header: &'a str) -> Option<Self> {
        let parameters = header.strip_prefix(ALGORITHM)?.strip_prefix(' ')?;
        let parameters: Vec<&str> = parameters.split(',').map(str::trim).collect();
        let find = |name| parameters.iter().find_map(|item| item.strip_prefix(name));
        let (access_key_id, scope) = find("Credential=")?.split_once('/')?;
        let claim = Self {
            access_key_id,
            scope: scope.split('/').collect::<Vec<_>>().try_into().ok()?,
            signed_headers: find("SignedHeaders=")?.split(';').collect(),
            signature: find("Signature=")?,
        };
        (parameters.len() == 3).then_some(claim)
    }
}

/// The host and all that AWS gives a meaning to must be signed; what is signed must be there.
fn check_signed_headers(headers: &Headers, signed: &[&str]) -> Result<(), Refusal> {
    let message = "`SignedHeaders` must list each name once, in lowercase and sorted";
    require(signed.is_sorted_by(|a, b| a < b), INCOMPLETE, message)?;
    let special = headers.keys().filter(|name| name.starts_with("x-amz-"));
    for name in special.map(String::as_str).chain(["host", "x-amz-date"]) {
        let message = format!("the header `{name}` is not signed; add it to `SignedHeaders`");
        require(signed.contains(&name), INVALID, message)?;
    }
    for &name in signed {
        let message = format!("`SignedHeaders` has `{name}`, but this request has no such header");
        require(headers.contains_key(name), INVALID, message)?;
    }
    Ok(())
}

fn check_keys(id: &str, token: Option<&str>, keys: &Keys<'_>) -> Result<(), Refusal> {
    let message = "the access key id in `Credential` is not known here";
    require(id == keys.access_key_id, UNRECOGNIZED, message)?;
    let message = match keys.session_token {
        Some(_) => "`X-Amz-Security-Token` must be the session token of these keys",
        None => "these keys have no session token; leave `X-Amz-Security-Token` out",
    };
    // Digests, so that the time this takes tells nothing about the token.
    let digest = |token: &str| sha256_hex(token.as_bytes());
    let is_ours = token.map(digest) == keys.session_token.map(digest);
    require(is_ours, UNRECOGNIZED, message)
}

fn check_scope(scope: [&str; 4], service: &str, time: &str) -> Result<(), Refusal> {
    let [day, region, scope_service, terminator] = scope;
    let is_ours = !region.is_empty() && scope_service == service && terminator == TERMINATOR;
    let message = format!("`Credential` must be scoped to `DAY/REGION/{service}/{TERMINATOR}`");
    require(is_ours, INVALID, message)?;
    let message = format!("`Credential` is of the day `{day}`, but `X-Amz-Date` is `{time}`");
    require(time.split('T').next() == Some(day), INVALID, message)
}

/// Compares times as text: those of the form `YYYYMMDDTHHMMSSZ` are in order when their text is.
fn check_clock(sent: &str, now: SystemTime) -> Result<(), Refusal> {
    let shape = sent.replace(|c: char| c.is_ascii_digit(), "0");
    let message = format!("`X-Amz-Date` is `{sent}`; it must have the form YYYYMMDDTHHMMSSZ");
    require(shape == "00000000T000000Z", INCOMPLETE, message)?;
    let now = now.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    let earliest = amz_date(now.saturating_sub(TOLERANCE_SECONDS));
    let message = format!("Signature expired: {sent} is before {earliest}; compare the clocks");
    require(sent >= &*earliest, INVALID, message)?;
    let latest = amz_date(now.saturating_add(TOLERANCE_SECONDS));
    let message = format!("Signature not yet current: {sent} is after {latest}; set the clock");
    require(sent <= &*latest, INVALID, message)
}

fn check_signature(
    claim: &Claim<'_>,
    time: &str,
    canonical: &str,
    keys: &Keys<'_>,
) -> Result<(), Refusal> {
    let hash = sha256_hex(canonical.as_bytes());
    let string_to_sign = format!("{ALGORITHM}\n{time}\n{}\n{hash}", claim.scope.join("/"));
    let secret = format!("AWS4{}", keys.secret_access_key);
    let mut key = hmac::Key::new(HMAC_SHA256, secret.as_bytes());
    for part in claim.scope {
        let derived = hmac::sign(&key, part.as_bytes());
        key = hmac::Key::new(HMAC_SHA256, derived.as_ref());
    }
    let expected = hex(hmac::sign(&key, string_to_sign.as_bytes()).as_ref());
    // In constant time: equal texts have equal HMACs, and these are compared so.
    let sent = hmac::sign(&key, claim.signature.as_bytes());
    let outcome = hmac::verify(&key, expected.as_bytes(), sent.as_ref());

    let mut shown = canonical.to_owned();
    if let Some(token) = keys.session_token {
        shown = shown.replace(token, "(hidden)");
        shown = shown.replace(&encode(token.as_bytes()), "(hidden)");
    }
    let advice = "check the secret access key, and compare what you signed with what came";
    let message = format!("the signature is not that of this request; {advice}:\n{shown}");
    require(outcome.is_ok(), INVALID, message)
}

fn canonical_request(request: &ReceivedRequest<'_>, headers: &Headers, signed: &[&str]) -> String {
    let mut target = request.target.splitn(2, '?');
    let path = canonical_path(target.next().unwrap_or_default());
    let query = canonical_query(target.next().unwrap_or_default());
    let line = |(name, value)| format!("{name}:{value}\n");
    let signed_headers = headers.iter().filter(|(name, _)| signed.contains(&&***name));
    let lines: String = signed_headers.map(line).collect();
    let (method, names, body) = (request.method, signed.join(";"), sha256_hex(request.body));
    format!("{method}\n{path}\n{query}\n{lines}\n{names}\n{body}")
}

/// Without dot segments and empty ones, and encoded a second time: on the wire was the first.
fn canonical_path(path: &str) -> String {
    let mut segments = Vec::new();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." => drop(segments.pop()),
            _ => segments.push(encode(segment.as_bytes())),
        }
    }
    let is_folder = ["/", "/.", "/.."].iter().any(|end| path.ends_with(end));
    if is_folder {
        segments.push(String::new());
    }
    format!("/{}", segments.join("/"))
}

/// Decoded and encoded anew, so that it matters nothing which characters the sender left bare.
fn canonical_query(query: &str) -> String {
    let anew = |text| encode(&Cow::from(percent_decode_str(text)));
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    let pairs = pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    let mut pairs: Vec<_> = pairs.map(|(key, value)| [anew(key), anew(value)]).collect();
    pairs.sort();
    let pairs: Vec<_> = pairs.iter().map(|pair| pair.join("=")).collect();
    pairs.join("&")
}

/// By lowercase name: values trimmed, with single spaces, and joined where a name came twice.
type Headers = BTreeMap<String, String>;

fn canonical_headers(received: &[(&str, &str)]) -> Headers {
    let mut headers = Headers::new();
    for (name, value) in received {
        let words = value.trim_matches([' ', '\t']).split(' ').filter(|word| !word.is_empty());
        let value = words.collect::<Vec<_>>().join(" ");
        let entry = headers.entry(name.to_ascii_lowercase());
        entry.and_modify(|earlier| *earlier += &format!(",{value}")).or_insert(value);
    }
    headers
}

fn encode(bytes: &[u8]) -> String {
    percent_encode(bytes, RESERVED).to_string()
}

fn sha256_hex(bytes: &[u8]) -> String {
    hex(digest(&SHA256, bytes).as_ref())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Seconds since 1970 as `YYYYMMDDTHHMMSSZ`, by Howard Hinnant's `civil_from_days`.
fn amz_date(seconds: u64) -> String {
    let days = seconds / 86_400 + 719_468; // since 1 March of the year 0
    let (era, day) = (days / 146_097, days % 146_097);
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100); // of a year that begins in March
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = 400 * era + year + u64::from(month <= 2);
    let (hour, minute, second) = (seconds / 3_600 % 24, seconds / 60 % 60, seconds % 60);
    format!("{year:04}{month:02}{day:02}T{hour:02}{minute:02}{second:02}Z")
}

fn refusal(code: &'static str, message: impl Into<String>) -> Refusal {
    let message = message.into();
    Refusal { code, message }
}

fn require(holds: bool, code: &'static str, message: impl Into<String>) -> Result<(), Refusal> {
    let refusal = || refusal(code, message);
    holds.then_some(()).ok_or_else(refusal)
}

#[cfg(test)]
mod tests;
