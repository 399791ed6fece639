//! [`Upload`]: an upload to S3, in one request or in parts.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::sync::Arc;

use super::error::TransferError;
use super::headers::Headers;
use super::multipart::Multipart;
use super::object::Object;
use super::part::StoredObject;
use super::pool::runtime;
use super::progress::Meter;
use super::sizes;
use super::source::Source;
use super::stored_parts::StoredParts;
use crate::client::Client;
use crate::types::{ByteStream, OnProgress, Progress};
use crate::wire::request::Checksums;

/// Uploads an object to S3, when it is awaited. [`upload`](super::upload) creates it.
///
/// # Parts
///
/// A body that fits into one part is sent in one request (PutObject). A longer body is sent in parts
/// (multipart upload), several at once. For a stream of unknown length, this is decided after the first
/// part was read.
///
/// The parts of a file are read while they are sent, so they take little memory. Bytes in memory are
/// not copied. Each part of any other stream is read into memory before it is sent, so that it can be
/// sent again. This takes up to [`part_size`](Self::part_size) × [`concurrency`](Self::concurrency)
/// bytes of memory.
///
/// Each request is retried according to the client's [`Retry`](crate::Retry). If a part fails, the
/// other parts stop, and the upload is aborted, so that no parts are left on the server. If the future
/// is dropped, a task on the tokio runtime aborts the upload. A [`resumable`](Self::resumable) upload is
/// not aborted.
///
/// # Checksums
///
/// A CRC-32 of each part and of the whole object is sent, and S3 checks that it stores the same bytes.
/// If a response has a CRC-32, the upload compares it with the CRC-32 of the bytes that it read. For
/// servers that refuse these checksums, set [`checksums`](Self::checksums) to
/// [`Checksums::WhenRequired`], here or for the client.
///
/// # Limits
///
/// A part has 5 MiB to 5 GiB, an upload at most 10,000 parts, and an object at most 48.8 TiB.
#[must_use = "an upload is made when it is awaited"]
pub struct Upload {
    client: Client,
    bucket: String,
    key: String,
    body: ByteStream,
    headers: Headers,
    part_size: u64,
    has_any_part_size: bool,
    concurrency: usize,
    checksums: Option<Checksums>,
    on_progress: Option<OnProgress>,
    is_resumable: bool,
    upload_id: Option<String>,
}

/// An object that was uploaded.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Uploaded {
    /// The object's ETag, with its quotes.
    pub e_tag: Option<String>,
    /// The object's version, if the bucket has versioning.
    pub version_id: Option<String>,
    /// The length of the object in bytes.
    pub bytes: u64,
    /// The number of parts; 0 if the object was sent in one request.
    pub parts: u32,
    /// The CRC-32 of the whole object in base64; `None` if no checksums were sent.
    pub checksum_crc32: Option<String>,
}

impl Upload {
    pub(super) fn new(client: &Client, bucket: String, key: String, mut body: ByteStream) -> Self {
        Self {
            client: client.clone(),
            bucket,
            key,
            on_progress: body.take_on_progress(),
            body,
            headers: Headers::default(),
            part_size: sizes::DEFAULT_PART,
            has_any_part_size: false,
            concurrency: sizes::DEFAULT_CONCURRENCY,
            checksums: None,
            is_resumable: false,
            upload_id: None,
        }
    }

    /// The size of a part in bytes. By default 8 MiB. If the object would have more than 10,000 parts,
    /// its parts are larger. A stream of unknown length can have at most 10,000 parts of this size.
    pub fn part_size(mut self, bytes: u64) -> Self {
        self.part_size = bytes;
        self
    }

    /// Sets the part size without S3's limits, for tests.
    #[cfg(feature = "__internals")]
    #[doc(hidden)]
    pub fn any_part_size(mut self, bytes: u64) -> Self {
        self.part_size = bytes;
        self.has_any_part_size = true;
        self
    }

    /// How many parts are sent at once. By default 8. 0 means 1.
    pub fn concurrency(mut self, parts: usize) -> Self {
        self.concurrency = parts.max(1);
        self
    }

    /// The object's content type, such as `video/mp4`.
    pub fn content_type(self, value: impl Into<String>) -> Self {
        self.header("content-type", value)
    }

    /// Adds metadata of the object: the header `x-amz-meta-NAME`.
    pub fn metadata(self, name: &str, value: impl Into<String>) -> Self {
        self.header(&format!("x-amz-meta-{name}"), value)
    }

    /// Uploads only if the existing object has this ETag. Otherwise the error has the code
    /// `PreconditionFailed`.
    pub fn if_match(self, e_tag: impl Into<String>) -> Self {
        self.header("if-match", e_tag)
    }

    /// With `*`, uploads only if there is no object with the key. Otherwise the error has the code
    /// `PreconditionFailed`.
    pub fn if_none_match(self, e_tag: impl Into<String>) -> Self {
        self.header("if-none-match", e_tag)
    }

    /// Sets a header, such as `x-amz-storage-class`. Headers that the upload sets itself, such as
    /// `x-amz-checksum-crc32`, are an error.
    ///
    /// A header is sent once, with PutObject or CreateMultipartUpload, because it describes the object.
    /// There are two exceptions. `x-amz-server-side-encryption-customer-*`, `x-amz-request-payer` and
    /// `x-amz-expected-bucket-owner` are sent with all requests that need them. The conditions
    /// `if-match` and `if-none-match` are sent with PutObject or CompleteMultipartUpload.
    pub fn header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.set(name, value);
        self
    }

    /// Overrides the client's setting for the checksums of requests.
    pub fn checksums(mut self, checksums: Checksums) -> Self {
        self.checksums = Some(checksums);
        self
    }

    /// Calls `report` whenever bytes were sent. [`Progress`] counts the bytes of the whole object. A
    /// part that is sent again is counted once, so the count never decreases.
    pub fn on_progress(mut self, report: impl Fn(Progress) + Send + Sync + 'static) -> Self {
        self.on_progress = Some(Arc::new(report));
        self
    }

    /// Keeps the parts if the upload fails or is dropped, so that [`resume`](Self::resume) can continue
    /// it. [`TransferError::upload_id`] is the upload's id.
    ///
    /// The parts are stored, and billed, until the upload is completed or aborted. A lifecycle rule
    /// (`AbortIncompleteMultipartUpload`) aborts uploads that are forgotten.
    pub fn resumable(mut self) -> Self {
        self.is_resumable = true;
        self
    }

    /// Continues an upload that was kept. The body and the part size must be the same.
    ///
    /// A stored part is not sent again if it has the same length and the same CRC-32 as the part of
    /// this body. For servers that store no CRC-32, the feature `md5` compares the MD5 instead. All
    /// other parts are sent.
    ///
    /// This upload is [`resumable`](Self::resumable) too.
    pub fn resume(mut self, upload_id: impl Into<String>) -> Self {
        self.upload_id = Some(upload_id.into());
        self.resumable()
    }

    async fn run(self) -> Result<Uploaded, TransferError> {
        let transfer = format!("upload to {}/{}", self.bucket, self.key);
        self.transfer().await.map_err(|error| error.of(transfer))
    }

    async fn transfer(self) -> Result<Uploaded, TransferError> {
        if !self.client.is_s3() {
            return Err(TransferError::invalid(
                "the client is not an S3 client; use `services::S3`",
            ));
        }
        self.headers.check()?;
        let runtime = runtime()?;
        let length = self.body.length();
        let size = match self.has_any_part_size {
            true => sizes::enough(self.part_size.max(1), length),
            false => sizes::part_size(self.part_size, length)?,
        };
        let mut source = Source::new(&self.body).await?;
        let checksums = self.checksums.unwrap_or_else(|| self.client.request_checksums());
        let object = Arc::new(Object {
            client: self.client,
            bucket: self.bucket,
            key: self.key,
            headers: self.headers,
            checksums,
            meter: Meter::new(self.on_progress, length),
        });
        let (upload, kept) = match self.upload_id {
            Some(id) => {
                let kept = object.list_parts(&id).await?;
                (Some(id), kept)
            }
            None => (None, StoredParts::new()),
        };
        let first = source.next(size).await?;
        let multipart = match upload {
            Some(id) => {
                let object = Arc::clone(&object);
                Multipart::resumed(object, id.into(), runtime, self.is_resumable)
            }
            None if first.is_last => {
                let bytes = first.length;
                let done = object.put(&first).await?;
                source.check().await.map_err(|error| {
                    error.leaving("the object may mix old and new bytes of the file".to_owned())
                })?;
                return Ok(uploaded(done, bytes, 0));
            }
            None => {
                let object = Arc::clone(&object);
                Multipart::create(object, runtime, self.is_resumable).await?
            }
        };
        let limits = (size, self.concurrency);
        let (done, parts, bytes) = multipart.run(&mut source, first, limits, kept).await?;
        Ok(uploaded(done, bytes, parts))
    }
}

fn uploaded(done: StoredObject, bytes: u64, parts: u32) -> Uploaded {
    let StoredObject { e_tag, version_id, crc32: checksum_crc32 } = done;
    Uploaded { e_tag, version_id, bytes, parts, checksum_crc32 }
}

impl IntoFuture for Upload {
    type Output = Result<Uploaded, TransferError>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

/// Prints no headers, because they may contain a key.
impl fmt::Debug for Upload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Upload")
            .field("bucket", &self.bucket)
            .field("key", &self.key)
            .field("body", &self.body)
            .finish_non_exhaustive()
    }
}
