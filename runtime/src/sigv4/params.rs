//! [`SigningParams`]: the credentials, the time and the scope of a signature.

use std::ops::Range;
use std::time::SystemTime;

use super::canonical::push_encoded;
use super::{Signature, SigningKey};
use crate::types::{Compact, Credentials, Timestamp};

/// The credentials, the time, the region and the service of a signature.
#[derive(Debug, Clone)]
pub struct SigningParams<'a> {
    pub(super) credentials: &'a Credentials,
    pub(super) service: &'a str,
    pub(super) time: Timestamp,
    pub(super) date: Compact,
    pub(super) settings: Settings,
    scheme: Scheme<'a>,
}

/// One region with an HMAC, or several with ECDSA.
#[derive(Debug, Clone)]
enum Scheme<'a> {
    V4 {
        region: &'a str,
        key: Option<&'a SigningKey>,
    },
    #[cfg(feature = "sigv4a")]
    V4a {
        region_set: &'a str,
        key: Option<&'a super::EcdsaKey>,
    },
}

/// How a service's signatures differ from the usual ones.
///
/// ```
/// use aws_operation::sigv4::Settings;
///
/// let mut settings = Settings::default();
/// settings.content_sha256_header = true;
/// assert_ne!(settings, Settings::S3);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Settings {
    /// Whether dot segments and double slashes are removed from the signed path. Not for S3.
    pub normalize_path: bool,
    /// Whether the path's segments are encoded once more. Not for S3.
    pub double_encode_path: bool,
    /// Whether to send the payload's hash in `x-amz-content-sha256`, which S3 and VPC Lattice
    /// require.
    pub content_sha256_header: bool,
    /// Whether to add the session token after signing, without signing it.
    pub omit_session_token: bool,
    /// Whether the credentials belong to a session of S3 Express. Their session token is then sent as
    /// `x-amz-s3session-token`.
    pub s3_express: bool,
    /// Whether to sign `content-length` if the request has it. Transports write this header too,
    /// and not all of them in the same cases, so sign it only if you know what is sent.
    pub sign_content_length: bool,
}

impl Settings {
    /// The settings of S3.
    pub const S3: Self = Self {
        normalize_path: false,
        double_encode_path: false,
        content_sha256_header: true,
        omit_session_token: false,
        s3_express: false,
        sign_content_length: false,
    };
}

impl Settings {
    pub(crate) const DEFAULT: Self = Self {
        normalize_path: true,
        double_encode_path: true,
        content_sha256_header: false,
        omit_session_token: false,
        s3_express: false,
        sign_content_length: false,
    };
}

impl Settings {
    /// The name of the header with the session token.
    #[inline]
    pub(super) fn token_header(self) -> &'static str {
        if self.s3_express { "x-amz-s3session-token" } else { "x-amz-security-token" }
    }

    /// The name of the query parameter with the session token.
    #[inline]
    pub(super) fn token_parameter(self) -> &'static str {
        if self.s3_express { "X-Amz-S3session-Token" } else { "X-Amz-Security-Token" }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self::DEFAULT
    }
}

impl<'a> SigningParams<'a> {
    /// Signs with these credentials at this time, for a service in a region.
    #[inline]
    pub fn new(
        credentials: &'a Credentials,
        region: &'a str,
        service: &'a str,
        time: SystemTime,
    ) -> Self {
        let (settings, scheme) = (Settings::default(), Scheme::V4 { region, key: None });
        Self::of(credentials, service, time, settings, scheme)
    }

    /// Signs with these credentials at this time, for a service in a set of regions: names
    /// separated by commas, in which `*` stands for any text.
    #[cfg(feature = "sigv4a")]
    pub fn new_v4a(
        credentials: &'a Credentials,
        region_set: &'a str,
        service: &'a str,
        time: SystemTime,
    ) -> Self {
        let (settings, scheme) = (Settings::default(), Scheme::V4a { region_set, key: None });
        Self::of(credentials, service, time, settings, scheme)
    }

    #[inline]
    fn of(
        credentials: &'a Credentials,
        service: &'a str,
        time: SystemTime,
        settings: Settings,
        scheme: Scheme<'a>,
    ) -> Self {
        let time = Timestamp::from(time);
        Self { credentials, service, time, date: time.compact(), settings, scheme }
    }

    /// Sets the settings.
    #[must_use]
    #[inline]
    pub fn with_settings(mut self, settings: Settings) -> Self {
        self.settings = settings;
        self
    }

    /// Sets the key, which must be derived by [`SigningKey::derive`] from the same secret, day,
    /// region and service.
    #[must_use]
    #[inline]
    pub fn with_key(mut self, key: &'a SigningKey) -> Self {
        match &mut self.scheme {
            Scheme::V4 { key: slot, .. } => *slot = Some(key),
            #[cfg(feature = "sigv4a")]
            Scheme::V4a { .. } => {}
        }
        self
    }

    /// Sets the key, which must be derived from the same credentials. An ECDSA key depends on
    /// nothing else.
    #[cfg(feature = "sigv4a")]
    #[must_use]
    pub fn with_ecdsa_key(mut self, key: &'a super::EcdsaKey) -> Self {
        if let Scheme::V4a { key: slot, .. } = &mut self.scheme {
            *slot = Some(key);
        }
        self
    }

    /// The day of the signature and of its key.
    pub(crate) fn day(&self) -> &str {
        self.date.day()
    }

    #[inline]
    pub(super) fn algorithm(&self) -> &'static str {
        match self.scheme {
            Scheme::V4 { .. } => "AWS4-HMAC-SHA256",
            #[cfg(feature = "sigv4a")]
            Scheme::V4a { .. } => super::v4a::ALGORITHM,
        }
    }

    /// The regions that a signature of several is for.
    #[inline]
    pub(super) fn region_set(&self) -> Option<&'a str> {
        match self.scheme {
            Scheme::V4 { .. } => None,
            #[cfg(feature = "sigv4a")]
            Scheme::V4a { region_set, .. } => Some(region_set),
        }
    }

    /// The region, if there is only one.
    pub(crate) fn one_region(&self) -> Option<&'a str> {
        match self.scheme {
            Scheme::V4 { region, .. } => Some(region),
            #[cfg(feature = "sigv4a")]
            Scheme::V4a { .. } => None,
        }
    }

    /// The region of the scope, with the slash after it.
    #[inline]
    fn region(&self) -> [&str; 2] {
        match self.scheme {
            Scheme::V4 { region, .. } => [region, "/"],
            #[cfg(feature = "sigv4a")]
            Scheme::V4a { .. } => ["", ""],
        }
    }

    #[inline]
    pub(super) fn scope_length(&self) -> usize {
        let [region, slash] = self.region();
        "20150830/".len() + region.len() + slash.len() + self.service.len() + "/aws4_request".len()
    }

    /// Writes `20150830/us-east-1/service/aws4_request`.
    #[inline]
    pub(super) fn push_scope(&self, out: &mut Vec<u8>) {
        let [region, slash] = self.region();
        out.extend_from_slice(self.date.day_bytes());
        out.push(b'/');
        out.extend_from_slice(region.as_bytes());
        out.extend_from_slice(slash.as_bytes());
        out.extend_from_slice(self.service.as_bytes());
        out.extend_from_slice(b"/aws4_request");
    }

    /// Writes the same for a query.
    #[inline]
    pub(super) fn push_encoded_scope(&self, out: &mut Vec<u8>) {
        let [region, slash] = self.region();
        out.extend_from_slice(self.date.day_bytes());
        out.extend_from_slice(b"%2F");
        push_encoded(out, region.as_bytes());
        push_encoded(out, slash.as_bytes());
        push_encoded(out, self.service.as_bytes());
        out.extend_from_slice(b"%2Faws4_request");
    }

    /// The string to sign: the algorithm, the time, the scope and a hash.
    pub(super) fn string_to_sign(&self, algorithm: &str, hashes: &[&[u8]]) -> Vec<u8> {
        let mut text = Vec::new();
        self.push_string_to_sign(&mut text, algorithm, hashes);
        text
    }

    /// Writes the string to sign after another text, and returns where the scope is.
    #[inline]
    pub(super) fn push_string_to_sign(
        &self,
        out: &mut Vec<u8>,
        algorithm: &str,
        hashes: &[&[u8]],
    ) -> Range<usize> {
        out.reserve(algorithm.len() + 18 + self.scope_length() + hashes.len() * 65);
        out.extend_from_slice(algorithm.as_bytes());
        out.push(b'\n');
        out.extend_from_slice(self.date.as_bytes());
        out.push(b'\n');
        let start = out.len();
        self.push_scope(out);
        let scope = start..out.len();
        for hash in hashes {
            out.push(b'\n');
            out.extend_from_slice(hash);
        }
        scope
    }

    /// Signs a text with the key that is set, or with a derived key.
    #[inline]
    pub(super) fn signature(&self, string_to_sign: &[u8]) -> Signature {
        match self.scheme {
            Scheme::V4 { key: Some(key), .. } => key.sign(string_to_sign),
            Scheme::V4 { region, key: None } => self.derive(region).sign(string_to_sign),
            #[cfg(feature = "sigv4a")]
            Scheme::V4a { key: Some(key), .. } => key.sign(string_to_sign),
            #[cfg(feature = "sigv4a")]
            Scheme::V4a { key: None, .. } => {
                super::EcdsaKey::derive(self.credentials).sign(string_to_sign)
            }
        }
    }

    /// The key for an HMAC; `None` for ECDSA.
    pub(super) fn key(&self) -> Option<SigningKey> {
        match self.scheme {
            Scheme::V4 { key: Some(key), .. } => Some(key.clone()),
            Scheme::V4 { region, key: None } => Some(self.derive(region)),
            #[cfg(feature = "sigv4a")]
            Scheme::V4a { .. } => None,
        }
    }

    fn derive(&self, region: &str) -> SigningKey {
        let secret = self.credentials.secret_access_key();
        SigningKey::derive(secret, self.date.day(), region, self.service)
    }
}
