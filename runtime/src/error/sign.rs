//! [`SignError`]: why a request cannot be signed.

use std::fmt;

/// Why a request cannot be signed.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum SignError {
    /// The request already has a header that the signer writes.
    Preset(&'static str),
    /// The request already has a query parameter that the signer writes.
    PresetQuery(&'static str),
    /// The request's URI has no host, and there is no `host` header.
    NoHost,
    /// The named value (the access key id, the session token or the host) cannot be a header value:
    /// for example, it contains a line break.
    NotAHeader(&'static str),
    /// The region or the host is not a valid host name.
    NotAHost(&'static str),
    /// The request has more headers than a header map can hold.
    TooManyHeaders,
    /// A presigned URL or form must be valid for 1 s to 7 days. The value is the requested time in seconds,
    /// rounded up; 0 for less than a second.
    ExpiresIn(u64),
    /// A URL cannot be presigned with a body that is signed in chunks.
    StreamingUrl,
    /// The policy of a form has a field that is written for it.
    PresetField(&'static str),
    /// The policy of a form is invalid. The value is the reason.
    Policy(&'static str),
}

impl fmt::Display for SignError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Preset(name) => write!(
                f,
                "the request already has the header `{name}`, which the signer writes; remove it"
            ),
            Self::PresetQuery(name) => write!(
                f,
                "the request already has the query parameter `{name}`, which the signer writes; \
                 remove it"
            ),
            Self::NoHost => f.write_str("the request has no host; give it an absolute URI"),
            Self::NotAHeader(what) => write!(
                f,
                "the {what} contains a line break or another character that is invalid in a header"
            ),
            Self::NotAHost(what) => write!(
                f,
                "the {what} is not a valid host name; use letters, digits, inner hyphens and dots"
            ),
            Self::TooManyHeaders => f.write_str("the request has too many headers; remove some"),
            Self::ExpiresIn(0) => f.write_str(
                "a presigned URL or form must be valid for 1 to 604800 seconds (7 days), not less than 1; \
                 ask for 1 second or more",
            ),
            Self::ExpiresIn(seconds) => write!(
                f,
                "a presigned URL or form must be valid for 1 to 604800 seconds (7 days), not {seconds}; \
                 ask for less, and presign again when it has expired"
            ),
            Self::StreamingUrl => f.write_str(
                "a body that is signed in chunks cannot be signed in a URL; use \
                 `Payload::Unsigned`, or sign the request's headers",
            ),
            Self::PresetField(name) => {
                write!(f, "the policy has the field `{name}`, which is written for it; remove it")
            }
            Self::Policy(reason) => f.write_str(reason),
        }
    }
}

impl std::error::Error for SignError {}

super::debug_as_display!(SignError);
