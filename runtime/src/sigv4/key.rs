//! The signing key: derived from the secret with four HMACs, and valid for a day, a region and a
//! service.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use ring::{digest, hmac};
use zeroize::Zeroizing;

use super::payload::digits;
use crate::types::{Credentials, pair};

/// A key for signatures of one day, region and service.
///
/// It is overwritten in memory when dropped, and never printed.
#[derive(Clone)]
pub struct SigningKey(hmac::Key);

impl SigningKey {
    /// Derives the key from a secret access key. `day` is `YYYYMMDD`, in UTC.
    pub fn derive(secret_access_key: &str, day: &str, region: &str, service: &str) -> Self {
        let secret = Zeroizing::new(format!("AWS4{secret_access_key}"));
        let key = mac(secret.as_bytes(), day.as_bytes());
        let key = mac(&*key, region.as_bytes());
        let key = mac(&*key, service.as_bytes());
        Self(hmac::Key::new(hmac::HMAC_SHA256, &*mac(&*key, b"aws4_request")))
    }

    #[inline]
    pub(super) fn sign(&self, string_to_sign: &[u8]) -> Signature {
        Signature::new(hmac::sign(&self.0, string_to_sign).as_ref())
    }
}

/// ring does not wipe its keys. The key is overwritten with another one, and the compiler must not
/// remove that as useless.
impl Drop for SigningKey {
    fn drop(&mut self) {
        self.0 = hmac::Key::new(hmac::HMAC_SHA256, &[]);
        std::hint::black_box(&self.0);
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SigningKey([redacted])")
    }
}

fn mac(key: &[u8], data: &[u8]) -> Zeroizing<[u8; digest::SHA256_OUTPUT_LEN]> {
    let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), data);
    let mut bytes = Zeroizing::new([0; digest::SHA256_OUTPUT_LEN]);
    bytes.copy_from_slice(tag.as_ref());
    bytes
}

/// A signature, as hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Signature {
    digits: [u8; Self::MAX],
    length: usize,
}

impl Signature {
    /// Room for the longest: 32 bytes of an HMAC, or 72 of an ECDSA signature in DER.
    const MAX: usize = if cfg!(feature = "sigv4a") { 144 } else { 64 };

    /// The digits of these bytes, which are at most 72.
    #[inline]
    pub(super) fn new(bytes: &[u8]) -> Self {
        let mut signature = Self { digits: [0; Self::MAX], length: 0 };
        if let Ok(mac) = bytes.try_into() {
            let digits = digits(mac);
            signature.length = digits.len();
            if let Some(start) = signature.digits.first_chunk_mut() {
                *start = digits;
            }
            return signature;
        }
        for (two, byte) in signature.digits.chunks_exact_mut(2).zip(bytes) {
            two.copy_from_slice(&pair(*byte));
            signature.length += 2;
        }
        signature
    }

    /// The digits.
    pub fn as_str(&self) -> &str {
        // All of it is ASCII.
        std::str::from_utf8(self.as_bytes()).unwrap_or_default()
    }

    /// The 32 bytes of an HMAC.
    pub(super) fn mac(&self) -> [u8; 32] {
        let half = |digit: u8| digit - if digit < b'a' { b'0' } else { b'a' - 10 };
        let mut mac = [0; 32];
        for (byte, digits) in mac.iter_mut().zip(self.as_bytes().chunks_exact(2)) {
            *byte = digits.iter().fold(0, |byte, digit| byte << 4 | half(*digit));
        }
        mac
    }

    #[inline]
    pub(super) fn as_bytes(&self) -> &[u8] {
        self.digits.get(..self.length).unwrap_or_default()
    }
}

/// Without the digits: with the request, they are as good as a password.
impl fmt::Debug for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Signature([redacted])")
    }
}

/// The last signing key of a client, so that a key is derived once a day.
#[derive(Default)]
pub(crate) struct KeyCache(Mutex<Option<(Scope, Arc<SigningKey>)>>);

/// What a key was derived from. It includes the secret, so that a corrected secret with the same
/// access key id does not get the old key.
struct Scope {
    credentials: Credentials,
    day: String,
    region: String,
    service: String,
}

impl Scope {
    fn is(&self, credentials: &Credentials, day: &str, region: &str, service: &str) -> bool {
        self.credentials.secret_access_key() == credentials.secret_access_key()
            && self.day == day
            && self.region == region
            && self.service == service
    }
}

impl KeyCache {
    pub(crate) fn get(
        &self,
        credentials: &Credentials,
        day: &str,
        region: &str,
        service: &str,
    ) -> Arc<SigningKey> {
        // A poisoned lock holds a whole entry, or none.
        let mut entry = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match &*entry {
            Some((scope, key)) if scope.is(credentials, day, region, service) => Arc::clone(key),
            _ => {
                let secret = credentials.secret_access_key();
                let key = Arc::new(SigningKey::derive(secret, day, region, service));
                let scope = Scope {
                    credentials: credentials.clone(),
                    day: day.to_owned(),
                    region: region.to_owned(),
                    service: service.to_owned(),
                };
                *entry = Some((scope, Arc::clone(&key)));
                key
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_corrected_secret_does_not_meet_the_old_key() {
        let cache = KeyCache::default();
        let [typo, credentials] = ["typo", "right"].map(|secret| Credentials::new("id", secret));
        let typo = cache.get(&typo, "20150830", "us-east-1", "iam");
        let right = cache.get(&credentials, "20150830", "us-east-1", "iam");
        assert_ne!(typo.sign(b"text"), right.sign(b"text"));
        let again = cache.get(&credentials, "20150830", "us-east-1", "iam");
        assert!(Arc::ptr_eq(&right, &again));
        for (day, region, service) in [
            ("20150831", "us-east-1", "iam"),
            ("20150830", "us-east-2", "iam"),
            ("20150830", "us-east-1", "sts"),
        ] {
            let other = cache.get(&credentials, day, region, service);
            assert_ne!(other.sign(b"text"), right.sign(b"text"));
        }
    }
}
