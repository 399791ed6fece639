//! Sends a part of a multipart upload, or a whole object in one request.

use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;

use super::error::{TransferError, TransferErrorKind};
use super::object::{Object, check};
use super::operations::{Map, PutObject, UploadPart};
use super::progress::Meter;
use super::source::{Content, Part};
use crate::checksum::{Algorithm, Hasher};
use crate::error::BodyError;
use crate::types::{Body, ByteStream};

/// The algorithm of the checksums of parts and objects.
pub(super) const ALGORITHM: Algorithm = Algorithm::Crc32;

/// A part that is stored.
pub(super) struct Stored {
    pub number: u32,
    pub length: u64,
    pub e_tag: String,
    pub crc32: Option<String>,
}

/// An object that is stored.
pub(super) struct StoredObject {
    pub e_tag: Option<String>,
    pub version_id: Option<String>,
    pub crc32: Option<String>,
}

impl Object {
    /// Uploads a part.
    pub(super) async fn send_part(&self, id: &str, part: &Part) -> Result<Stored, TransferError> {
        let (body, crc) = self.body(part).await?;
        let call = UploadPart {
            bucket: self.bucket.clone(),
            key: self.key.clone(),
            part_number: part.number,
            upload_id: id.to_owned(),
            headers: with_crc(self.headers.of_part(), &crc),
            body,
        };
        let output = self.client.send(call).checksums(self.checksums).await?;
        let crc32 = crc.value();
        check("the part", crc32.as_deref(), output.crc32.as_deref())?;
        self.count(part);
        let e_tag = output.e_tag.ok_or_else(|| {
            let text = "the response of UploadPart has no ETag, so the upload cannot be completed";
            TransferError::text(TransferErrorKind::Body, text)
        })?;
        Ok(Stored { number: part.number, length: part.length, e_tag, crc32 })
    }

    /// Uploads an object in one request.
    pub(super) async fn put(&self, part: &Part) -> Result<StoredObject, TransferError> {
        let (body, crc) = self.body(part).await?;
        let call = PutObject {
            bucket: self.bucket.clone(),
            key: self.key.clone(),
            headers: with_crc(self.headers.of_object(), &crc),
            body,
        };
        let done = match self.client.send(call).checksums(self.checksums).await {
            Ok(output) => {
                let crc32 = crc.value();
                check("the object", crc32.as_deref(), output.crc32.as_deref())?;
                StoredObject { e_tag: output.e_tag, version_id: output.version_id, crc32 }
            }
            // An earlier attempt may have created the object, and its response may have been lost.
            Err(error) if error.attempts() > 1 && error.code() == Some("PreconditionFailed") => {
                let crc32 = crc.value();
                match self.stored(part.length, crc32.as_deref(), None).await {
                    Some(found) => {
                        StoredObject { e_tag: found.e_tag, version_id: found.version_id, crc32 }
                    }
                    None => return Err(error.into()),
                }
            }
            Err(error) => return Err(error.into()),
        };
        self.count(part);
        Ok(done)
    }

    /// The body of a part, and its checksum. The body of a file counts its bytes while they are sent.
    async fn body(&self, part: &Part) -> Result<(ByteStream, Crc), TransferError> {
        let stream = part.stream().await?;
        if let Content::Bytes(bytes) = &part.content {
            let value = if self.has_checksums() { ALGORITHM.of(bytes) } else { None };
            return Ok((stream, Crc::Known(value)));
        }
        let watch = Arc::new(Watch {
            meter: self.meter.clone(),
            passed: AtomicU64::new(0),
            has_checksum: self.has_checksums(),
            value: Mutex::new(None),
        });
        Ok((watched(stream, Arc::clone(&watch)), Crc::Watched(watch)))
    }

    /// Counts the bytes of a part in memory. Those of a file were counted while they were sent.
    fn count(&self, part: &Part) {
        if let Content::Bytes(bytes) = &part.content {
            self.meter.add(bytes.len() as u64);
        }
    }
}

/// Adds the checksum to the headers, if it is known before the part is sent. Otherwise it is sent in the
/// trailer.
fn with_crc(mut headers: Map, crc: &Crc) -> Map {
    if let Crc::Known(Some(value)) = crc {
        headers.insert(ALGORITHM.header().to_owned(), value.clone());
    }
    headers
}

/// The checksum of a part.
enum Crc {
    Known(Option<String>),
    /// Known after the part was sent.
    Watched(Arc<Watch>),
}

impl Crc {
    fn value(&self) -> Option<String> {
        match self {
            Self::Known(value) => value.clone(),
            Self::Watched(watch) => {
                watch.value.lock().unwrap_or_else(PoisonError::into_inner).clone()
            }
        }
    }
}

/// The state that all attempts to send a part share.
struct Watch {
    meter: Meter,
    /// How many bytes of the part were reported. A later attempt reports only the bytes after them.
    passed: AtomicU64,
    has_checksum: bool,
    /// The checksum of the last attempt that read the whole part.
    value: Mutex<Option<String>>,
}

/// A stream that reports its progress and its checksum to `watch`.
fn watched(stream: ByteStream, watch: Arc<Watch>) -> ByteStream {
    let length = stream.length();
    let open = move || {
        let (body, error) = match stream.open() {
            Ok(body) => (body, None),
            Err(error) => (Body::empty(), Some(error)),
        };
        let hasher = if watch.has_checksum { ALGORITHM.hasher() } else { None };
        let watch = Arc::clone(&watch);
        Body::stream(Watched { body, error, hasher, bytes: 0, watch }, length)
    };
    ByteStream::again(open, length)
}

/// The body of one attempt.
struct Watched {
    body: Body,
    /// Why the body could not be opened.
    error: Option<BodyError>,
    hasher: Option<Hasher>,
    bytes: u64,
    watch: Arc<Watch>,
}

impl Stream for Watched {
    type Item = Result<Bytes, BodyError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if let Some(error) = self.error.take() {
            return Poll::Ready(Some(Err(error)));
        }
        let chunk = ready!(self.body.poll_chunk(context));
        match &chunk {
            Some(Ok(bytes)) => {
                self.bytes += bytes.len() as u64;
                if let Some(hasher) = &mut self.hasher {
                    hasher.update(bytes);
                }
                let before = self.watch.passed.fetch_max(self.bytes, Ordering::Relaxed);
                self.watch.meter.add(self.bytes.saturating_sub(before));
            }
            Some(Err(_)) => self.hasher = None,
            None => {
                if let Some(hasher) = self.hasher.take() {
                    let mut value = self.watch.value.lock().unwrap_or_else(PoisonError::into_inner);
                    *value = Some(hasher.finish());
                }
            }
        }
        Poll::Ready(chunk)
    }
}
