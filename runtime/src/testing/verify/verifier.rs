//! [`Verifier`]: accepts requests that are signed as AWS requires.

use std::fmt;
use std::sync::Arc;
use std::time::SystemTime;

use bytes::Bytes;
use http::HeaderMap;

use super::canonical::{self, PathRules, canonical_request, is_signed, string_to_sign};
use super::checks::{self, Covered};
use super::chunks::{self, Chain, Decoded, Signatures};
use super::claim::{Claim, service};
use super::dialect::{Dialect, is_s3};
use super::error::VerifyError;
use super::mismatch::{Mistakes, mismatch};
use super::reason::Reason;
use crate::sigv4::Settings;
use crate::time::{NoTimer, Timer as _};
use crate::types::Credentials;

type Now = Arc<dyn Fn() -> SystemTime + Send + Sync>;

/// Accepts requests that are signed with some credentials, as AWS does. It does no I/O, and works with any
/// server, for example in a middleware of axum. [The module](super) has the rules.
///
/// ```
/// use std::time::SystemTime;
///
/// use aws_operation::Credentials;
/// use aws_operation::sigv4::{self, Payload, SigningParams};
/// use aws_operation::testing::verify::{Reason, Verifier};
/// use bytes::Bytes;
///
/// let credentials = Credentials::new("AKID", "secret");
/// let verifier = Verifier::new(credentials.clone()).service("execute-api");
///
/// let mut request = http::Request::get("https://api.example.com/orders").body(Bytes::new())?;
/// let params = SigningParams::new(&credentials, "eu-west-1", "execute-api", SystemTime::now());
/// sigv4::sign(&mut request, Payload::Bytes(b""), &params)?;
/// assert_eq!(verifier.verify(&request)?.region, "eu-west-1");
///
/// *request.method_mut() = http::Method::DELETE;
/// let refused = verifier.verify(&request).expect_err("another method was signed");
/// assert_eq!(refused.reason(), Reason::Signature);
/// assert_eq!(refused.response().status(), 403);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Verifier {
    first: Credentials,
    others: Vec<Credentials>,
    region: Option<String>,
    service: Option<String>,
    settings: Option<Settings>,
    now: Now,
}

/// The signature of an accepted request.
#[derive(Clone)]
#[non_exhaustive]
pub struct Signed {
    /// The access key id.
    pub access_key_id: String,
    /// The region in the signature.
    pub region: String,
    /// The service in the signature.
    pub service: String,
    /// The time of the signature.
    pub time: SystemTime,
    /// Whether the signature covers the body: all of it, or each of its chunks. It does not for unsigned
    /// payloads and for events.
    pub is_payload_signed: bool,
    /// The body. A body in chunks (`aws-chunked`) is decoded.
    pub body: Bytes,
    /// The headers after a body in chunks, such as a checksum. Checksums are not verified.
    pub trailer: HeaderMap,
}

impl Verifier {
    /// Accepts requests that are signed with these credentials, for any region and service.
    pub fn new(credentials: Credentials) -> Self {
        let now = Arc::new(|| NoTimer.now());
        Self {
            first: credentials,
            others: Vec::new(),
            region: None,
            service: None,
            settings: None,
            now,
        }
    }

    /// Also accepts requests that are signed with these credentials.
    #[must_use]
    pub fn credentials(mut self, credentials: Credentials) -> Self {
        self.others.push(credentials);
        self
    }

    /// Accepts only this region.
    #[must_use]
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.region = Some(region.into());
        self
    }

    /// Accepts only this service: a signing name, such as `execute-api`.
    #[must_use]
    pub fn service(mut self, signing_name: impl Into<String>) -> Self {
        self.service = Some(signing_name.into());
        self
    }

    /// How the path and the session token are signed. Without this, S3's rules apply to signatures for S3,
    /// and [`Settings::default`] to all others.
    #[must_use]
    pub fn settings(mut self, settings: Settings) -> Self {
        self.settings = Some(settings);
        self
    }

    /// The clock. Without this, it is the system's. A [`FakeClock`](crate::testing::FakeClock) is an
    /// example of another one: `.now(move || clock.now())`.
    #[must_use]
    pub fn now(mut self, now: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.now = Arc::new(now);
        self
    }

    pub(super) fn first_credentials(&self) -> &Credentials {
        &self.first
    }

    pub(super) fn time(&self) -> SystemTime {
        (self.now)()
    }

    /// Verifies a request with its whole body. The path and the query must be as they were received, and
    /// the host in the header `host` or in the URI.
    ///
    /// # Errors
    ///
    /// The signature is missing, wrong, or too old. [`VerifyError::response`] is the response of AWS.
    pub fn verify(&self, request: &http::Request<Bytes>) -> Result<Signed, VerifyError> {
        let claim = Claim::read(request).map_err(|error| {
            let service = service(request).or_else(|| self.service.clone());
            error.in_dialect(Dialect::of(request.headers(), service.as_deref()))
        })?;
        self.check(request, &claim)
            .map_err(|error| error.in_dialect(Dialect::of(request.headers(), Some(&claim.service))))
    }

    fn check(&self, request: &http::Request<Bytes>, claim: &Claim) -> Result<Signed, VerifyError> {
        let omits_token = self.settings.is_some_and(|settings| settings.omit_session_token);
        checks::check_signed_headers(request, claim, omits_token)?;
        let mut accounts = [&self.first].into_iter().chain(&self.others);
        let account = accounts.find(|it| it.access_key_id() == claim.access_key_id);
        let account = account.ok_or_else(|| {
            VerifyError::new(Reason::AccessKey, "the access key id in the signature is unknown")
        })?;
        checks::check_token(request, claim, account)?;
        checks::check_scope(claim, self.region.as_deref(), self.service.as_deref())?;
        checks::check_time(claim, self.time())?;
        let (payload, covered) = checks::check_payload(request, claim)?;

        let key = canonical::signing_key(account.secret_access_key(), claim);
        let path = self.path_rules(claim);
        let canonical = canonical_request(request, claim, path, omits_token, &payload);
        if !is_signed(&key, &string_to_sign(claim, &canonical), &claim.signature) {
            let mistakes = Mistakes { request, claim, key: &key, omits_token };
            return Err(mismatch(claim, &canonical, account, mistakes.find(path, &payload)));
        }
        let Decoded { body, trailer } = match covered {
            Covered::SignedChunks => {
                let chain = Chain::new(&key, claim);
                chunks::decode(request.body(), Signatures::Verified(chain))?
            }
            Covered::UnsignedChunks => chunks::decode(request.body(), Signatures::Absent)?,
            Covered::Whole | Covered::Not | Covered::Events => {
                Decoded { body: request.body().clone(), trailer: HeaderMap::new() }
            }
        };
        if matches!(covered, Covered::SignedChunks | Covered::UnsignedChunks) {
            checks::check_decoded_length(request, &body)?;
            checks::check_trailer(request, &trailer)?;
        }
        Ok(Signed {
            access_key_id: claim.access_key_id.clone(),
            region: claim.region.clone(),
            service: claim.service.clone(),
            time: claim.time,
            is_payload_signed: matches!(covered, Covered::Whole | Covered::SignedChunks),
            body,
            trailer,
        })
    }

    fn path_rules(&self, claim: &Claim) -> PathRules {
        match self.settings {
            Some(settings) => PathRules {
                normalize: settings.normalize_path,
                double_encode: settings.double_encode_path,
            },
            None if is_s3(&claim.service) => PathRules::S3,
            None => PathRules::OTHERS,
        }
    }
}

impl From<Credentials> for Verifier {
    fn from(credentials: Credentials) -> Self {
        Self::new(credentials)
    }
}

/// Prints no secrets.
impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verifier")
            .field("region", &self.region)
            .field("service", &self.service)
            .finish_non_exhaustive()
    }
}

/// Prints no body, which may be sensitive.
impl fmt::Debug for Signed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signed")
            .field("access_key_id", &self.access_key_id)
            .field("region", &self.region)
            .field("service", &self.service)
            .finish_non_exhaustive()
    }
}
