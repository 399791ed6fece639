//! AWS Signature Version 4: signing a request with time and credentials passed in.
//!
//! Pure: no clock, no environment, no I/O. It signs any [`http::Request`], whether or not it came
//! from an operation:
//!
//! ```
//! use std::time::{Duration, SystemTime};
//!
//! use aws_operation::Credentials;
//! use aws_operation::sigv4::{self, Payload, SigningParams};
//!
//! let credentials = Credentials::new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");
//! let time = SystemTime::UNIX_EPOCH + Duration::from_secs(1_440_938_160);
//! let params = SigningParams::new(&credentials, "us-east-1", "service", time);
//!
//! let mut request = http::Request::get("https://example.amazonaws.com/").body(())?;
//! sigv4::sign(&mut request, Payload::Bytes(b""), &params)?;
//! assert!(request.headers()["authorization"].to_str()?.starts_with("AWS4-HMAC-SHA256 Credential="));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Source: AWS IAM user guide, "Create a signed AWS API request".

mod canonical;
mod key;

use std::fmt;
use std::time::SystemTime;

use http::header::{AUTHORIZATION, HOST, HeaderName, HeaderValue};

use crate::credentials::Credentials;
use crate::types::Timestamp;

pub(crate) use canonical::hex;
pub(crate) use key::KeyCache;
pub use key::SigningKey;

const ALGORITHM: &str = "AWS4-HMAC-SHA256";
const X_AMZ_DATE: HeaderName = HeaderName::from_static("x-amz-date");
const X_AMZ_SECURITY_TOKEN: HeaderName = HeaderName::from_static("x-amz-security-token");
const X_AMZ_CONTENT_SHA256: HeaderName = HeaderName::from_static("x-amz-content-sha256");

/// Who signs, when, and for which region and service.
#[derive(Debug, Clone)]
pub struct SigningParams<'a> {
    credentials: &'a Credentials,
    region: &'a str,
    service: &'a str,
    time: Timestamp,
    key: Option<&'a SigningKey>,
    settings: Settings,
}

/// How a service's signatures differ from the common one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Settings {
    /// Remove dot segments and double slashes from the signed path. All services but S3.
    pub normalize_path: bool,
    /// Encode the path's segments once more. All services but S3.
    pub double_encode_path: bool,
    /// Send the payload's hash in `x-amz-content-sha256`, which S3 asks for.
    pub content_sha256_header: bool,
    /// Add the session token after signing rather than signing it.
    pub omit_session_token: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            normalize_path: true,
            double_encode_path: true,
            content_sha256_header: false,
            omit_session_token: false,
        }
    }
}

impl<'a> SigningParams<'a> {
    /// The signature of these credentials at this time, for a service in a region.
    pub fn new(
        credentials: &'a Credentials,
        region: &'a str,
        service: &'a str,
        time: SystemTime,
    ) -> Self {
        let settings = Settings::default();
        Self { credentials, region, service, time: time.into(), key: None, settings }
    }

    /// The same with settings other than the common ones.
    #[must_use]
    pub fn with_settings(mut self, settings: Settings) -> Self {
        self.settings = settings;
        self
    }

    /// The same with a key that was derived before, by [`SigningKey::derive`] from the same
    /// secret, day, region and service.
    #[must_use]
    pub fn with_key(mut self, key: &'a SigningKey) -> Self {
        self.key = Some(key);
        self
    }
}

/// The body, as far as the signature covers it.
#[derive(Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Payload<'a> {
    /// The body's bytes.
    Bytes(&'a [u8]),
    /// The body is not covered; only over TLS, and only where the service allows it.
    Unsigned,
}

/// Without the bytes, in which sensitive members stand.
impl fmt::Debug for Payload<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bytes(bytes) => write!(f, "Bytes({} bytes)", bytes.len()),
            Self::Unsigned => f.write_str("Unsigned"),
        }
    }
}

/// Why a request cannot be signed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum SignError {
    /// The request already has a header that the signer writes.
    Preset(&'static str),
    /// The request's URI has no host, and there is no `host` header.
    NoHost,
    /// The access key id, the session token or the host holds what no header can.
    NotAHeader(&'static str),
}

impl fmt::Display for SignError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Preset(name) => {
                write!(
                    f,
                    "the request already has the header `{name}`, which the signer writes; remove it"
                )
            }
            Self::NoHost => f.write_str("the request has no host; give it an absolute URI"),
            Self::NotAHeader(what) => {
                write!(
                    f,
                    "the {what} holds a line break or another character that no header can carry"
                )
            }
        }
    }
}

impl std::error::Error for SignError {}

/// Signs a request: adds `host` where it is missing, `x-amz-date`, `x-amz-security-token` and
/// `authorization`.
///
/// # Errors
///
/// [`SignError`]; the request is then as it was.
pub fn sign<B>(
    request: &mut http::Request<B>,
    payload: Payload<'_>,
    params: &SigningParams<'_>,
) -> Result<(), SignError> {
    for name in ["authorization", "x-amz-date", "x-amz-security-token"] {
        if request.headers().contains_key(name) {
            return Err(SignError::Preset(name));
        }
    }
    let SigningParams { credentials, region, service, time, key, settings } = params;
    let timestamp = time.compact();
    let day = &timestamp[..8];
    let payload_hash = canonical::payload_hash(payload);

    let mut headers = request.headers().clone();
    if !headers.contains_key(HOST) {
        let host = canonical::host(request.uri()).ok_or(SignError::NoHost)?;
        headers.insert(HOST, header(&host, "host")?);
    }
    headers.insert(X_AMZ_DATE, header(&timestamp, "time")?);
    if settings.content_sha256_header {
        headers.insert(X_AMZ_CONTENT_SHA256, header(&payload_hash, "payload hash")?);
    }
    let token = match credentials.session_token() {
        Some(token) => {
            let mut value = header(token, "session token")?;
            value.set_sensitive(true);
            Some(value)
        }
        None => None,
    };
    if let (Some(token), false) = (&token, settings.omit_session_token) {
        headers.insert(X_AMZ_SECURITY_TOKEN, token.clone());
    }

    let canonical =
        canonical::request(request.method(), request.uri(), &headers, &payload_hash, *settings);
    let scope = format!("{day}/{region}/{service}/aws4_request");
    let string_to_sign =
        format!("{ALGORITHM}\n{timestamp}\n{scope}\n{}", canonical::sha256(&canonical.text));
    let derived;
    let key = match key {
        Some(key) => *key,
        None => {
            derived = SigningKey::derive(credentials.secret_access_key(), day, region, service);
            &derived
        }
    };
    let signature = key.sign(string_to_sign.as_bytes());
    let authorization = format!(
        "{ALGORITHM} Credential={}/{scope}, SignedHeaders={}, Signature={signature}",
        credentials.access_key_id(),
        canonical.signed_headers,
    );
    let mut authorization = header(&authorization, "access key id")?;
    authorization.set_sensitive(true);
    headers.insert(AUTHORIZATION, authorization);
    if let Some(token) = token {
        headers.insert(X_AMZ_SECURITY_TOKEN, token);
    }
    *request.headers_mut() = headers;
    Ok(())
}

fn header(value: &str, what: &'static str) -> Result<HeaderValue, SignError> {
    HeaderValue::from_str(value).map_err(|_| SignError::NotAHeader(what))
}
