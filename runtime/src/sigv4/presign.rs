//! [`presign`]: the signature in a URL, which anyone can use until it expires.

use std::borrow::Cow;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::header::HOST;
use http::{HeaderMap, Uri};

use super::canonical::{self, Canonical, SignedHeaders, Target, push_encoded};
use super::payload::PayloadHash;
use super::presigned::Presigned;
use super::{Payload, SigningParams};
use crate::error::SignError;
use crate::types::Timestamp;

/// The longest validity of a presigned URL: seven days.
pub const MAX_EXPIRES_IN: Duration = Duration::from_secs(604_800);

/// Signs a request as a URL, which anyone who has it can use until it expires. It is valid for 1 s
/// to 7 days, but no longer than the credentials.
///
/// All headers of the request are signed and must be sent with the URL, so set few. S3 requires
/// [`Payload::Unsigned`]; for other services, give the body that will be sent.
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
/// [`SignError`]: the validity is out of range, the query has a parameter that the signer writes,
/// or there is no host.
pub fn presign<B>(
    request: &http::Request<B>,
    payload: Payload<'_>,
    expires_in: Duration,
    params: &SigningParams<'_>,
) -> Result<Presigned, SignError> {
    // The part that does not depend on the body's type is compiled once.
    presign_target(Target::of(request), payload, expires_in, params)
}

fn presign_target(
    target: Target<'_>,
    payload: Payload<'_>,
    expires_in: Duration,
    params: &SigningParams<'_>,
) -> Result<Presigned, SignError> {
    let prepared = Prepared::new(target, payload, expires_in)?;
    let mut canonical = prepared.canonical(target, params);
    let signature = canonical.sign(params);

    let Target { method, uri, headers: own_headers } = target;
    let scheme = uri.scheme_str().unwrap_or("https");
    // `*` is not the path of a URL.
    let path = if uri.path().starts_with('/') { uri.path() } else { "/" };
    let own_query = uri.query().unwrap_or_default();
    let token = params.credentials.session_token();
    let unsigned_token = token.filter(|_| params.settings.omit_session_token);
    let lengths = [scheme, &prepared.host, path, own_query].map(str::len);
    let length = lengths.iter().sum::<usize>() + canonical.query().len();
    let length = length + unsigned_token.map_or(0, str::len);
    // Room for the signature, and for the separators.
    let mut url = Vec::with_capacity(length + 128);
    url.extend_from_slice(scheme.as_bytes());
    url.extend_from_slice(b"://");
    url.extend_from_slice(prepared.host.as_bytes());
    url.extend_from_slice(path.as_bytes());
    url.push(b'?');
    if own_query.is_empty() {
        url.extend_from_slice(canonical.query());
    } else {
        url.extend_from_slice(own_query.as_bytes());
        url.push(b'&');
        prepared.push_query(&mut url, &prepared.signed_headers(target, params), params);
    }
    if let Some(token) = unsigned_token {
        push_token(&mut url, token, params);
    }
    url.extend_from_slice(b"&X-Amz-Signature=");
    url.extend_from_slice(signature.as_bytes());
    // All parts are text.
    let url = String::from_utf8(url).unwrap_or_default();

    let mut headers = HeaderMap::new();
    for (name, value) in own_headers {
        if name != HOST && canonical::is_signed(name.as_str(), params.settings) {
            headers.append(name.clone(), value.clone());
        }
    }
    let (expires, warning) = expiry("URL", expires_in, params);
    let (method, body) = (method.clone(), Bytes::new());
    Ok(Presigned { method, url, headers, body, expires, warning })
}

/// The validity in whole seconds.
pub(super) fn check_expires_in(expires_in: Duration) -> Result<u64, SignError> {
    let seconds = expires_in.as_secs();
    if seconds == 0 || expires_in > MAX_EXPIRES_IN {
        let begun = u64::from(seconds > 0 && expires_in.subsec_nanos() > 0);
        return Err(SignError::ExpiresIn(seconds.saturating_add(begun)));
    }
    Ok(seconds)
}

/// The time at which the URL or form expires, and a note about it if there is one.
pub(super) fn expiry(
    what: &str,
    expires_in: Duration,
    params: &SigningParams<'_>,
) -> (SystemTime, Option<String>) {
    // Fractions of a second are not signed.
    let now = SystemTime::from(Timestamp::from_epoch_seconds(params.time.epoch_seconds()));
    let asked = now + Duration::from_secs(expires_in.as_secs());
    match params.credentials.expiration() {
        Some(expiration) if expiration < asked => {
            let warning = match expiration.duration_since(now) {
                Ok(left) if !left.is_zero() => format!(
                    "the credentials expire in {} s, and the {what} with them, rather than in {} s",
                    left.as_secs(),
                    expires_in.as_secs(),
                ),
                _ => format!(
                    "the credentials have expired, so that the {what} is refused; presign with fresh \
                     ones"
                ),
            };
            (expiration, Some(warning))
        }
        _ => (asked, None),
    }
}

fn push_token(out: &mut Vec<u8>, token: &str, params: &SigningParams<'_>) {
    out.push(b'&');
    out.extend_from_slice(params.settings.token_parameter().as_bytes());
    out.push(b'=');
    push_encoded(out, token.as_bytes());
}

/// The parameters of a presigned URL. The request may not have them.
const PARAMETERS: [&str; 9] = [
    "X-Amz-Algorithm",
    "X-Amz-Credential",
    "X-Amz-Date",
    "X-Amz-Expires",
    "X-Amz-Region-Set",
    "X-Amz-S3session-Token",
    "X-Amz-SignedHeaders",
    "X-Amz-Security-Token",
    "X-Amz-Signature",
];

/// What is signed in addition to the request.
pub(super) struct Prepared<'a> {
    /// The host: that of the header, else of the URI.
    host: Cow<'a, str>,
    /// Whether the request lacks the header.
    adds_host: bool,
    seconds: u64,
    payload: PayloadHash,
}

impl<'a> Prepared<'a> {
    #[inline]
    pub(super) fn new(
        target: Target<'a>,
        payload: Payload<'_>,
        expires_in: Duration,
    ) -> Result<Self, SignError> {
        let seconds = check_expires_in(expires_in)?;
        if !matches!(payload, Payload::Bytes(_) | Payload::Sha256(_) | Payload::Unsigned) {
            return Err(SignError::StreamingUrl);
        }
        let Target { uri, headers, .. } = target;
        for name in headers.keys() {
            match name.as_str() {
                "authorization" => return Err(SignError::Preset("authorization")),
                "x-amz-date" => return Err(SignError::Preset("x-amz-date")),
                "x-amz-security-token" => return Err(SignError::Preset("x-amz-security-token")),
                "x-amz-s3session-token" => return Err(SignError::Preset("x-amz-s3session-token")),
                _ => {}
            }
        }
        if let Some(query) = uri.query() {
            check_query(query)?;
        }
        let mut hosts = headers.get_all(HOST).iter();
        let (host, adds_host) = match hosts.next() {
            None => {
                let host = canonical::host(uri)?;
                let sent = sent_host(uri, &host)?;
                (if sent == host { host } else { Cow::Owned(sent.into_owned()) }, true)
            }
            Some(host) => {
                let host = host.to_str().map_err(|_| SignError::NotAHeader("host"))?;
                if hosts.next().is_some() || sent_host(uri, host)? != host {
                    return Err(SignError::Preset("host"));
                }
                (Cow::Borrowed(host), false)
            }
        };
        Ok(Self { host, adds_host, seconds, payload: PayloadHash::of(payload) })
    }

    #[inline]
    pub(super) fn canonical(&self, target: Target<'_>, params: &SigningParams<'_>) -> Canonical {
        let headers = self.signed_headers(target, params);
        let query = |out: &mut Vec<u8>| self.push_query(out, &headers, params);
        Canonical::new(target, &query, &headers, &self.payload, params.settings)
    }

    #[inline]
    fn signed_headers<'b>(
        &'b self,
        target: Target<'b>,
        params: &SigningParams<'_>,
    ) -> SignedHeaders<'b> {
        let mut signed = SignedHeaders::new(target.headers, params.settings);
        if self.adds_host {
            signed.add("host", self.host.as_bytes());
        }
        signed
    }

    /// Writes the signed parameters, encoded and in their order.
    fn push_query(
        &self,
        out: &mut Vec<u8>,
        headers: &SignedHeaders<'_>,
        params: &SigningParams<'_>,
    ) {
        let token = params.credentials.session_token();
        let token = token.filter(|_| !params.settings.omit_session_token);
        out.extend_from_slice(b"X-Amz-Algorithm=");
        out.extend_from_slice(params.algorithm().as_bytes());
        out.extend_from_slice(b"&X-Amz-Credential=");
        push_encoded(out, params.credentials.access_key_id().as_bytes());
        out.extend_from_slice(b"%2F");
        params.push_encoded_scope(out);
        out.extend_from_slice(b"&X-Amz-Date=");
        out.extend_from_slice(params.date.as_bytes());
        out.extend_from_slice(b"&X-Amz-Expires=");
        push_number(out, self.seconds);
        if let Some(region_set) = params.region_set() {
            out.extend_from_slice(b"&X-Amz-Region-Set=");
            push_encoded(out, region_set.as_bytes());
        }
        if let Some(token) = token {
            push_token(out, token, params);
        }
        out.extend_from_slice(b"&X-Amz-SignedHeaders=");
        headers.push_encoded_names(out);
    }
}

fn check_query(query: &str) -> Result<(), SignError> {
    for pair in query.split('&') {
        let name = pair.split('=').next().unwrap_or_default();
        let name = percent_encoding::percent_decode_str(name).decode_utf8_lossy();
        if let Some(name) = PARAMETERS.iter().find(|known| known.eq_ignore_ascii_case(&name)) {
            return Err(SignError::PresetQuery(name));
        }
    }
    Ok(())
}

fn push_number(out: &mut Vec<u8>, number: u64) {
    if number > 9 {
        push_number(out, number / 10);
    }
    out.push(b'0' + (number % 10) as u8);
}

/// The header `host` that a client sends for a URL with this host.
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
    use crate::types::Credentials;

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
        let short = "not less than 1; ask for 1 second or more";
        for (life, seconds, advice) in [
            (Duration::ZERO, 0, short),
            (Duration::from_nanos(1), 0, short),
            (Duration::from_millis(999), 0, short),
            (
                Duration::from_millis(604_800_001),
                604_801,
                "not 604801; ask for less, and presign again when it has expired",
            ),
            (
                Duration::MAX,
                u64::MAX,
                "not 18446744073709551615; ask for less, and presign again when it has expired",
            ),
        ] {
            let error = url(get(), life).expect_err("no life");
            assert_eq!(error, SignError::ExpiresIn(seconds));
            assert_eq!(
                error.to_string(),
                format!(
                    "a presigned URL or form must be valid for 1 to 604800 seconds (7 days), {advice}"
                )
            );
        }
    }

    #[test]
    fn a_url_says_where_its_credentials_expire_before_it() {
        let time = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000);
        for (expiration, warning) in [
            (1_061, None),
            (1_060, None),
            (
                1_059,
                Some("the credentials expire in 59 s, and the URL with them, rather than in 60 s"),
            ),
            (
                1_000,
                Some(
                    "the credentials have expired, so that the URL is refused; presign with fresh ones",
                ),
            ),
            (
                10,
                Some(
                    "the credentials have expired, so that the URL is refused; presign with fresh ones",
                ),
            ),
        ] {
            let expiration = SystemTime::UNIX_EPOCH + Duration::from_secs(expiration);
            let credentials = Credentials::new("id", "secret").with_expiration(expiration);
            let params = SigningParams::new(&credentials, "r", "s", time);
            let request = http::Request::get("https://a.example.com/").body(()).expect("a request");
            let life = Duration::from_secs(60);
            let presigned = presign(&request, Payload::Unsigned, life, &params).expect("a URL");
            assert_eq!(presigned.warning(), warning);
            assert_eq!(presigned.expires(), expiration.min(time + life));
        }
    }

    #[test]
    fn parameters_are_signed_in_the_order_in_which_they_are_written() {
        let token = Credentials::new("id+/", "secret").with_session_token("a token+/=");
        for credentials in [token, Credentials::new("id", "secret")] {
            let time = SystemTime::UNIX_EPOCH;
            let params = SigningParams::new(&credentials, "r", "s", time);
            let request = http::Request::get("https://a.example.com/x").header("x-a!", "1");
            let request = request.body(()).expect("a request");
            let life = Duration::from_secs(604_800);
            let presigned = presign(&request, Payload::Bytes(b""), life, &params).expect("a URL");
            let query = presigned.url().split_once('?').expect("a query").1;
            let query = query.split("&X-Amz-Signature=").next().expect("all before");
            let pairs: Vec<_> = query.split('&').map(|pair| pair.split_once('=')).collect();
            assert!(pairs.is_sorted() && pairs.iter().all(Option::is_some), "{query}");
            assert!(query.ends_with("&X-Amz-SignedHeaders=host%3Bx-a%21"), "{query}");
        }
    }

    #[test]
    fn numbers_have_all_their_digits() {
        for number in [0, 1, 9, 10, 11, 99, 100, 900, 604_800, u64::MAX] {
            let mut digits = Vec::new();
            push_number(&mut digits, number);
            assert_eq!(digits, number.to_string().as_bytes());
        }
    }

    #[test]
    fn parameters_that_the_signer_writes_are_refused() {
        let get = http::Request::get("https://a.example.com/x?a=1&x-amz-%65xpires=5");
        let error = url(get, Duration::from_secs(1)).expect_err("it is there");
        assert_eq!(error, SignError::PresetQuery("X-Amz-Expires"));
    }
}
