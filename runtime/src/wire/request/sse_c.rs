//! SSE-C: completes the headers with which S3 encrypts an object with a key of the caller.

use http::HeaderMap;
use http::header::{HeaderName, HeaderValue};

use crate::error::EncodeError;

/// The headers of keys, and those of their MD5.
const KEYS: [(&str, &str); 2] = [
    ("x-amz-server-side-encryption-customer-key", "x-amz-server-side-encryption-customer-key-md5"),
    (
        "x-amz-copy-source-server-side-encryption-customer-key",
        "x-amz-copy-source-server-side-encryption-customer-key-md5",
    ),
];

/// Adds the MD5 of each key, and encodes a key that is 32 characters as base64. A key whose MD5 the
/// caller has set is not changed.
///
/// Source: Amazon S3 user guide, "Using server-side encryption with customer-provided keys (SSE-C)".
pub(super) fn complete(headers: &mut HeaderMap) -> Result<(), EncodeError> {
    for (name, md5) in KEYS {
        match headers.get(name) {
            Some(key) if !headers.contains_key(md5) => {
                let (key, sum) = completed(name, key)?;
                headers.insert(HeaderName::from_static(name), key);
                headers.insert(HeaderName::from_static(md5), sum);
            }
            _ => {}
        }
    }
    Ok(())
}

/// The key as base64, and its MD5.
#[cfg(feature = "md5")]
fn completed(name: &str, key: &HeaderValue) -> Result<(HeaderValue, HeaderValue), EncodeError> {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;

    use super::headers::base64;
    use super::md5::md5;

    // The base64 of 32 bytes has 44 characters, so a key cannot be mistaken.
    let given = key.as_bytes();
    let bytes = match STANDARD.decode(given) {
        Ok(bytes) if bytes.len() == 32 => bytes,
        _ if given.len() == 32 => given.to_vec(),
        _ => {
            return Err(EncodeError::request(&format!(
                "the header `{name}` must be a key of 32 bytes, in base64 or as 32 characters"
            )));
        }
    };
    let value = |text: String| {
        HeaderValue::try_from(text).map_err(|_| EncodeError::request("base64 is not a header"))
    };
    let (mut encoded, sum) = (value(base64(&bytes))?, value(md5(&bytes))?);
    encoded.set_sensitive(true);
    Ok((encoded, sum))
}

#[cfg(not(feature = "md5"))]
fn completed(name: &str, _: &HeaderValue) -> Result<(HeaderValue, HeaderValue), EncodeError> {
    Err(EncodeError::request(&format!(
        "the header `{name}` needs another one with the MD5 of the key; enable the feature `md5`, \
         or set `{name}-md5`"
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "x-amz-server-side-encryption-customer-key";
    const MD5: &str = "x-amz-server-side-encryption-customer-key-md5";
    /// 32 bytes, as base64 and as they are.
    const ENCODED: &str = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
    const RAW: &str = "0123456789abcdef0123456789abcdef";

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let pair = |(name, value): &(&'static str, &'static str)| {
            (HeaderName::from_static(name), HeaderValue::from_static(value))
        };
        pairs.iter().map(pair).collect()
    }

    #[test]
    fn a_key_with_its_md5_and_a_request_without_a_key_stay() {
        for pairs in [&[(KEY, RAW), (MD5, "x")][..], &[(MD5, "x")], &[]] {
            let mut given = headers(pairs);
            assert_eq!(complete(&mut given), Ok(()));
            assert_eq!(given, headers(pairs));
        }
    }

    #[cfg(feature = "md5")]
    #[test]
    fn the_md5_of_a_key_is_filled_in() {
        // `printf 0123456789abcdef0123456789abcdef | openssl md5 -binary | base64`
        let sum = "hRasmdxgYDKV3nvbahU1MA==";
        for key in [RAW, ENCODED] {
            for (name, md5) in KEYS {
                let mut given = headers(&[(name, key)]);
                assert_eq!(complete(&mut given), Ok(()));
                assert_eq!(given, headers(&[(name, ENCODED), (md5, sum)]));
                assert!(given[name].is_sensitive());
            }
        }
    }

    #[cfg(feature = "md5")]
    #[test]
    fn a_key_of_another_length_is_an_error_that_does_not_have_it() {
        for key in ["c2VjcmV0", "secret", "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWYw"] {
            let error = complete(&mut headers(&[(KEY, key)])).expect_err(key).to_string();
            assert!(error.contains("must be a key of 32 bytes"), "{error}");
            assert!(!error.contains(key), "{error}");
        }
    }

    #[cfg(not(feature = "md5"))]
    #[test]
    fn a_key_without_its_md5_needs_the_feature() {
        let error = complete(&mut headers(&[(KEY, ENCODED)])).expect_err("no MD5").to_string();
        assert!(error.contains("enable the feature `md5`"), "{error}");
    }
}
