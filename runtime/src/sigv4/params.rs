//! [`SigningParams`]: who signs, when, and how.

use std::time::SystemTime;

use super::SigningKey;
use crate::credentials::Credentials;
use crate::types::Timestamp;

/// Who signs, when, and for which region and service.
#[derive(Debug, Clone)]
pub struct SigningParams<'a> {
    pub(super) credentials: &'a Credentials,
    pub(super) region: &'a str,
    pub(super) service: &'a str,
    pub(super) time: Timestamp,
    pub(super) key: Option<&'a SigningKey>,
    pub(super) settings: Settings,
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

    /// Writes `20150830/us-east-1/service/aws4_request`.
    pub(super) fn push_scope(&self, out: &mut Vec<u8>, day: &str) {
        for part in [day, "/", self.region, "/", self.service, "/aws4_request"] {
            out.extend_from_slice(part.as_bytes());
        }
    }

    /// What is signed in the end: the algorithm, the time, the scope and a hash.
    pub(super) fn string_to_sign(&self, algorithm: &str, hashes: &[&[u8]]) -> Vec<u8> {
        let time = self.time.compact();
        let length = self.region.len() + self.service.len() + 80 + hashes.len() * 65;
        let mut text = Vec::with_capacity(length);
        for part in [algorithm, "\n", time.as_str(), "\n"] {
            text.extend_from_slice(part.as_bytes());
        }
        self.push_scope(&mut text, time.day());
        for hash in hashes {
            text.push(b'\n');
            text.extend_from_slice(hash);
        }
        text
    }

    /// The signature of a text, by the key that was given or is derived now.
    pub(super) fn signature(&self, string_to_sign: &[u8]) -> super::Signature {
        match self.key {
            Some(key) => key.sign(string_to_sign),
            None => self.derive().sign(string_to_sign),
        }
    }

    pub(super) fn derive(&self) -> SigningKey {
        let secret = self.credentials.secret_access_key();
        SigningKey::derive(secret, self.time.compact().day(), self.region, self.service)
    }
}
