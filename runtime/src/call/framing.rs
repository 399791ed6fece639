//! [`Framing`]: how a streaming body of a request is sent and signed.

use http::header::{CONTENT_ENCODING, HeaderName, HeaderValue};

use super::Caller;
use crate::aws_chunked::CHUNK;
use crate::checksum::Trailer;
use crate::error::{CallError, EncodeError};
use crate::metadata::Metadata;
use crate::sigv4::{Clock, OwnedChunkSigner, Payload, UNSIGNED_TRAILER};
use crate::types::Body;
use crate::wire::request::{Coding, Events, Streamed};

const DECODED_LENGTH: HeaderName = HeaderName::from_static("x-amz-decoded-content-length");
const TRAILER: HeaderName = HeaderName::from_static("x-amz-trailer");
const CONTENT_SHA256: HeaderName = HeaderName::from_static("x-amz-content-sha256");

/// How a streaming body is sent and signed.
#[derive(Clone, Copy)]
pub(super) enum Framing {
    /// Unchanged.
    Plain(Payload<'static>),
    /// In chunks. Each chunk has a signature, or a checksum follows the last chunk, or both.
    Chunked { is_signed: bool, checksum: Option<Trailer> },
    /// As events, each of which is signed.
    Events(Events),
}

impl Framing {
    /// How the signature of the request covers the body.
    pub(super) fn payload(self) -> Payload<'static> {
        match self {
            Self::Plain(payload) => payload,
            Self::Events(_) => Payload::StreamingEvents,
            Self::Chunked { is_signed: false, .. } => Payload::StreamingUnsignedTrailer,
            Self::Chunked { checksum: None, .. } => Payload::StreamingSigned,
            Self::Chunked { checksum: Some(_), .. } => Payload::StreamingSignedTrailer,
        }
    }

    /// Adds the headers that describe the framing. For a request without a signature, `is_signed` is
    /// false: the header that the signer would add is then added here.
    pub(super) fn announce<B>(
        self,
        request: &mut http::Request<B>,
        streamed: &Streamed,
        is_signed: bool,
    ) -> Result<(), CallError> {
        let headers = request.headers_mut();
        let checksum = match self {
            // The signer adds the header for events.
            Self::Plain(_) | Self::Events(_) => return Ok(()),
            Self::Chunked { checksum, .. } => checksum,
        };
        let codings = match headers.get(CONTENT_ENCODING) {
            Some(before) => [b"aws-chunked,", before.as_bytes()].concat(),
            None => b"aws-chunked".to_vec(),
        };
        let codings = HeaderValue::try_from(codings)
            .map_err(|_| EncodeError::request("the content coding is not a valid header value"))?;
        headers.insert(CONTENT_ENCODING, codings);
        headers.insert(DECODED_LENGTH, streamed.stream.length().unwrap_or_default().into());
        if let Some(trailer) = checksum {
            headers.insert(TRAILER, HeaderValue::from_static(trailer.header));
        }
        if !is_signed {
            headers.insert(CONTENT_SHA256, HeaderValue::from_static(UNSIGNED_TRAILER));
        }
        Ok(())
    }

    /// The body as it is sent. `clock` gives the time at which an event is signed.
    pub(super) fn body(
        self,
        streamed: &Streamed,
        signer: Option<OwnedChunkSigner>,
        clock: impl FnOnce() -> Clock,
    ) -> Result<Body, CallError> {
        let body = streamed.open()?;
        Ok(match (self, streamed.coding, signer) {
            (Self::Events(events), _, Some(signer)) => (events.sign)(body, signer, clock()),
            (Self::Chunked { checksum, .. }, Coding::Chunks(encode), signer) => {
                let length = streamed.stream.length().unwrap_or_default();
                encode(body, length, CHUNK, signer, checksum)
            }
            _ => body,
        })
    }
}

impl Caller {
    /// How a stream is sent to this URI. `is_signed` is false if the request has no signature.
    pub(super) fn framing(
        &self,
        metadata: &Metadata,
        uri: &http::Uri,
        streamed: &Streamed,
        is_signed: bool,
    ) -> Result<Framing, CallError> {
        if let Coding::Events(events) = streamed.coding {
            return Ok(match is_signed {
                true => Framing::Events(events),
                false => Framing::Plain(Payload::Unsigned),
            });
        }
        let is_https = uri.scheme_str() == Some("https");
        let checksum = streamed.checksum;
        if self.service.is_signed_as_s3() {
            let signs_chunks = is_signed && !is_https;
            return Ok(match (signs_chunks, checksum) {
                (false, None) => Framing::Plain(Payload::Unsigned),
                (is_signed, checksum) => Framing::Chunked { is_signed, checksum },
            });
        }
        if !is_signed || (is_https && self.has_unsigned_payload(metadata)) {
            return Ok(Framing::Plain(Payload::Unsigned));
        }
        match streamed.sha256 {
            Some(sha256) => Ok(Framing::Plain(Payload::Sha256(sha256))),
            None => Err(EncodeError::new(
                streamed.field,
                "is a stream that can be read once, but its signature needs the hash of all its \
                 bytes; use bytes, a file, or `ByteStream::from_fn`",
            )
            .into()),
        }
    }

    /// Computes the hash of a stream, if the signature needs it and the stream can be read twice.
    pub(super) async fn hash(
        &self,
        metadata: &Metadata,
        uri: &http::Uri,
        streamed: &mut Streamed,
        is_signed: bool,
    ) -> Result<(), CallError> {
        let is_needed = self.framing(metadata, uri, streamed, is_signed).is_err();
        if !is_needed || !streamed.stream.can_repeat() {
            return Ok(());
        }
        let mut context = ring::digest::Context::new(&ring::digest::SHA256);
        let mut body = streamed.open()?;
        while let Some(chunk) = body.next().await {
            context.update(&chunk.map_err(|error| streamed.unreadable(&error))?);
        }
        streamed.sha256 = context.finish().as_ref().try_into().ok();
        Ok(())
    }
}
