//! [`sign`]: the signature as headers.

use std::borrow::Cow;

use http::header::{AUTHORIZATION, HOST, HeaderName, HeaderValue};

use super::canonical::{self, Canonical, Extra};
use super::payload::PayloadHash;
use super::{Payload, SignError, Signature, SigningParams};

pub(super) const X_AMZ_DATE: HeaderName = HeaderName::from_static("x-amz-date");
pub(super) const X_AMZ_SECURITY_TOKEN: HeaderName = HeaderName::from_static("x-amz-security-token");
const X_AMZ_REGION_SET: HeaderName = HeaderName::from_static("x-amz-region-set");
pub(super) const X_AMZ_CONTENT_SHA256: HeaderName = HeaderName::from_static("x-amz-content-sha256");

/// Signs a request: adds `host` where it is missing, `x-amz-date`, `x-amz-security-token` where the
/// credentials have one, `x-amz-content-sha256` where the settings or the payload ask for it,
/// `x-amz-region-set` for several regions, and `authorization`.
///
/// The signature that is returned is that of the request, from which those of a streamed body's
/// chunks go on.
///
/// # Errors
///
/// [`SignError`]; the request is then as it was.
pub fn sign<B>(
    request: &mut http::Request<B>,
    payload: Payload<'_>,
    params: &SigningParams<'_>,
) -> Result<Signature, SignError> {
    let prepared = Prepared::new(request, payload, params)?;
    let canonical = prepared.canonical(request, params);
    let mut authorization = unsigned(params, canonical.signed_headers());
    let signature = canonical.sign(params);
    authorization.extend_from_slice(signature.as_bytes());
    let authorization = HeaderValue::try_from(authorization);
    let mut authorization = authorization.map_err(|_| not_a_header(params))?;
    authorization.set_sensitive(true);
    let Added { date, host, content_sha256, token, region_set } = prepared.headers(params)?;

    let headers = request.headers_mut();
    // No more than there will be: a map that grows costs more than a hash.
    let rare = [
        (X_AMZ_CONTENT_SHA256, content_sha256),
        (X_AMZ_SECURITY_TOKEN, token),
        (X_AMZ_REGION_SET, region_set),
    ];
    let count = rare.iter().filter(|(_, value)| value.is_some()).count();
    let count = 2 + usize::from(host.is_some()) + count;
    headers.try_reserve(count).map_err(|_| SignError::TooManyHeaders)?;
    headers.insert(X_AMZ_DATE, date);
    headers.insert(AUTHORIZATION, authorization);
    if let Some(host) = host {
        headers.insert(HOST, host);
    }
    for (name, value) in rare {
        if let Some(value) = value {
            headers.insert(name, value);
        }
    }
    Ok(signature)
}

/// The `authorization` up to the signature, for which there is room.
fn unsigned(params: &SigningParams<'_>, signed_headers: &[u8]) -> Vec<u8> {
    let (algorithm, id) = (params.algorithm(), params.credentials.access_key_id());
    let length = algorithm.len() + id.len() + params.scope_length() + signed_headers.len() + 41;
    let mut text = Vec::with_capacity(length + 64);
    text.extend_from_slice(algorithm.as_bytes());
    text.extend_from_slice(b" Credential=");
    text.extend_from_slice(id.as_bytes());
    text.push(b'/');
    params.push_scope(&mut text);
    text.extend_from_slice(b", SignedHeaders=");
    text.extend_from_slice(signed_headers);
    text.extend_from_slice(b", Signature=");
    text
}

/// The headers that a signature adds before it is made.
pub(super) struct Prepared<'a> {
    /// Where the request has none.
    host: Option<Cow<'a, str>>,
    sends_hash: bool,
    payload: PayloadHash,
}

impl<'a> Prepared<'a> {
    pub(super) fn new<B>(
        request: &'a http::Request<B>,
        payload: Payload<'_>,
        params: &SigningParams<'_>,
    ) -> Result<Self, SignError> {
        let headers = request.headers();
        let (mut has_host, mut content_sha256, mut is_double) = (false, None, false);
        for (name, value) in headers {
            match name.as_str() {
                "host" => has_host = true,
                "x-amz-content-sha256" => is_double = content_sha256.replace(value).is_some(),
                "authorization" => return Err(SignError::Preset("authorization")),
                "x-amz-date" => return Err(SignError::Preset("x-amz-date")),
                "x-amz-security-token" => return Err(SignError::Preset("x-amz-security-token")),
                "x-amz-region-set" if params.region_set().is_some() => {
                    return Err(SignError::Preset("x-amz-region-set"));
                }
                _ => {}
            }
        }
        let payload = PayloadHash::of(payload);
        let host = if has_host { None } else { Some(canonical::host(request.uri())?) };
        // What is no hash says how the body is sent: the service has to know.
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

    pub(super) fn canonical<B>(
        &self,
        request: &http::Request<B>,
        params: &SigningParams<'_>,
    ) -> Canonical {
        let token = params.credentials.session_token();
        let token = token.filter(|_| !params.settings.omit_session_token);
        let extra: [Extra<'_>; 5] = [
            ("host", self.host.as_deref().map(str::as_bytes)),
            ("x-amz-content-sha256", self.content_sha256()),
            ("x-amz-date", Some(params.date.as_bytes())),
            ("x-amz-region-set", params.region_set().map(str::as_bytes)),
            ("x-amz-security-token", token.map(str::as_bytes)),
        ];
        canonical::request(
            request.method(),
            request.uri(),
            b"",
            request.headers(),
            &extra,
            self.payload.as_bytes(),
            params.settings,
        )
    }

    fn content_sha256(&self) -> Option<&[u8]> {
        self.sends_hash.then(|| self.payload.as_bytes())
    }

    /// The headers that are added beside the `authorization`.
    #[inline]
    pub(super) fn headers(&self, params: &SigningParams<'_>) -> Result<Added, SignError> {
        let value = |text: &[u8], what| {
            HeaderValue::from_bytes(text).map_err(|_| SignError::NotAHeader(what))
        };
        let host = match &self.host {
            Some(host) => Some(value(host.as_bytes(), "host")?),
            None => None,
        };
        let content_sha256 = match self.content_sha256() {
            Some(hash) => Some(value(hash, "payload hash")?),
            None => None,
        };
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
        let date = value(params.date.as_bytes(), "time")?;
        Ok(Added { date, host, content_sha256, token, region_set })
    }
}

/// The headers that a signature adds beside the `authorization`.
pub(super) struct Added {
    date: HeaderValue,
    host: Option<HeaderValue>,
    content_sha256: Option<HeaderValue>,
    token: Option<HeaderValue>,
    region_set: Option<HeaderValue>,
}

/// What makes the `authorization` no header.
fn not_a_header(params: &SigningParams<'_>) -> SignError {
    match HeaderValue::from_str(params.credentials.access_key_id()) {
        Err(_) => SignError::NotAHeader("access key id"),
        Ok(_) => SignError::NotAHeader("region or service"),
    }
}

/// Whether the `authorization` will be a header.
pub(super) fn check_authorization(params: &SigningParams<'_>) -> Result<(), SignError> {
    let mut text = params.credentials.access_key_id().as_bytes().to_vec();
    params.push_scope(&mut text);
    HeaderValue::try_from(text).map_err(|_| not_a_header(params)).map(drop)
}
