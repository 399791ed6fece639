//! [`sign`]: the signature as headers.

use http::header::{AUTHORIZATION, HOST, HeaderName, HeaderValue};

use super::canonical::{self, Extra};
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
    let mut canonical = prepared.canonical(request, params);
    let signature = canonical.sign(params);

    let parts = [
        params.algorithm().as_bytes(),
        b" Credential=",
        params.credentials.access_key_id().as_bytes(),
        b"/",
    ];
    let rest: [&[u8]; 4] = [
        b", SignedHeaders=",
        canonical.signed_headers(),
        b", Signature=",
        signature.as_str().as_bytes(),
    ];
    let length = parts.iter().chain(&rest).map(|part| part.len()).sum::<usize>();
    let length = length + params.scope_length();
    let mut authorization = Vec::with_capacity(length);
    parts.iter().for_each(|part| authorization.extend_from_slice(part));
    params.push_scope(&mut authorization);
    rest.iter().for_each(|part| authorization.extend_from_slice(part));
    let mut authorization =
        HeaderValue::try_from(authorization).map_err(|_| not_a_header(params))?;
    authorization.set_sensitive(true);

    let headers = request.headers_mut();
    let some = [
        (HOST, prepared.host),
        (X_AMZ_CONTENT_SHA256, prepared.content_sha256),
        (X_AMZ_SECURITY_TOKEN, prepared.token),
        (X_AMZ_REGION_SET, prepared.region_set),
    ];
    // No more than there will be: a map that grows costs more than a hash.
    let count = 2 + some.iter().filter(|(_, value)| value.is_some()).count();
    headers.try_reserve(count).map_err(|_| SignError::TooManyHeaders)?;
    headers.insert(X_AMZ_DATE, prepared.date);
    headers.insert(AUTHORIZATION, authorization);
    for (name, value) in some {
        if let Some(value) = value {
            headers.insert(name, value);
        }
    }
    Ok(signature)
}

/// The headers that a signature adds before it is made.
pub(super) struct Prepared {
    /// Where the request has none.
    host: Option<HeaderValue>,
    date: HeaderValue,
    content_sha256: Option<HeaderValue>,
    token: Option<HeaderValue>,
    region_set: Option<HeaderValue>,
    payload: PayloadHash,
}

impl Prepared {
    pub(super) fn new<B>(
        request: &http::Request<B>,
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
        let host = match has_host {
            true => None,
            false => {
                let host = canonical::host(request.uri())?;
                Some(header(&host, "host")?)
            }
        };
        // What is no hash says how the body is sent: the service has to know.
        let needs_hash =
            params.settings.content_sha256_header || matches!(payload, PayloadHash::Word(_));
        let content_sha256 = match content_sha256 {
            _ if !needs_hash => None,
            Some(there) if !is_double && there.as_bytes() == payload.as_bytes() => None,
            Some(_) => return Err(SignError::Preset("x-amz-content-sha256")),
            None => Some(
                HeaderValue::from_bytes(payload.as_bytes())
                    .map_err(|_| SignError::NotAHeader("payload hash"))?,
            ),
        };
        let token = match params.credentials.session_token() {
            Some(token) => {
                let mut value = header(token, "session token")?;
                value.set_sensitive(true);
                Some(value)
            }
            None => None,
        };
        let region_set = match params.region_set() {
            Some(region_set) => Some(header(region_set, "region set")?),
            None => None,
        };
        let date = HeaderValue::from_bytes(params.date.as_bytes())
            .map_err(|_| SignError::NotAHeader("time"))?;
        Ok(Self { host, date, content_sha256, token, region_set, payload })
    }

    pub(super) fn canonical<B>(
        &self,
        request: &http::Request<B>,
        params: &SigningParams<'_>,
    ) -> canonical::Canonical {
        let token = self.token.as_ref().filter(|_| !params.settings.omit_session_token);
        let extra: [Extra<'_>; 5] = [
            ("host", self.host.as_ref()),
            ("x-amz-date", Some(&self.date)),
            ("x-amz-content-sha256", self.content_sha256.as_ref()),
            ("x-amz-region-set", self.region_set.as_ref()),
            ("x-amz-security-token", token),
        ];
        canonical::request(
            request.method(),
            request.uri(),
            &[],
            request.headers(),
            &extra,
            self.payload.as_bytes(),
            params.settings,
        )
    }
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

pub(super) fn header(value: &str, what: &'static str) -> Result<HeaderValue, SignError> {
    HeaderValue::from_str(value).map_err(|_| SignError::NotAHeader(what))
}
