//! Computes the ETags that S3 derives from MD5: of a part, and of an object from the ETags of its parts.

#[cfg(feature = "md5")]
use super::object::unquoted;

/// Computes the MD5 of bytes. Without the feature `md5`, it matches no ETag.
pub(super) struct Md5(#[cfg(feature = "md5")] Box<md5::Context>);

#[cfg(feature = "md5")]
impl Md5 {
    pub(super) fn new() -> Self {
        Self(Box::new(md5::Context::new()))
    }

    pub(super) fn update(&mut self, bytes: &[u8]) {
        self.0.consume(bytes);
    }

    /// Whether this ETag, with or without quotes, is the MD5 of the bytes.
    pub(super) fn is(self, e_tag: &str) -> bool {
        format!("{:x}", self.0.finalize()) == unquoted(e_tag)
    }
}

#[cfg(not(feature = "md5"))]
impl Md5 {
    pub(super) fn new() -> Self {
        Self()
    }

    pub(super) fn update(&mut self, _: &[u8]) {}

    pub(super) fn is(self, _: &str) -> bool {
        false
    }
}

/// The ETag of an object with these parts. `None` if an ETag is not an MD5, or if the feature `md5` is
/// not enabled.
#[cfg(feature = "md5")]
pub(super) fn of_parts<'a>(e_tags: impl Iterator<Item = &'a str>) -> Option<String> {
    let mut context = md5::Context::new();
    let mut count = 0;
    for e_tag in e_tags {
        let digits = unquoted(e_tag);
        if digits.len() != 32 || !digits.is_ascii() {
            return None;
        }
        for at in (0..32).step_by(2) {
            context.consume([u8::from_str_radix(&digits[at..at + 2], 16).ok()?]);
        }
        count += 1;
    }
    Some(format!("{:x}-{count}", context.finalize()))
}

#[cfg(not(feature = "md5"))]
pub(super) fn of_parts<'a>(_: impl Iterator<Item = &'a str>) -> Option<String> {
    None
}
