//! [`Presigned`]: a presigned URL, and what must be sent with it.

use std::fmt;
use std::time::SystemTime;

use bytes::Bytes;
use http::header::{CONTENT_LENGTH, HeaderValue};
use http::{HeaderMap, Method};

/// A request that is signed by its URL.
///
/// `Debug` prints no query, because anyone who has the URL can use it.
#[derive(Clone)]
pub struct Presigned {
    pub(super) method: Method,
    pub(super) url: String,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
    pub(super) expires: SystemTime,
    pub(super) warning: Option<String>,
}

impl Presigned {
    /// The signed method.
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// The URL, with the signature.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The headers that must be sent with it: the signed ones except for `host`, which every client
    /// sends. If [`Client::presign`](crate::Client::presign) made it from a `POST`, `PUT` or
    /// `PATCH` whose body is signed and empty, `content-length: 0` is among them.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The body that must be sent with it, if [`Client::presign`](crate::Client::presign) made it
    /// from an operation with a body. [`presign`](super::presign()) does not know the body.
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    pub(crate) fn with_content_length(mut self, length: Option<HeaderValue>) -> Self {
        length.map(|length| self.headers.insert(CONTENT_LENGTH, length));
        self
    }

    pub(crate) fn with_body(mut self, body: Bytes) -> Self {
        self.body = body;
        self
    }

    /// The time at which it expires.
    pub fn expires(&self) -> SystemTime {
        self.expires
    }

    /// Why it expires earlier than requested, if it does.
    pub fn warning(&self) -> Option<&str> {
        self.warning.as_deref()
    }
}

impl fmt::Debug for Presigned {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let url = self.url.split('?').next().unwrap_or_default();
        f.debug_struct("Presigned")
            .field("method", &self.method)
            .field("url", &format_args!("{url}?[redacted]"))
            .field("expires", &self.expires)
            .field("warning", &self.warning)
            .finish_non_exhaustive()
    }
}
