//! The checksum of a request's body, and the request for that of the response (Smithy
//! `httpChecksum`).

use http::HeaderMap;
use http::header::{HeaderName, HeaderValue};

use super::Encoded;
use crate::checksum::{Algorithm, Checked, Trailer};
use crate::error::EncodeError;
use crate::types::Body;

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

/// The checksums that an operation supports (Smithy `httpChecksum`).
///
/// `add` and `check` are function pointers, so that only programs with such operations contain the code
/// of the algorithms.
#[derive(Clone, Copy)]
pub struct HttpChecksum {
    requests: Requests,
    responses: bool,
    /// Whether requests name the algorithm in a header.
    names_algorithm: bool,
    add: fn(&mut Encoded, HttpChecksum, Checksums) -> Result<(), EncodeError>,
    check: Check,
}

/// Wraps the body of a response. The returned body fails at its end if its checksum is not the one in
/// the headers.
pub(crate) type Check = fn(Body, &HeaderMap) -> Body;

/// Whether requests have a checksum.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Requests {
    Never,
    Optional,
    Required,
}

impl HttpChecksum {
    /// `request`: requests can have a checksum. `required`: requests must have one. `response`:
    /// responses can have one.
    pub const fn new(request: bool, required: bool, response: bool) -> Self {
        let requests = match (request, required) {
            (false, _) => Requests::Never,
            (true, false) => Requests::Optional,
            (true, true) => Requests::Required,
        };
        Self { requests, responses: response, names_algorithm: false, add, check }
    }

    /// Requests name their algorithm in the header `x-amz-sdk-checksum-algorithm`, also if it is the
    /// default. For operations with a Smithy `requestAlgorithmMember`.
    #[must_use]
    pub const fn naming_algorithm(mut self) -> Self {
        self.names_algorithm = true;
        self
    }
}

impl Encoded {
    /// Adds the checksum of the body, if the operation supports it. A checksum that the caller has
    /// set is kept.
    pub(crate) fn add_checksum(&mut self, when: Checksums) -> Result<(), EncodeError> {
        match self.http_checksum {
            Some(checksum) => (checksum.add)(self, *checksum, when),
            None => Ok(()),
        }
    }

    /// Asks the service for the checksum of the response's body, if the operation supports it.
    pub(crate) fn ask_for_checksum(&mut self, when: Checksums) {
        let supports = self.http_checksum.is_some_and(|checksum| checksum.responses);
        if supports && when == Checksums::WhenSupported {
            let enabled = HeaderValue::from_static("ENABLED");
            self.request.headers_mut().entry(MODE).or_insert(enabled);
        }
    }

    /// The function that checks the response's body. `None` if the service was not asked for the
    /// checksum.
    pub(crate) fn response_check(&self) -> Option<Check> {
        let checksum = self.http_checksum?;
        let is_asked = checksum.responses && self.request.headers().contains_key(MODE);
        is_asked.then_some(checksum.check)
    }
}

fn add(encoded: &mut Encoded, checksum: HttpChecksum, when: Checksums) -> Result<(), EncodeError> {
    let HttpChecksum { requests, names_algorithm, .. } = checksum;
    if requests == Requests::Never || has_checksum(encoded.request.headers()) {
        return Ok(());
    }
    let chosen = encoded.request.headers().get(ALGORITHM);
    let algorithm = match chosen.map(|name| name.to_str().unwrap_or_default()) {
        Some(name) => Algorithm::named(name).ok_or_else(|| {
            let known: Vec<_> = Algorithm::all().map(Algorithm::name).collect();
            EncodeError::request(&format!(
                "the checksum algorithm {name:?} is unknown; use one of {}",
                known.join(", ")
            ))
        })?,
        None if requests == Requests::Required || when == Checksums::WhenSupported => {
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
    let headers = match &mut encoded.stream {
        Some(streamed) => {
            algorithm.hasher().ok_or_else(missing)?;
            streamed.checksum = Some(Trailer::new(algorithm));
            encoded.request.headers_mut()
        }
        None => {
            let value = algorithm.of(encoded.request.body()).ok_or_else(missing)?;
            let value = HeaderValue::try_from(value)
                .map_err(|_| EncodeError::request("a checksum is not a valid header value"))?;
            let headers = encoded.request.headers_mut();
            headers.insert(HeaderName::from_static(algorithm.header()), value);
            headers
        }
    };
    if names_algorithm {
        headers.entry(ALGORITHM).or_insert(HeaderValue::from_static(algorithm.name()));
    }
    Ok(())
}

fn check(body: Body, headers: &HeaderMap) -> Body {
    match of_response(headers) {
        Some((algorithm, expected)) => Checked::body(body, algorithm, expected),
        None => body,
    }
}

/// Whether the caller has set a checksum of the body.
fn has_checksum(headers: &HeaderMap) -> bool {
    headers.contains_key("content-md5")
        || Algorithm::all().any(|algorithm| headers.contains_key(algorithm.header()))
}

/// The checksum of a response's body, if it has one that this program can compute. A checksum of a
/// multipart object's parts, such as `…-3`, is skipped, because it is not the checksum of the bytes.
fn of_response(headers: &HeaderMap) -> Option<(Algorithm, &str)> {
    Algorithm::all().find_map(|algorithm| {
        let value = headers.get(algorithm.header())?.to_str().ok()?;
        let is_whole = value.len() == algorithm.encoded_length() && !value.contains('-');
        (is_whole && algorithm.hasher().is_some()).then_some((algorithm, value))
    })
}
