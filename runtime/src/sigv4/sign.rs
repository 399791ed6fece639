//! [`sign`]: the signature in headers.

use std::borrow::Cow;

use http::header::{AUTHORIZATION, HOST, HeaderName, HeaderValue};
use http::{HeaderMap, Method, Uri};

use super::canonical::{self, Canonical, SignedHeaders, Target};
use super::payload::PayloadHash;
use super::{Payload, Signature, SigningParams};
use crate::error::SignError;

pub(super) const X_AMZ_DATE: HeaderName = HeaderName::from_static("x-amz-date");
const X_AMZ_REGION_SET: HeaderName = HeaderName::from_static("x-amz-region-set");
pub(super) const X_AMZ_CONTENT_SHA256: HeaderName = HeaderName::from_static("x-amz-content-sha256");

/// Signs a request. Adds `host` if it is missing, `x-amz-date`, `x-amz-security-token` if the
/// credentials have a session token (`x-amz-s3session-token` for S3 Express),
/// `x-amz-content-sha256` if the settings or the payload require it, `x-amz-region-set` for several
/// regions, and `authorization`.
///
/// Returns the signature of the request, from which the signatures of a streamed body's chunks
/// continue.
///
/// # Errors
///
/// [`SignError`]. The request is then unchanged.
pub fn sign<B>(
    request: &mut http::Request<B>,
    payload: Payload<'_>,
    params: &SigningParams<'_>,
) -> Result<Signature, SignError> {
    // The headers are taken out to change them while the rest of the request is borrowed.
    let mut headers = std::mem::take(request.headers_mut());
    let signature = sign_parts(request.method(), request.uri(), &mut headers, payload, params);
    *request.headers_mut() = headers;
    signature
}

/// The part that does not depend on the type of the body, so that it is compiled once.
fn sign_parts(
    method: &Method,
    uri: &Uri,
    headers: &mut HeaderMap,
    payload: Payload<'_>,
    params: &SigningParams<'_>,
) -> Result<Signature, SignError> {
    let target = Target { method, uri, headers };
    let prepared = Prepared::new(target, payload, params)?;
    let mut canonical = prepared.canonical(target, params);
    let signature = canonical.sign(params);
    let authorization = authorization(&canonical, &signature, params)?;
    let Given { token, region_set, host } = prepared.given(params)?;
    let date = value(params.date.as_bytes(), "time")?;
    let content_sha256 = match prepared.content_sha256() {
        Some(hash) => Some(value(hash, "payload hash")?),
        None => None,
    };

    // Growing the map later would cost more than a hash.
    let rare = [content_sha256.is_some(), token.is_some(), region_set.is_some(), host.is_some()];
    let count = 2 + rare.into_iter().filter(|is_there| *is_there).count();
    headers.try_reserve(count).map_err(|_| SignError::TooManyHeaders)?;
    headers.insert(X_AMZ_DATE, date);
    headers.insert(AUTHORIZATION, authorization);
    if let Some(content_sha256) = content_sha256 {
        headers.insert(X_AMZ_CONTENT_SHA256, content_sha256);
    }
    if let Some(token) = token {
        headers.insert(HeaderName::from_static(params.settings.token_header()), token);
    }
    if let Some(region_set) = region_set {
        headers.insert(X_AMZ_REGION_SET, region_set);
    }
    if let Some(host) = host {
        headers.insert(HOST, host);
    }
    Ok(signature)
}

#[inline]
fn authorization(
    canonical: &Canonical,
    signature: &Signature,
    params: &SigningParams<'_>,
) -> Result<HeaderValue, SignError> {
    let (algorithm, id) = (params.algorithm(), params.credentials.access_key_id());
    let (scope, signed_headers) = (canonical.scope(), canonical.signed_headers());
    let length = algorithm.len() + id.len() + scope.len() + signed_headers.len() + 41;
    let mut text = Vec::with_capacity(length + signature.as_bytes().len());
    text.extend_from_slice(algorithm.as_bytes());
    text.extend_from_slice(b" Credential=");
    text.extend_from_slice(id.as_bytes());
    text.push(b'/');
    text.extend_from_slice(scope);
    text.extend_from_slice(b", SignedHeaders=");
    text.extend_from_slice(signed_headers);
    text.extend_from_slice(b", Signature=");
    text.extend_from_slice(signature.as_bytes());
    let mut value = HeaderValue::try_from(text).map_err(|_| not_a_header(params))?;
    value.set_sensitive(true);
    Ok(value)
}

#[inline(never)]
fn value(text: &[u8], what: &'static str) -> Result<HeaderValue, SignError> {
    HeaderValue::from_bytes(text).map_err(|_| SignError::NotAHeader(what))
}

/// The headers that a signature adds before it is made.
pub(super) struct Prepared<'a> {
    /// The host, if the request has no header for it.
    host: Option<Cow<'a, str>>,
    sends_hash: bool,
    payload: PayloadHash,
}

impl<'a> Prepared<'a> {
    #[inline]
    pub(super) fn new(
        target: Target<'a>,
        payload: Payload<'_>,
        params: &SigningParams<'_>,
    ) -> Result<Self, SignError> {
        let headers = target.headers;
        let (mut has_host, mut content_sha256, mut is_double) = (false, None, false);
        for (name, value) in headers {
            match name.as_str() {
                "host" => has_host = true,
                "x-amz-content-sha256" => is_double = content_sha256.replace(value).is_some(),
                "authorization" => return Err(SignError::Preset("authorization")),
                "x-amz-date" => return Err(SignError::Preset("x-amz-date")),
                "x-amz-security-token" => return Err(SignError::Preset("x-amz-security-token")),
                "x-amz-s3session-token" if params.settings.s3_express => {
                    return Err(SignError::Preset("x-amz-s3session-token"));
                }
                "x-amz-region-set" if params.region_set().is_some() => {
                    return Err(SignError::Preset("x-amz-region-set"));
                }
                _ => {}
            }
        }
        let payload = PayloadHash::of(payload);
        let host = if has_host { None } else { Some(canonical::host(target.uri)?) };
        // A value that is not a hash tells the service how the body is sent, so it must be sent too.
        let needs_hash =
            params.settings.content_sha256_header || matches!(payload, PayloadHash::Word(_));
        let sends_hash = match content_sha256 {
            _ if !needs_hash => false,
            Some(there) if !is_double && there.as_bytes() == payload.as_bytes() => false,
            Some(_) => return Err(SignError::Preset("x-amz-content-sha256")),
            None => true,
        };
        Ok(Self { host, sends_hash, payload })
    }

    #[inline]
    pub(super) fn canonical(&self, target: Target<'_>, params: &SigningParams<'_>) -> Canonical {
        let mut signed = SignedHeaders::new(target.headers, params.settings);
        if let Some(host) = &self.host {
            signed.add("host", host.as_bytes());
        }
        if let Some(hash) = self.content_sha256() {
            signed.add("x-amz-content-sha256", hash);
        }
        signed.add("x-amz-date", params.date.as_bytes());
        if let Some(region_set) = params.region_set() {
            signed.add_given("x-amz-region-set", region_set);
        }
        match params.credentials.session_token() {
            Some(token) if !params.settings.omit_session_token => {
                signed.add_given(params.settings.token_header(), token);
            }
            _ => {}
        }
        Canonical::new(target, &|_| (), &signed, &self.payload, params.settings)
    }

    fn content_sha256(&self) -> Option<&[u8]> {
        self.sends_hash.then(|| self.payload.as_bytes())
    }

    /// The headers with foreign values, which may be invalid.
    #[inline]
    pub(super) fn given(&self, params: &SigningParams<'_>) -> Result<Given, SignError> {
        let token = match params.credentials.session_token() {
            Some(token) => {
                let mut token = value(token.as_bytes(), "session token")?;
                token.set_sensitive(true);
                Some(token)
            }
            None => None,
        };
        let region_set = match params.region_set() {
            Some(region_set) => Some(value(region_set.as_bytes(), "region set")?),
            None => None,
        };
        let host = match &self.host {
            Some(host) => Some(value(host.as_bytes(), "host")?),
            None => None,
        };
        Ok(Given { token, region_set, host })
    }
}

/// Headers with foreign values.
pub(super) struct Given {
    token: Option<HeaderValue>,
    region_set: Option<HeaderValue>,
    host: Option<HeaderValue>,
}

/// The value that makes `authorization` an invalid header.
fn not_a_header(params: &SigningParams<'_>) -> SignError {
    match HeaderValue::from_str(params.credentials.access_key_id()) {
        Err(_) => SignError::NotAHeader("access key id"),
        Ok(_) => SignError::NotAHeader("region or service"),
    }
}

/// Whether `authorization` will be a valid header.
pub(super) fn check_authorization(params: &SigningParams<'_>) -> Result<(), SignError> {
    let mut text = params.credentials.access_key_id().as_bytes().to_vec();
    params.push_scope(&mut text);
    HeaderValue::try_from(text).map_err(|_| not_a_header(params)).map(drop)
}
