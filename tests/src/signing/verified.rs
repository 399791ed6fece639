//! Verifies signed requests with [`Verifier`], and that it refuses each of them after a change.

use aws_operation::Credentials;
use aws_operation::sigv4::Settings;
use aws_operation::testing::verify::{Reason, Verifier};
use bytes::Bytes;
use http::{HeaderValue, Method, Request, Uri};
use percent_encoding::{percent_decode_str, percent_encode};

use super::case::{Case, PayloadKind, Signed};
use super::random::{Reach, case};
use super::rules::{Peer, view};
use super::{botocore, ours};

/// Verifies random requests: each is signed by ours, and by botocore. Returns how many were verified.
///
/// # Errors
///
/// A request is not accepted, or is accepted after a change; or botocore's script fails.
pub fn random(count: u64, seed: u64) -> Result<u64, String> {
    let reach = Reach { beyond_text: true, whole_presign: false, any_settings: false };
    let cases = (0..count).map(|index| view(&case(seed, index, reach), Peer::Botocore).case);
    let cases = cases.map(|case| if case.service == "s3" { encoded(case) } else { case });
    let cases: Vec<Case> = cases.filter(is_verifiable).collect();
    let theirs = botocore::sign(&cases.iter().collect::<Vec<_>>())?;
    let mut verified = 0;
    for (case, (theirs, _)) in cases.iter().zip(theirs) {
        for (signer, signed) in [("ours", ours::sign(case)), ("botocore", theirs)] {
            let outcome = signed.and_then(|signed| verify(case, &signed));
            outcome.map_err(|wrong| format!("{wrong}\nsigned by {signer}: {case:?}"))?;
            verified += 1;
        }
    }
    Ok(verified)
}

/// The case with its path encoded as S3 expects it. Signers for S3 sign the path as it is sent, so a
/// client must encode it.
fn encoded(mut case: Case) -> Case {
    let segments = case.path.split('/').map(|segment| {
        let decoded: Vec<u8> = percent_decode_str(segment).collect();
        percent_encode(&decoded, super::RESERVED).to_string()
    });
    case.path = segments.collect::<Vec<_>>().join("/");
    case
}

/// Whether the verifier knows which hash of the body was signed. A presigned URL does not contain it: the
/// verifier assumes an unsigned body for S3, and the hash of the body for other services.
fn is_verifiable(case: &Case) -> bool {
    let is_s3 = case.service.starts_with("s3");
    let is_unsigned = case.payload == PayloadKind::Unsigned;
    // The signers use the rules of S3 only for this name, but the verifier also for `s3-outposts`.
    let has_same_rules = case.service == "s3" || !is_s3;
    has_same_rules && (case.expires_in.is_none() || is_s3 == is_unsigned)
}

fn verify(case: &Case, signed: &Signed) -> Result<(), String> {
    let credentials = Credentials::new(&case.access_key, &case.secret);
    let credentials = match &case.token {
        Some(token) => credentials.with_session_token(token),
        None => credentials,
    };
    let mut settings = if case.double_encode_path { Settings::default() } else { Settings::S3 };
    settings.omit_session_token = case.omit_session_token;
    let time = case.time();
    let verifier = Verifier::new(credentials)
        .region(&case.region)
        .service(&case.service)
        .settings(settings)
        .now(move || time);
    let request = received(case, signed)?;
    match (case.payload, verifier.verify(&request)) {
        (PayloadKind::Bytes | PayloadKind::Sha256, Ok(_)) => changed(&verifier, &request, true),
        (PayloadKind::Unsigned, Ok(_)) => changed(&verifier, &request, false),
        // The random body is not in chunks, but the signature of the request is right.
        (PayloadKind::StreamingUnsignedTrailer, Err(error)) if error.reason() == Reason::Body => {
            Ok(())
        }
        (PayloadKind::StreamingSigned | PayloadKind::StreamingSignedTrailer, Err(error))
            if error.reason() == Reason::Body =>
        {
            Ok(())
        }
        (_, outcome) => Err(format!("the verifier returned {outcome:?} for {request:?}")),
    }
}

/// The request as a server receives it.
fn received(case: &Case, signed: &Signed) -> Result<Request<Bytes>, String> {
    let parameters: Vec<String> = signed
        .parameters
        .iter()
        .map(|(name, value)| {
            let value = percent_encoding::utf8_percent_encode(value, super::RESERVED);
            format!("{name}={value}")
        })
        .collect();
    let query: Vec<String> = case.query.iter().cloned().chain(parameters).collect();
    let query = if query.is_empty() { String::new() } else { format!("?{}", query.join("&")) };
    let mut request = Request::builder().method(case.method).uri(format!("{}{query}", case.path));
    if !case.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("host")) {
        let port = if case.scheme == "https" { ":443" } else { ":80" };
        let host = case.authority.strip_suffix(port).unwrap_or(&case.authority);
        request = request.header("host", host.to_lowercase());
    }
    for (name, value) in case.headers.iter().chain(&signed.headers) {
        request = request.header(name, value.as_bytes());
    }
    request.body(Bytes::from(case.body.clone())).map_err(|error| error.to_string())
}

/// Verifies that a request is refused after each change of one part.
///
/// # Errors
///
/// It is accepted.
pub fn changed(
    verifier: &Verifier,
    request: &Request<Bytes>,
    covers_body: bool,
) -> Result<(), String> {
    let refused = |what: &str, request: Request<Bytes>| match verifier.verify(&request) {
        Ok(_) => Err(format!("accepted with another {what}: {request:?}")),
        Err(_) => Ok(()),
    };
    let mut other = request.clone();
    let method = if request.method() == Method::GET { Method::PUT } else { Method::GET };
    *other.method_mut() = method;
    refused("method", other)?;

    let (path, query) = (request.uri().path(), request.uri().query());
    let query = query.map(|query| format!("?{query}")).unwrap_or_default();
    refused("path", with_uri(request, &format!("{path}x{query}"))?)?;
    let separator = if query.is_empty() { "?" } else { "&" };
    refused("query", with_uri(request, &format!("{path}{query}{separator}x"))?)?;

    if covers_body {
        refused("body", request.clone().map(|body| [&body[..], b"x"].concat().into()))?;
        for index in [0, request.body().len() / 2] {
            let mut body = request.body().to_vec();
            let Some(byte) = body.get_mut(index) else { continue };
            *byte ^= 1;
            refused("body", request.clone().map(|_| body.into()))?;
        }
    }

    let authorization = request.headers().get("authorization");
    let authorization = authorization.and_then(|value| value.to_str().ok()).unwrap_or_default();
    let names = authorization.split("SignedHeaders=").nth(1).unwrap_or_default();
    let names = names.split(',').next().unwrap_or_default();
    for name in names.split(';').filter(|name| !name.is_empty()) {
        let mut other = request.clone();
        let value = other.headers().get(name).map(|value| value.as_bytes().to_vec());
        let value = [&value.unwrap_or_default()[..], b"x"].concat();
        let value = HeaderValue::from_bytes(&value).map_err(|error| error.to_string())?;
        other.headers_mut().append(http::HeaderName::try_from(name).expect("a name"), value);
        refused(name, other)?;
    }

    let text = if authorization.is_empty() { query.as_str() } else { authorization };
    let start = text.rfind("Signature=").ok_or("there is no signature")? + "Signature=".len();
    for index in [0, 31, 63] {
        let mut other = text.as_bytes().to_vec();
        let digit = other.get_mut(start + index).ok_or("the signature is too short")?;
        *digit = if *digit == b'0' { b'1' } else { b'0' };
        let other = String::from_utf8(other).map_err(|error| error.to_string())?;
        refused(
            "signature",
            match authorization.is_empty() {
                true => with_uri(request, &format!("{path}{other}"))?,
                false => {
                    let mut changed = request.clone();
                    let value = HeaderValue::try_from(other).map_err(|error| error.to_string())?;
                    changed.headers_mut().insert("authorization", value);
                    changed
                }
            },
        )?;
    }
    Ok(())
}

fn with_uri(request: &Request<Bytes>, uri: &str) -> Result<Request<Bytes>, String> {
    let mut request = request.clone();
    *request.uri_mut() = Uri::try_from(uri).map_err(|error| format!("{uri}: {error}"))?;
    Ok(request)
}
