//! The MD5 of bytes, in base64.

#[cfg(feature = "md5")]
pub(super) fn md5(body: &[u8]) -> String {
    super::headers::base64(::md5::compute(body).as_slice())
}

/// Never called: operations that need it do not compile without the feature.
#[cfg(not(feature = "md5"))]
pub(super) fn md5(_: &[u8]) -> String {
    String::new()
}
