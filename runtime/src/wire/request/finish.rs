//! The last step of a request: compression, checksums, and default headers.

use bytes::Bytes;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderName, HeaderValue};
use http::{Method, Uri};

use super::headers::RESERVED;
use super::md5::md5;
use super::place::{Place, no_uri};
use super::{Coding, Encoded, RequestEncoder, sse_c};
use crate::error::EncodeError;
use crate::metadata::Metadata;
use crate::wire::protocol::Wanted;

/// The content type of a stream of events.
const EVENTS: &str = "application/vnd.amazon.eventstream";

/// Which bodies are compressed. Only operations with Smithy's `requestCompression` compress bodies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Compression {
    /// No body is compressed.
    Off,
    /// Bodies of at least this many bytes.
    FromBytes(usize),
}

/// From 10,240 bytes.
impl Default for Compression {
    fn default() -> Self {
        Self::FromBytes(10_240)
    }
}

impl<'a> RequestEncoder<'a> {
    pub(crate) fn finish(mut self) -> Result<Encoded, EncodeError> {
        self.name_operation()?;
        self.begin_events()?;
        self.compress()?;
        self.add_checksums()?;
        self.add_default_headers()?;
        if self.service.is_signed_as_s3() {
            sse_c::complete(&mut self.headers)?;
        }
        let (uri, place) = match self.endpoint {
            Some(endpoint) => {
                let uri = endpoint.uri(&self.host_prefix, self.path, &self.query);
                (uri.map_err(no_uri)?, None)
            }
            None => {
                let fixed = self.metadata.static_context_params.iter();
                self.context_params.extend(fixed.map(|(name, value)| (*name, (*value).into())));
                let place =
                    Place::new(self.host_prefix, self.path, self.query, self.context_params);
                let place = match self.service.is_signed_as_s3() {
                    true => place.without_bucket(),
                    false => place,
                };
                (Uri::default(), Some(Box::new(place)))
            }
        };
        let method = method(self.metadata.method)?;
        let mut request = http::Request::new(self.body);
        *request.method_mut() = method;
        *request.uri_mut() = uri;
        *request.headers_mut() = self.headers;
        let idempotent = self.has_idempotency_token || request.method().is_idempotent();
        let Self { stream, http_checksum, dot_segment, .. } = self;
        Ok(Encoded { request, stream, http_checksum, dot_segment, idempotent, place })
    }

    /// The other members of an operation with events are in the first message, if the protocol has
    /// them there.
    fn begin_events(&mut self) -> Result<(), EncodeError> {
        let Some(streamed) = &mut self.stream else { return Ok(()) };
        let Coding::Events(events) = streamed.coding else { return Ok(()) };
        self.content_type = Some(EVENTS);
        let document = std::mem::take(&mut self.body);
        if self.rules.has_initial_messages {
            let stream = std::mem::take(&mut streamed.stream);
            streamed.stream = (events.begin)(stream, &document, self.rules.content_type)?;
        }
        Ok(())
    }

    pub(super) fn wanted(&self) -> Wanted<'a> {
        Wanted {
            service: self.service,
            operation: self.metadata.name,
            protocol: self.rules.name,
            xml_root: self.metadata.xml_root,
        }
    }

    /// Adds the operation's name to the path or the headers, if the protocol has it there.
    fn name_operation(&mut self) -> Result<(), EncodeError> {
        let wanted = self.wanted();
        (self.rules.prepare)(&wanted, &mut self.path, &mut self.headers)
    }

    /// Compresses a large body. `content-encoding` keeps the codings that the caller has applied.
    fn compress(&mut self) -> Result<(), EncodeError> {
        let is_large = match self.compression {
            Compression::Off => false,
            Compression::FromBytes(bytes) => !self.body.is_empty() && self.body.len() >= bytes,
        };
        if !self.metadata.request_compression || !is_large {
            return Ok(());
        }
        let compressed = gzip(&self.body).map_err(|error| {
            EncodeError::request(&format!("the body cannot be compressed: {error}"))
        })?;
        self.body = compressed.into();
        let name = http::header::CONTENT_ENCODING;
        let codings = match self.headers.get(&name) {
            Some(before) => [before.as_bytes(), b", gzip"].concat(),
            None => b"gzip".to_vec(),
        };
        let codings = HeaderValue::try_from(codings)
            .map_err(|_| EncodeError::request("the content coding is not a valid header value"))?;
        self.headers.insert(name, codings);
        Ok(())
    }

    /// Adds checksums of the body, unless the caller has set them.
    fn add_checksums(&mut self) -> Result<(), EncodeError> {
        let Metadata { http_checksum_required, sha256_tree_hash, .. } = self.metadata;
        if let Some(streamed) =
            self.stream.as_ref().filter(|_| *http_checksum_required || *sha256_tree_hash)
        {
            return Err(EncodeError::new(
                streamed.field,
                "is a stream, but the operation has a header with the hash of all its bytes; use \
                 bytes",
            ));
        }
        let mut add = |name: &'static str, value: String| {
            let value = HeaderValue::try_from(value)
                .map_err(|_| EncodeError::request("a checksum is not a valid header value"))?;
            self.headers.entry(HeaderName::from_static(name)).or_insert(value);
            Ok(())
        };
        if self.metadata.http_checksum_required {
            add("content-md5", md5(&self.body))?;
        }
        if self.metadata.sha256_tree_hash && !self.body.is_empty() {
            add("x-amz-content-sha256", sha256::hex(&self.body))?;
            add("x-amz-sha256-tree-hash", sha256::tree_hash(&self.body))?;
        }
        Ok(())
    }

    /// Adds the service's header and the body's type, unless a member of the operation has set them.
    fn add_default_headers(&mut self) -> Result<(), EncodeError> {
        if let Some((name, value)) = self.service.default_header() {
            let wrong = |why: &str| {
                EncodeError::request(&format!("the service's own header {name:?} {why}"))
            };
            let header = HeaderName::try_from(name)
                .map_err(|_| wrong("has an invalid name; change it in `Service::header`"))?;
            if RESERVED.contains(&header.as_str()) {
                return Err(wrong(
                    "is written by the transport or the signer; remove it from `Service::header`",
                ));
            }
            // A value of static bytes is copied without allocating.
            let value = HeaderValue::from_maybe_shared(Bytes::from_static(value.as_bytes()))
                .map_err(|_| wrong("has an invalid value; change it in `Service::header`"))?;
            self.headers.entry(header).or_insert(value);
        }
        if let Some(content_type) = self.content_type {
            let content_type = HeaderValue::from_static(content_type);
            self.headers.entry(CONTENT_TYPE).or_insert(content_type);
        }
        Ok(())
    }
}

/// Adds `content-length: 0` to a request without a body whose method allows one. Some servers answer
/// 411 without it. For other bodies, the transport adds the length.
///
/// Source: RFC 9110, section 8.6.
pub(crate) fn add_content_length(request: &mut http::Request<Bytes>) {
    let expects_body = matches!(*request.method(), Method::POST | Method::PUT | Method::PATCH);
    if expects_body && request.body().is_empty() {
        request.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
    }
}

/// The method with this name, if an operation may have it.
fn method(name: &str) -> Result<Method, EncodeError> {
    Ok(match name {
        "GET" => Method::GET,
        "HEAD" => Method::HEAD,
        "POST" => Method::POST,
        "PUT" => Method::PUT,
        "PATCH" => Method::PATCH,
        "DELETE" => Method::DELETE,
        "OPTIONS" => Method::OPTIONS,
        _ => {
            return Err(EncodeError::request(
                "unsupported HTTP method; use GET, HEAD, POST, PUT, PATCH, DELETE or OPTIONS",
            ));
        }
    })
}

#[cfg(feature = "gzip")]
fn gzip(body: &[u8]) -> std::io::Result<Vec<u8>> {
    use std::io::Write as _;

    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(body)?;
    encoder.finish()
}

/// Never called: operations that need it do not compile without the feature.
#[cfg(not(feature = "gzip"))]
fn gzip(_: &[u8]) -> Result<Vec<u8>, &'static str> {
    Err("the feature `gzip` is not enabled")
}

/// Source: Amazon S3 Glacier, "Computing checksums".
mod sha256 {
    use ring::digest::{SHA256, digest};

    const CHUNK: usize = 1024 * 1024;

    pub fn hex(bytes: &[u8]) -> String {
        crate::types::hex(digest(&SHA256, bytes).as_ref())
    }

    /// Hashes each chunk, then pairs of hashes, until one hash is left.
    pub fn tree_hash(bytes: &[u8]) -> String {
        let mut hashes: Vec<Vec<u8>> =
            bytes.chunks(CHUNK).map(|chunk| digest(&SHA256, chunk).as_ref().to_vec()).collect();
        while hashes.len() > 1 {
            hashes = hashes
                .chunks(2)
                .map(|pair| match pair {
                    [one] => one.clone(),
                    pair => digest(&SHA256, &pair.concat()).as_ref().to_vec(),
                })
                .collect();
        }
        hashes.first().map_or_else(|| hex(bytes), |hash| crate::types::hex(hash))
    }

    #[cfg(test)]
    mod tests {
        use super::{CHUNK, digest, hex, tree_hash};

        #[test]
        fn the_tree_of_one_chunk_is_its_hash_and_of_three_pairs_the_first_two() {
            assert_eq!(tree_hash(b"hello"), hex(b"hello"));
            let body: Vec<u8> = (0..2 * CHUNK + 3).map(|i| (i % 251) as u8).collect();
            let sha = |bytes: &[u8]| digest(&ring::digest::SHA256, bytes).as_ref().to_vec();
            let pair = sha(&[sha(&body[..CHUNK]), sha(&body[CHUNK..2 * CHUNK])].concat());
            let all = sha(&[pair, sha(&body[2 * CHUNK..])].concat());
            assert_eq!(tree_hash(&body), crate::types::hex(&all));
        }
    }
}
