//! The canonical request: the form of a request that both the client and the service hash.
//!
//! It is written into one buffer. Parts that are canonical already are copied.

mod encode;
mod headers;
mod host;
mod path;
mod query;

use std::ops::Range;

use http::{HeaderMap, Method, Uri};

use super::payload::{PayloadHash, sha256};
use super::{Settings, Signature, SigningParams};

pub(super) use encode::{encode, push_encoded};
pub(super) use headers::{SignedHeaders, is_signed};
pub(super) use host::{host, is_sent_as_it_is};
pub(super) use query::Added;

/// The parts of a request that are signed, without its body.
#[derive(Clone, Copy)]
pub(super) struct Target<'a> {
    pub method: &'a Method,
    pub uri: &'a Uri,
    pub headers: &'a HeaderMap,
}

impl<'a> Target<'a> {
    pub(super) fn of<B>(request: &'a http::Request<B>) -> Self {
        Self { method: request.method(), uri: request.uri(), headers: request.headers() }
    }
}

/// The canonical request. After signing, the same buffer also has the string to sign.
pub(super) struct Canonical {
    /// Not a `String`, because header values may be other than UTF-8.
    text: Vec<u8>,
    end: usize,
    query: Range<usize>,
    signed_headers: Range<usize>,
    scope: Range<usize>,
}

impl Canonical {
    /// The canonical request of `target`. The signature adds the parameters of `added_query` to the
    /// query.
    #[inline]
    pub(super) fn new(
        target: Target<'_>,
        added_query: Added<'_>,
        headers: &SignedHeaders<'_>,
        payload: &PayloadHash,
        settings: Settings,
    ) -> Self {
        let (path, own_query) = (target.uri.path(), target.uri.query().unwrap_or_default());
        // With room for the parameters and for the string to sign.
        let size = path.len() * 2 + headers.lines_length() + headers.names_length() * 2;
        let mut text = Vec::with_capacity(size + 512);
        text.extend_from_slice(target.method.as_str().as_bytes());
        text.push(b'\n');
        path::push_path(&mut text, path, settings);
        text.push(b'\n');
        let query = push(&mut text, |text| query::push_query(text, own_query, added_query));
        text.push(b'\n');
        headers.push_lines(&mut text);
        text.push(b'\n');
        let signed_headers = push(&mut text, |text| headers.push_names(text));
        text.push(b'\n');
        text.extend_from_slice(payload.as_bytes());
        Self { end: text.len(), text, query, signed_headers, scope: 0..0 }
    }

    /// The signature.
    #[inline]
    pub(super) fn sign(&mut self, params: &SigningParams<'_>) -> Signature {
        let start = self.text.len();
        let hash = sha256(self.as_bytes());
        self.scope = params.push_string_to_sign(&mut self.text, params.algorithm(), &[&hash]);
        params.signature(self.text.get(start..).unwrap_or_default())
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        self.part(&(0..self.end))
    }

    /// The query that was signed.
    pub(super) fn query(&self) -> &[u8] {
        self.part(&self.query)
    }

    /// The names of the headers that are signed: `host;x-amz-date`.
    pub(super) fn signed_headers(&self) -> &[u8] {
        self.part(&self.signed_headers)
    }

    /// `20150830/us-east-1/service/aws4_request`, once it is signed.
    pub(super) fn scope(&self) -> &[u8] {
        self.part(&self.scope)
    }

    fn part(&self, range: &Range<usize>) -> &[u8] {
        self.text.get(range.clone()).unwrap_or_default()
    }
}

/// Writes something, and returns its place in the buffer.
fn push(text: &mut Vec<u8>, write: impl FnOnce(&mut Vec<u8>)) -> Range<usize> {
    let start = text.len();
    write(text);
    start..text.len()
}

#[cfg(test)]
mod tests {
    use super::super::Payload;
    use super::*;

    #[test]
    fn a_request_is_written_in_its_order() {
        let request = http::Request::get("https://example.com/a?b").header("x-a", "1");
        let request = request.body(()).expect("a request");
        let settings = Settings::default();
        let mut headers = SignedHeaders::new(request.headers(), settings);
        headers.add("host", b"example.com");
        let payload = PayloadHash::of(Payload::Unsigned);
        let added: Added<'_> = &|out| out.extend_from_slice(b"a=1");
        let canonical = Canonical::new(Target::of(&request), added, &headers, &payload, settings);
        let expected = "GET\n/a\na=1&b=\nhost:example.com\nx-a:1\n\nhost;x-a\nUNSIGNED-PAYLOAD";
        assert_eq!(String::from_utf8_lossy(canonical.as_bytes()), expected);
        assert_eq!(canonical.query(), b"a=1&b=");
        assert_eq!(canonical.signed_headers(), b"host;x-a");
    }
}
