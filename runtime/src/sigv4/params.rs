//! [`SigningParams`]: who signs, when, and how.

use std::ops::Range;
use std::time::SystemTime;

use super::canonical::push_encoded;
use super::{Signature, SigningKey};
use crate::types::{Compact, Credentials, Timestamp};

/// Who signs, when, and for which region and service.
#[derive(Debug, Clone)]
pub struct SigningParams<'a> {
    pub(super) credentials: &'a Credentials,
    pub(super) service: &'a str,
    pub(super) time: Timestamp,
    pub(super) date: Compact,
    pub(super) settings: Settings,
    scheme: Scheme<'a>,
}

/// One region and an HMAC, or several and ECDSA.
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

/// How a service's signatures differ from the common one.
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
    /// Remove dot segments and double slashes from the signed path. All services but S3.
    pub normalize_path: bool,
    /// Encode the path's segments once more. All services but S3.
    pub double_encode_path: bool,
    /// Send the payload's hash in `x-amz-content-sha256`, which S3 and VPC Lattice ask for.
    pub content_sha256_header: bool,
    /// Add the session token after signing rather than signing it.
    pub omit_session_token: bool,
    /// Sign `content-length` where the request has it. Transports write it too, and not all agree
    /// when, so that it is not signed unless you know what is sent.
    pub sign_content_length: bool,
}

impl Settings {
    /// What S3 asks for.
    pub const S3: Self = Self {
        normalize_path: false,
        double_encode_path: false,
        content_sha256_header: true,
        omit_session_token: false,
        sign_content_length: false,
    };
}

impl Settings {
    pub(crate) const DEFAULT: Self = Self {
        normalize_path: true,
        double_encode_path: true,
        content_sha256_header: false,
        omit_session_token: false,
        sign_content_length: false,
    };
}

impl Default for Settings {
    fn default() -> Self {
        Self::DEFAULT
    }
}

impl<'a> SigningParams<'a> {
    /// The signature of these credentials at this time, for a service in a region.
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

    /// The signature of these credentials at this time, for a service in a set of regions: names
    /// with commas between them, and `*` for any part of one.
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

    /// The same with settings other than the common ones.
    #[must_use]
    #[inline]
    pub fn with_settings(mut self, settings: Settings) -> Self {
        self.settings = settings;
        self
    }

    /// The same with a key that was derived before, by [`SigningKey::derive`] from the same
    /// secret, day, region and service.
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

    /// The same with a key that was derived before from the same credentials, which is all that
    /// an ECDSA key depends on.
    #[cfg(feature = "sigv4a")]
    #[must_use]
    pub fn with_ecdsa_key(mut self, key: &'a super::EcdsaKey) -> Self {
        if let Scheme::V4a { key: slot, .. } = &mut self.scheme {
            *slot = Some(key);
        }
        self
    }

    /// The day of the signature, and of its key.
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

    /// What is signed in the end: the algorithm, the time, the scope and hashes.
    pub(super) fn string_to_sign(&self, algorithm: &str, hashes: &[&[u8]]) -> Vec<u8> {
        let mut text = Vec::new();
        self.push_string_to_sign(&mut text, algorithm, hashes);
        text
    }

    /// Writes the same behind another text; and says where the scope is.
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

    /// The signature of a text, by the key that was given or is derived now.
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

    /// The key for an HMAC; none where signatures are ECDSA.
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
