//! The checksum of a request's body, and the request for that of the response (Smithy
//! `httpChecksum`).

use http::HeaderMap;
use http::header::{HeaderName, HeaderValue};

use super::Encoded;
use crate::checksum::Algorithm;
use crate::error::EncodeError;
use crate::metadata::Metadata;

const ALGORITHM: HeaderName = HeaderName::from_static("x-amz-sdk-checksum-algorithm");
const MODE: HeaderName = HeaderName::from_static("x-amz-checksum-mode");

/// When checksums are computed and checked, for operations that support them (Smithy
/// `httpChecksum`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Checksums {
    /// Whenever the operation supports it.
    #[default]
    WhenSupported,
    /// Only if the operation requires it, or if a member of the request asks for it. Some services
    /// with S3's protocol refuse other checksums.
    WhenRequired,
}

impl Encoded {
    /// Adds the checksum of the body. A checksum that the caller has set is kept.
    pub(crate) fn add_checksum(
        &mut self,
        metadata: &Metadata,
        when: Checksums,
    ) -> Result<(), EncodeError> {
        if !metadata.request_checksum || has_checksum(self.request.headers()) {
            return Ok(());
        }
        let chosen = self.request.headers().get(ALGORITHM);
        let algorithm = match chosen.map(|name| name.to_str().unwrap_or_default()) {
            Some(name) => Algorithm::named(name).ok_or_else(|| {
                let known: Vec<_> = Algorithm::all().map(Algorithm::name).collect();
                EncodeError::request(&format!(
                    "the checksum algorithm {name:?} is unknown; use one of {}",
                    known.join(", ")
                ))
            })?,
            None if metadata.request_checksum_required || when == Checksums::WhenSupported => {
                Algorithm::Crc32
            }
            None => return Ok(()),
        };
        let missing = || {
            EncodeError::request(&format!(
                "the checksum {} needs the feature `{}` of aws-operation",
                algorithm.name(),
                algorithm.feature()
            ))
        };
        let headers = match &mut self.stream {
            Some(streamed) => {
                algorithm.hasher().ok_or_else(missing)?;
                streamed.checksum = Some(algorithm);
                self.request.headers_mut()
            }
            None => {
                let value = algorithm.of(self.request.body()).ok_or_else(missing)?;
                let value = HeaderValue::try_from(value)
                    .map_err(|_| EncodeError::request("a checksum is not a valid header value"))?;
                let headers = self.request.headers_mut();
                headers.insert(HeaderName::from_static(algorithm.header()), value);
                headers
            }
        };
        headers.entry(ALGORITHM).or_insert(HeaderValue::from_static(algorithm.name()));
        Ok(())
    }

    /// Asks the service for the checksum of the response's body.
    pub(crate) fn ask_for_checksum(&mut self, metadata: &Metadata, when: Checksums) {
        if metadata.response_checksum && when == Checksums::WhenSupported {
            let enabled = HeaderValue::from_static("ENABLED");
            self.request.headers_mut().entry(MODE).or_insert(enabled);
        }
    }

    /// Whether the service was asked for the checksum of the response's body.
    pub(crate) fn asks_for_checksum(&self, metadata: &Metadata) -> bool {
        metadata.response_checksum && self.request.headers().contains_key(MODE)
    }
}

/// Whether the caller has set a checksum of the body.
fn has_checksum(headers: &HeaderMap) -> bool {
    headers.contains_key("content-md5")
        || Algorithm::all().any(|algorithm| headers.contains_key(algorithm.header()))
}

/// The checksum of a response's body, if it has one that this program can compute. A checksum of a
/// multipart object's parts, such as `…-3`, is skipped, because it is not the checksum of the bytes.
pub(crate) fn of_response(headers: &HeaderMap) -> Option<(Algorithm, &str)> {
    Algorithm::all().find_map(|algorithm| {
        let value = headers.get(algorithm.header())?.to_str().ok()?;
        let is_whole = value.len() == algorithm.encoded_length() && !value.contains('-');
        (is_whole && algorithm.hasher().is_some()).then_some((algorithm, value))
    })
}
