//! The rules for a request, except for the signature itself: one function for each rule.

use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::HeaderMap;

use super::canonical::{header, sha256};
use super::claim::{Claim, UrlParameters};
use super::dialect::is_s3;
use super::error::VerifyError;
use super::reason::Reason;
use crate::types::{Credentials, Timestamp};

/// How much the time of a signature may differ from the clock.
const TOLERANCE: Duration = Duration::from_secs(15 * 60);

pub(super) const TOKEN_HEADERS: [&str; 2] = ["x-amz-security-token", "x-amz-s3session-token"];

/// `host` and all headers whose names begin with `x-amz-` must be signed, and all signed headers must exist.
pub(super) fn check_signed_headers<B>(
    request: &http::Request<B>,
    claim: &Claim,
    omits_token: bool,
) -> Result<(), VerifyError> {
    let is_signed = |name: &str| claim.signed_headers.iter().any(|signed| signed == name);
    let special = request.headers().keys().map(|name| name.as_str());
    let special = special.filter(|name| name.starts_with("x-amz-"));
    let special = special.filter(|name| !(omits_token && TOKEN_HEADERS.contains(name)));
    let has_date = request.headers().contains_key("x-amz-date");
    let date = (claim.expires_in.is_none() && !has_date).then_some("date");
    for name in special.chain(["host"]).chain(date) {
        if !is_signed(name) {
            return Err(VerifyError::new(
                Reason::Header,
                format!("the header `{name}` is not signed; add it to `SignedHeaders`"),
            ));
        }
    }
    match claim.signed_headers.iter().find(|name| header(request, name).is_none()) {
        Some(name) => Err(VerifyError::new(
            Reason::Header,
            format!("`SignedHeaders` has `{name}`, but the request has no such header"),
        )),
        None => Ok(()),
    }
}

/// The session token, in a header or in the URL, must be that of the credentials.
pub(super) fn check_token<B>(
    request: &http::Request<B>,
    claim: &Claim,
    credentials: &Credentials,
) -> Result<(), VerifyError> {
    let in_header = TOKEN_HEADERS.into_iter().find_map(|name| header(request, name));
    let token = in_header.or_else(|| claim.token.as_ref().map(|token| token.as_bytes().to_vec()));
    // Hashes, so that the time that this takes does not depend on the token.
    let token = token.map(|token| sha256(&token));
    if token == credentials.session_token().map(|token| sha256(token.as_bytes())) {
        return Ok(());
    }
    let message = match credentials.session_token() {
        Some(_) => "the session token is missing, or is not that of this access key id",
        None => "the credentials of this access key id have no session token; remove it",
    };
    Err(VerifyError::new(Reason::SessionToken, message))
}

/// The region, the service and the day must be the expected ones.
pub(super) fn check_scope(
    claim: &Claim,
    region: Option<&str>,
    service: Option<&str>,
) -> Result<(), VerifyError> {
    let wrong = |what: &str, found: &str, expected: &str| {
        let reason = Reason::Scope;
        VerifyError::new(reason, format!("the {what} '{found}' is wrong; expecting '{expected}'"))
    };
    if let Some(region) = region.filter(|region| *region != claim.region) {
        return Err(wrong("region", &claim.region, region).with_region(region));
    }
    if let Some(service) = service.filter(|service| *service != claim.service) {
        return Err(wrong("service", &claim.service, service));
    }
    match claim.date.split('T').next() {
        Some(day) if day != claim.day => Err(wrong("day", &claim.day, day)),
        _ => Ok(()),
    }
}

/// The signature must not be too old, and not from the future.
pub(super) fn check_time(claim: &Claim, now: SystemTime) -> Result<(), VerifyError> {
    let (date, server) = (&claim.date, Timestamp::from(now).compact());
    let server = server.as_str();
    let age = now.duration_since(claim.time);
    let is_of_the_future = age.is_err_and(|early| early.duration() > TOLERANCE);
    match (claim.expires_in, now.duration_since(claim.time)) {
        _ if is_of_the_future => Err(VerifyError::new(
            Reason::Clock,
            format!(
                "Signature not yet current: the request is of {date}, the server's time is {server}"
            ),
        )),
        (None, Ok(age)) if age > TOLERANCE => Err(VerifyError::new(
            Reason::Clock,
            format!("Signature expired: the request is of {date}, the server's time is {server}"),
        )),
        (Some(expires_in), Ok(age)) if age > expires_in => Err(VerifyError::new(
            Reason::Expired,
            format!(
                "Request has expired: it was valid for {} s from {date}, the server's time is {server}",
                expires_in.as_secs()
            ),
        )),
        _ => Ok(()),
    }
}

/// How the signature covers the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Covered {
    Whole,
    Not,
    SignedChunks,
    UnsignedChunks,
    Events,
}

/// The last line of the canonical request, and how the signature covers the body. A hash must be that of
/// the body.
pub(super) fn check_payload(
    request: &http::Request<Bytes>,
    claim: &Claim,
) -> Result<(String, Covered), VerifyError> {
    const NAME: &str = "x-amz-content-sha256";
    let in_url = || {
        let parameters = UrlParameters(request.uri().query().unwrap_or_default());
        let value = parameters.all("X-Amz-Content-Sha256").next();
        value.map(|value| value.into_owned())
    };
    let payload = header(request, NAME).or_else(in_url);
    let payload = payload.map(|payload| String::from_utf8_lossy(&payload).into_owned());
    let Some(payload) = payload else {
        return match (is_s3(&claim.service), claim.expires_in) {
            (true, Some(_)) => Ok(("UNSIGNED-PAYLOAD".to_owned(), Covered::Not)),
            (true, None) => Err(VerifyError::new(
                Reason::Header,
                format!("Missing required header for this request: {NAME}"),
            )),
            (false, _) => Ok((sha256(request.body()), Covered::Whole)),
        };
    };
    let covered = match payload.as_str() {
        "UNSIGNED-PAYLOAD" => Covered::Not,
        "STREAMING-UNSIGNED-PAYLOAD-TRAILER" => Covered::UnsignedChunks,
        "STREAMING-AWS4-HMAC-SHA256-PAYLOAD" | "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER" => {
            Covered::SignedChunks
        }
        "STREAMING-AWS4-HMAC-SHA256-EVENTS" => Covered::Events,
        hash if hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()) => {
            if hash != sha256(request.body()) {
                return Err(VerifyError::new(
                    Reason::PayloadHash,
                    format!(
                        "the provided `{NAME}` header does not match what was computed: the hash of the \
                         {} received bytes is {}",
                        request.body().len(),
                        sha256(request.body())
                    ),
                ));
            }
            Covered::Whole
        }
        _ => {
            return Err(VerifyError::new(
                claim.malformed(),
                format!(
                    "`{NAME}` must be UNSIGNED-PAYLOAD, STREAMING-…, or the SHA-256 of the body"
                ),
            ));
        }
    };
    Ok((payload, covered))
}

/// The length of the decoded body must be the announced one.
pub(super) fn check_decoded_length<B>(
    request: &http::Request<B>,
    decoded: &[u8],
) -> Result<(), VerifyError> {
    let announced = header(request, "x-amz-decoded-content-length");
    let announced = announced.map(|length| String::from_utf8_lossy(&length).into_owned());
    match announced {
        Some(length) if length.parse() != Ok(decoded.len()) => Err(VerifyError::new(
            Reason::Body,
            format!(
                "`x-amz-decoded-content-length` is {length}, but the chunks have {} bytes",
                decoded.len()
            ),
        )),
        _ => Ok(()),
    }
}

/// The trailer must have each header that `x-amz-trailer` announces.
pub(super) fn check_trailer<B>(
    request: &http::Request<B>,
    trailer: &HeaderMap,
) -> Result<(), VerifyError> {
    let announced = header(request, "x-amz-trailer").unwrap_or_default();
    let announced = String::from_utf8_lossy(&announced);
    let mut names = announced.split(',').map(str::trim).filter(|name| !name.is_empty());
    match names.find(|name| !trailer.contains_key(*name)) {
        Some(name) => Err(VerifyError::new(
            Reason::Body,
            format!("`x-amz-trailer` announces `{name}`, but the trailer has no such header"),
        )),
        None => Ok(()),
    }
}
