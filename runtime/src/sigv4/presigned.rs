//! [`Presigned`]: a URL that is signed, and what belongs to it.

use std::fmt;
use std::time::SystemTime;

use bytes::Bytes;
use http::header::{CONTENT_LENGTH, HeaderValue};
use http::{HeaderMap, Method};

/// A request that is signed by its URL.
///
/// `Debug` prints no query: whoever has the URL can use it.
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
    /// The method that it was signed for.
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// The URL, with the signature.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The headers that have to be sent with it: those that were signed but for `host`, which every
    /// client sends, and `content-length: 0` where [`Client::presign`](crate::Client::presign) made it
    /// of a `POST`, `PUT` or `PATCH` whose body is signed and empty.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The body that has to be sent with it, where [`Client::presign`](crate::Client::presign) made
    /// it of an operation that has one. [`presign`](super::presign()) does not know the body.
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

    /// The time from which it is refused.
    pub fn expires(&self) -> SystemTime {
        self.expires
    }

    /// Why it is refused earlier than was asked for, where it is.
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
