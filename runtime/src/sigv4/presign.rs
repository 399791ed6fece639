//! [`presign`]: the signature as a URL, which anyone can use for a while.

use std::borrow::Cow;
use std::fmt;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::header::{HOST, HeaderValue};
use http::{HeaderMap, Method, Uri};

use super::canonical::{self, Canonical, Extra, encode};
use super::payload::PayloadHash;
use super::sign::header;
use super::{Payload, SignError, SigningParams};
use crate::types::Timestamp;

/// The longest that a presigned URL can live: seven days.
pub const MAX_EXPIRES_IN: Duration = Duration::from_secs(604_800);

/// A request that is signed by its URL.
///
/// `Debug` prints no query: whoever has the URL can use it.
#[derive(Clone)]
pub struct Presigned {
    method: Method,
    url: String,
    headers: HeaderMap,
    body: Bytes,
    expires: SystemTime,
    warning: Option<String>,
}

impl Presigned {
    /// The method that it was signed for.
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// The URL, with the signature.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The headers that were signed, so that they have to be sent with it. None but `host`, which
    /// every client sends, is left out.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The body that has to be sent with it, where [`Client::presign`](crate::Client::presign) made
    /// it of an operation that has one. [`presign`](presign()) does not know the body.
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    pub(crate) fn with_body(mut self, body: Bytes) -> Self {
        self.body = body;
        self
    }

    /// The time from which it is refused.
    pub fn expires(&self) -> SystemTime {
        self.expires
    }

    /// Why it is refused earlier than was asked for, where it is.
    pub fn warning(&self) -> Option<&str> {
        self.warning.as_deref()
    }
}

impl fmt::Debug for Presigned {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let url = self.url.split('?').next().unwrap_or_default();
        f.debug_struct("Presigned")
            .field("method", &self.method)
            .field("url", &format_args!("{url}?[redacted]"))
            .field("expires", &self.expires)
            .field("warning", &self.warning)
            .finish_non_exhaustive()
    }
}

/// Signs a request as a URL, which whoever has it can use until it expires: 1 s to 7 days, and no
/// longer than the credentials live.
///
/// All headers of the request are signed, so that they have to be sent with it: set few. S3 wants
/// [`Payload::Unsigned`], other services that of the body that will be sent.
///
/// ```
/// use std::time::{Duration, SystemTime};
///
/// use aws_operation::Credentials;
/// use aws_operation::sigv4::{self, Payload, Settings, SigningParams};
///
/// let credentials = Credentials::new("AKIDEXAMPLE", "secret");
/// let params = SigningParams::new(&credentials, "eu-west-1", "s3", SystemTime::UNIX_EPOCH)
///     .with_settings(Settings::S3);
/// let request = http::Request::get("https://pictures.s3.eu-west-1.amazonaws.com/cat.png").body(())?;
/// let presigned = sigv4::presign(&request, Payload::Unsigned, Duration::from_secs(900), &params)?;
/// assert!(presigned.url().contains("X-Amz-Expires=900"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// [`SignError`]: a life that is too long, a parameter that the signer writes, no host.
pub fn presign<B>(
    request: &http::Request<B>,
    payload: Payload<'_>,
    expires_in: Duration,
    params: &SigningParams<'_>,
) -> Result<Presigned, SignError> {
    let prepared = Prepared::new(request, payload, expires_in, params)?;
    let signature = prepared.canonical(request, params).sign(params);

    let uri = request.uri();
    let scheme = uri.scheme_str().unwrap_or("https");
    // `*` is no path of a URL.
    let path = if uri.path().starts_with('/') { uri.path() } else { "/" };
    let host = prepared.host_text(request);
    let own_query = uri.query().unwrap_or_default();
    let query = prepared.query(params);
    let added: usize = query.iter().map(|(name, value)| name.len() + value.len() + 2).sum();
    let token = prepared.token.as_deref();
    let unsigned_token = token.filter(|_| params.settings.omit_session_token);
    let length = scheme.len() + host.len() + path.len() + own_query.len() + added + 128;
    let mut url = String::with_capacity(length + unsigned_token.map_or(0, str::len));
    for part in [scheme, "://", host, path] {
        url.push_str(part);
    }
    let mut separator = "?";
    if !own_query.is_empty() {
        url.push_str(separator);
        url.push_str(own_query);
        separator = "&";
    }
    let unsigned_token = unsigned_token.map(|token| (TOKEN, token));
    let signature = ("X-Amz-Signature", signature.as_str());
    for (name, value) in query.into_iter().chain(unsigned_token).chain([signature]) {
        for part in [separator, name, "=", value] {
            url.push_str(part);
        }
        separator = "&";
    }

    let mut headers = HeaderMap::new();
    for (name, value) in request.headers() {
        if name != HOST && canonical::is_signed(name.as_str(), params.settings) {
            headers.append(name.clone(), value.clone());
        }
    }
    let (expires, warning) = expiry(expires_in, params);
    let (method, body) = (request.method().clone(), Bytes::new());
    Ok(Presigned { method, url, headers, body, expires, warning })
}

/// The time from which the URL is refused, and what there is to say about it.
fn expiry(expires_in: Duration, params: &SigningParams<'_>) -> (SystemTime, Option<String>) {
    // Fractions of a second are no part of what is signed.
    let now = SystemTime::from(Timestamp::from_epoch_seconds(params.time.epoch_seconds()));
    let asked = now + Duration::from_secs(expires_in.as_secs());
    match params.credentials.expiration() {
        Some(expiration) if expiration < asked => {
            let left = expiration.duration_since(now).unwrap_or_default();
            let warning = format!(
                "the credentials expire in {} s, and the URL with them, rather than in {} s",
                left.as_secs(),
                expires_in.as_secs(),
            );
            (expiration, Some(warning))
        }
        _ => (asked, None),
    }
}

const TOKEN: &str = "X-Amz-Security-Token";

/// The parameters of a presigned URL, which no request may have of its own.
const PARAMETERS: [&str; 8] = [
    "X-Amz-Algorithm",
    "X-Amz-Credential",
    "X-Amz-Date",
    "X-Amz-Expires",
    "X-Amz-Region-Set",
    "X-Amz-SignedHeaders",
    TOKEN,
    "X-Amz-Signature",
];

/// What a presigned URL adds, encoded.
pub(super) struct Prepared {
    /// Where the request has none.
    host: Option<HeaderValue>,
    credential: String,
    expires: String,
    signed_headers: String,
    token: Option<String>,
    region_set: Option<String>,
    payload: PayloadHash,
}

impl Prepared {
    pub(super) fn new<B>(
        request: &http::Request<B>,
        payload: Payload<'_>,
        expires_in: Duration,
        params: &SigningParams<'_>,
    ) -> Result<Self, SignError> {
        let seconds = expires_in.as_secs();
        if seconds == 0 || expires_in > MAX_EXPIRES_IN {
            return Err(SignError::ExpiresIn(seconds));
        }
        if !matches!(payload, Payload::Bytes(_) | Payload::Sha256(_) | Payload::Unsigned) {
            return Err(SignError::StreamingUrl);
        }
        for name in request.headers().keys() {
            match name.as_str() {
                "authorization" => return Err(SignError::Preset("authorization")),
                "x-amz-date" => return Err(SignError::Preset("x-amz-date")),
                "x-amz-security-token" => return Err(SignError::Preset("x-amz-security-token")),
                _ => {}
            }
        }
        for pair in request.uri().query().unwrap_or_default().split('&') {
            let name = pair.split('=').next().unwrap_or_default();
            let name = percent_encoding::percent_decode_str(name).decode_utf8_lossy();
            if let Some(name) = PARAMETERS.iter().find(|known| known.eq_ignore_ascii_case(&name)) {
                return Err(SignError::PresetQuery(name));
            }
        }
        let host = match request.headers().contains_key(HOST) {
            true => None,
            false => {
                let host = canonical::host(request.uri())?;
                Some(header(&sent_host(request.uri(), &host)?, "host")?)
            }
        };
        let mut hosts = request.headers().get_all(HOST).iter();
        if let Some(host) = hosts.next() {
            let host = host.to_str().map_err(|_| SignError::NotAHeader("host"))?;
            if hosts.next().is_some() || sent_host(request.uri(), host)? != host {
                return Err(SignError::Preset("host"));
            }
        }
        let id = params.credentials.access_key_id();
        let mut credential = Vec::with_capacity(id.len() + 1 + params.scope_length());
        credential.extend_from_slice(id.as_bytes());
        credential.push(b'/');
        params.push_scope(&mut credential);
        let extra = [("host", host.as_ref())];
        let names = canonical::signed_names(request.headers(), &extra, params.settings);
        let token = params.credentials.session_token();
        Ok(Self {
            credential: encode(&credential),
            expires: seconds.to_string(),
            signed_headers: encode(names.as_bytes()),
            token: token.map(|token| encode(token.as_bytes())),
            region_set: params.region_set().map(|set| encode(set.as_bytes())),
            payload: PayloadHash::of(payload),
            host,
        })
    }

    /// The parameters that are signed.
    fn query<'a>(&'a self, params: &'a SigningParams<'_>) -> Vec<(&'static str, &'a str)> {
        let token = self.token.as_deref().filter(|_| !params.settings.omit_session_token);
        let mut query = Vec::with_capacity(7);
        // In the order in which they are signed.
        query.extend([
            ("X-Amz-Algorithm", params.algorithm()),
            ("X-Amz-Credential", &*self.credential),
            ("X-Amz-Date", params.date.as_str()),
            ("X-Amz-Expires", &self.expires),
        ]);
        query.extend(self.region_set.as_deref().map(|set| ("X-Amz-Region-Set", set)));
        query.extend(token.map(|token| (TOKEN, token)));
        query.push(("X-Amz-SignedHeaders", &*self.signed_headers));
        query
    }

    pub(super) fn canonical<B>(
        &self,
        request: &http::Request<B>,
        params: &SigningParams<'_>,
    ) -> Canonical {
        let extra: [Extra<'_>; 1] = [("host", self.host.as_ref())];
        canonical::request(
            request.method(),
            request.uri(),
            &self.query(params),
            request.headers(),
            &extra,
            self.payload.as_bytes(),
            params.settings,
        )
    }

    /// The host that is signed, which the URL has to have: that of the header, else the URI's.
    fn host_text<'a, B>(&'a self, request: &'a http::Request<B>) -> &'a str {
        let host = self.host.as_ref().or_else(|| request.headers().get(HOST));
        host.and_then(|host| host.to_str().ok()).unwrap_or_default()
    }
}

/// What whoever opens a URL with this host sends as `host`.
fn sent_host<'a>(uri: &Uri, host: &'a str) -> Result<Cow<'a, str>, SignError> {
    if canonical::is_sent_as_it_is(host) {
        return Ok(Cow::Borrowed(host));
    }
    let url = Uri::try_from(format!("{}://{host}", uri.scheme_str().unwrap_or("https")));
    let url = url.map_err(|_| SignError::NotAHeader("host"))?;
    Ok(Cow::Owned(canonical::host(&url)?.into_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::credentials::Credentials;

    fn url(request: http::request::Builder, life: Duration) -> Result<Presigned, SignError> {
        let credentials = Credentials::new("id", "secret");
        let time = SystemTime::UNIX_EPOCH + Duration::from_millis(1_500);
        let params = SigningParams::new(&credentials, "r", "s", time);
        presign(&request.body(()).expect("a request"), Payload::Bytes(b""), life, &params)
    }

    #[test]
    fn a_url_has_the_host_that_is_signed_and_a_path() {
        let minute = Duration::from_secs(60);
        let get = || http::Request::get("https://a.example.com/x").header("host", "b.example.com");
        let presigned = url(get(), minute).expect("a URL");
        assert!(presigned.url().starts_with("https://b.example.com/x?X-Amz-Algorithm="));
        let options = http::Request::options("*").header("host", "b.example.com");
        let presigned = url(options, minute).expect("a URL");
        assert!(presigned.url().starts_with("https://b.example.com/?X-Amz-Algorithm="));
        let no_host = url(http::Request::get("/x"), minute).expect_err("whose?");
        assert_eq!(no_host, SignError::NoHost);
    }

    #[test]
    fn lives_are_whole_seconds_from_one_to_seven_days() {
        let get = || http::Request::get("https://a.example.com/x");
        for (millis, seconds) in [(1_000, 1), (1_999, 1), (604_800_000, 604_800)] {
            let presigned = url(get(), Duration::from_millis(millis)).expect("a URL");
            assert!(presigned.url().contains(&format!("&X-Amz-Expires={seconds}&")));
            let expires = SystemTime::UNIX_EPOCH + Duration::from_secs(1 + seconds);
            assert_eq!(presigned.expires(), expires);
        }
        for millis in [0, 999, 604_800_001] {
            let error = url(get(), Duration::from_millis(millis)).expect_err("no life");
            assert_eq!(error, SignError::ExpiresIn(millis / 1000));
        }
    }

    #[test]
    fn parameters_that_the_signer_writes_are_refused() {
        let get = http::Request::get("https://a.example.com/x?a=1&x-amz-%65xpires=5");
        let error = url(get, Duration::from_secs(1)).expect_err("it is there");
        assert_eq!(error, SignError::PresetQuery("X-Amz-Expires"));
    }
}
