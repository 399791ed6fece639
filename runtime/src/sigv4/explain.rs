//! [`explain`]: the parts of a signature, for comparing them with what a service expected.

use std::time::Duration;

use super::canonical::{Canonical, Target, encode};
use super::payload::sha256;
use super::{Payload, SigningParams, presign, sign};
use crate::error::SignError;

/// The parts of a signature. It contains no secret: the session token is replaced by `[redacted]`,
/// and the string to sign has only a hash.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Explanation {
    /// The canonical request, which services quote if a signature does not match.
    pub canonical_request: String,
    /// The string to sign: the algorithm, the time, the scope, and the hash of the canonical
    /// request.
    pub string_to_sign: String,
}

/// What [`sign`](sign()) would sign.
///
/// ```
/// use std::time::SystemTime;
///
/// use aws_operation::Credentials;
/// use aws_operation::sigv4::{self, Payload, SigningParams};
///
/// let credentials = Credentials::new("AKIDEXAMPLE", "secret");
/// let params = SigningParams::new(&credentials, "eu-west-1", "lambda", SystemTime::UNIX_EPOCH);
/// let request = http::Request::get("https://example.com/a%20b?z=1&a").body(())?;
/// let explanation = sigv4::explain(&request, Payload::Bytes(b""), &params)?;
/// assert!(explanation.canonical_request.starts_with("GET\n/a%2520b\na=&z=1\nhost:example.com\n"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// [`SignError`], as from signing.
pub fn explain<B>(
    request: &http::Request<B>,
    payload: Payload<'_>,
    params: &SigningParams<'_>,
) -> Result<Explanation, SignError> {
    sign::check_authorization(params)?;
    let target = Target::of(request);
    let prepared = sign::Prepared::new(target, payload, params)?;
    prepared.given(params)?;
    Ok(explanation(&prepared.canonical(target, params), params))
}

/// What [`presign`](presign()) would sign.
///
/// # Errors
///
/// [`SignError`], as from signing.
pub fn explain_presigned<B>(
    request: &http::Request<B>,
    payload: Payload<'_>,
    expires_in: Duration,
    params: &SigningParams<'_>,
) -> Result<Explanation, SignError> {
    let target = Target::of(request);
    let prepared = presign::Prepared::new(target, payload, expires_in)?;
    Ok(explanation(&prepared.canonical(target, params), params))
}

fn explanation(canonical: &Canonical, params: &SigningParams<'_>) -> Explanation {
    let string_to_sign =
        params.string_to_sign(params.algorithm(), &[&sha256(canonical.as_bytes())]);
    let mut canonical_request = String::from_utf8_lossy(canonical.as_bytes()).into_owned();
    if let Some(token) = params.credentials.session_token().filter(|token| !token.is_empty()) {
        // No canonical request contains this character, so nothing is replaced twice.
        for written in [encode(token.as_bytes()), token.to_owned()] {
            canonical_request = canonical_request.replace(&written, "\0");
        }
        canonical_request = canonical_request.replace('\0', "[redacted]");
    }
    let string_to_sign = String::from_utf8_lossy(&string_to_sign).into_owned();
    Explanation { canonical_request, string_to_sign }
}
