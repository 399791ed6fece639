//! Signature Version 4a: ECDSA over P-256. One signature is valid for several regions, and can be
//! checked with a public key.

use std::fmt;

use p256::ecdsa::signature::Signer as _;
use ring::hmac;
use zeroize::Zeroizing;

use super::Signature;
use crate::types::Credentials;

pub(super) const ALGORITHM: &str = "AWS4-ECDSA-P256-SHA256";

/// A key for signatures of any day, region and service.
///
/// It is wiped from memory when dropped, and never printed.
///
/// ```
/// use aws_operation::Credentials;
/// use aws_operation::sigv4::EcdsaKey;
///
/// let key = EcdsaKey::derive(&Credentials::new("AKIDEXAMPLE", "secret"));
/// assert_eq!(key.public_key().len(), 65);
/// ```
///
/// Source: AWS IAM user guide, "Signature Version 4a"; NIST SP 800-108, KDF in counter mode.
#[derive(Clone)]
pub struct EcdsaKey(p256::ecdsa::SigningKey);

impl EcdsaKey {
    /// Derives the key of credentials.
    pub fn derive(credentials: &Credentials) -> Self {
        let secret = credentials.secret_access_key();
        let secret = Zeroizing::new(format!("AWS4A{secret}"));
        let hmac_key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
        let id = credentials.access_key_id().as_bytes();
        // One of four billion candidates is invalid, so the first one nearly always is a key.
        let mut counter = 1_u8;
        loop {
            if let Some(key) = candidate(&hmac_key, id, counter) {
                return Self(key);
            }
            counter = counter.wrapping_add(1);
        }
    }

    /// The public key, with which anyone can check signatures: an uncompressed point of SEC 1.
    pub fn public_key(&self) -> Vec<u8> {
        self.0.verifying_key().to_encoded_point(false).as_bytes().to_vec()
    }

    pub(super) fn sign(&self, text: &[u8]) -> Signature {
        let signature: p256::ecdsa::Signature = self.0.sign(text);
        Signature::new(signature.to_der().as_bytes())
    }
}

/// The key for a value of the counter; `None` unless it is above 0 and below the order of the
/// curve.
fn candidate(
    hmac_key: &hmac::Key,
    access_key_id: &[u8],
    counter: u8,
) -> Option<p256::ecdsa::SigningKey> {
    let mut input = Vec::with_capacity(access_key_id.len() + 40);
    input.extend_from_slice(&1_u32.to_be_bytes());
    input.extend_from_slice(ALGORITHM.as_bytes());
    input.push(0);
    input.extend_from_slice(access_key_id);
    input.push(counter);
    input.extend_from_slice(&256_u32.to_be_bytes());
    let tag = hmac::sign(hmac_key, &input);
    let mut scalar = Zeroizing::new([0_u8; 32]);
    scalar.copy_from_slice(tag.as_ref());
    // The candidate must be at most the order less two; the key is the candidate plus one.
    if *scalar > ORDER_LESS_TWO {
        return None;
    }
    for byte in scalar.iter_mut().rev() {
        let (sum, carry) = byte.overflowing_add(1);
        *byte = sum;
        if !carry {
            break;
        }
    }
    p256::ecdsa::SigningKey::from_slice(&*scalar).ok()
}

/// The order of P-256, less two.
const ORDER_LESS_TWO: [u8; 32] = [
    0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
    0xbc, 0xe6, 0xfa, 0xad, 0xa7, 0x17, 0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63, 0x25, 0x4f,
];

impl fmt::Debug for EcdsaKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EcdsaKey([redacted])")
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use p256::ecdsa::signature::Verifier as _;
    use p256::ecdsa::{Signature as Ecdsa, VerifyingKey};

    use super::super::{Payload, SigningParams, explain, explain_presigned, presign, sign};
    use super::*;

    fn credentials() -> Credentials {
        Credentials::new("AKISORANDOMAASORANDOM", "q+jcrXGc+0zWN6uzclKVhvMmUsIfRPa4rlRandom")
    }

    fn unhex(text: &str) -> Vec<u8> {
        let digit = |byte: u8| char::from(byte).to_digit(16).expect("a digit") as u8;
        text.as_bytes().chunks(2).map(|pair| digit(pair[0]) << 4 | digit(pair[1])).collect()
    }

    /// The pair of AWS's own libraries' tests.
    #[test]
    fn the_key_is_that_of_other_clients() {
        let point = EcdsaKey::derive(&credentials()).public_key();
        let x = "15d242ceebf8d8169fd6a8b5a746c41140414c3b07579038da06af89190fffcb";
        let y = "0515242cedd82e94799482e4c0514b505afccf2c0c98d6a553bf539f424c5ec0";
        assert_eq!(point, [vec![4], unhex(x), unhex(y)].concat());
    }

    fn verify(signature: &str, text: &str) {
        let point = EcdsaKey::derive(&credentials()).public_key();
        let key = VerifyingKey::from_sec1_bytes(&point).expect("a point");
        let signature = Ecdsa::from_der(&unhex(signature)).expect("DER");
        key.verify(text.as_bytes(), &signature).expect("it is this key's signature");
        assert!(key.verify(b"another text", &signature).is_err());
    }

    #[test]
    fn headers_and_urls_are_signed_for_a_region_set_and_verify_with_the_public_key() {
        let credentials = credentials();
        let time = SystemTime::UNIX_EPOCH + Duration::from_secs(1_440_938_160);
        let params = SigningParams::new_v4a(&credentials, "us-east-1,eu-*", "service", time);
        let mut request =
            http::Request::get("https://example.amazonaws.com/a?b=c").body(()).expect("a request");
        let explained = explain(&request, Payload::Bytes(b""), &params).expect("it is explained");
        assert!(explained.canonical_request.contains("\nx-amz-region-set:us-east-1,eu-*\n"));
        assert!(explained.string_to_sign.starts_with(
            "AWS4-ECDSA-P256-SHA256\n20150830T123600Z\n20150830/service/aws4_request\n"
        ));
        let life = Duration::from_secs(60);
        let url = presign(&request, Payload::Bytes(b""), life, &params).expect("it is presigned");
        let of_url = explain_presigned(&request, Payload::Bytes(b""), life, &params);
        let (_, signature) = url.url().split_once("X-Amz-Signature=").expect("a signature");
        assert!(url.url().contains("&X-Amz-Region-Set=us-east-1%2Ceu-%2A&"), "{}", url.url());
        verify(signature, &of_url.expect("it is explained").string_to_sign);

        let key = EcdsaKey::derive(&credentials);
        let params = params.with_ecdsa_key(&key);
        let signature = sign(&mut request, Payload::Bytes(b""), &params).expect("it is signed");
        verify(signature.as_str(), &explained.string_to_sign);
        assert_eq!(request.headers()["x-amz-region-set"], "us-east-1,eu-*");
        let authorization = request.headers()["authorization"].to_str().expect("text");
        assert!(authorization.starts_with(
            "AWS4-ECDSA-P256-SHA256 Credential=AKISORANDOMAASORANDOM/20150830/service/aws4_request, \
             SignedHeaders=host;x-amz-date;x-amz-region-set, Signature=30"
        ));
    }
}
