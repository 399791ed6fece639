//! [`Download`]: a download from S3, as a stream or into a file.

use std::fmt;
use std::ops::{Bound, RangeBounds};
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;

use super::error::TransferError;
use super::headers::Headers;
use super::into_file::IntoFile;
use super::object_checksum::ObjectChecksum;
use super::opened::{Downloaded, Opened};
use super::pool::runtime;
use super::progress::Meter;
use super::remote::{Remote, Span};
use super::resuming::{Origin, Resuming};
use super::sizes;
use crate::client::Client;
use crate::error::BodyError;
use crate::types::{Body, ByteStream, OnProgress, Progress};
use crate::wire::request::Checksums;

/// Downloads an object from S3. [`download`](super::download) creates it.
///
/// - [`stream`](Self::stream) returns the bytes in order, from one connection.
/// - [`to_path`](Self::to_path) writes them to a file, from several connections at once.
///
/// If a connection breaks or stalls, another request continues after the last byte that was received,
/// with `Range` and `If-Match`. The maximum number of attempts of the client's [`Retry`](crate::Retry)
/// limits how often this happens without a byte received. The download fails if the object was replaced
/// in the meantime, or if a connection breaks and the response had no ETag.
///
/// At its end, a download compares the bytes with the object's checksum. It cannot check an algorithm
/// whose feature is not enabled, or a checksum of the parts' checksums (type `COMPOSITE`). If
/// [`to_path`](Self::to_path) receives several parts, it checks CRC-32, and with the feature `crc` also
/// CRC-32C and CRC-64/NVME, because only CRCs of parts can be combined. Ranges are not checked.
#[must_use = "a download is made by `stream` or `to_path`"]
pub struct Download {
    client: Client,
    bucket: String,
    key: String,
    version_id: Option<String>,
    headers: Headers,
    span: Option<Result<Span, String>>,
    part_size: u64,
    concurrency: usize,
    checksums: Option<Checksums>,
    on_progress: Option<OnProgress>,
    is_resumable: bool,
}

impl Download {
    pub(super) fn new(client: &Client, bucket: String, key: String) -> Self {
        Self {
            client: client.clone(),
            bucket,
            key,
            version_id: None,
            headers: Headers::default(),
            span: None,
            part_size: sizes::DEFAULT_PART,
            concurrency: sizes::DEFAULT_CONCURRENCY,
            checksums: None,
            on_progress: None,
            is_resumable: false,
        }
    }

    /// Downloads this version of the object instead of the current one.
    pub fn version_id(mut self, id: impl Into<String>) -> Self {
        self.version_id = Some(id.into());
        self
    }

    /// Downloads only these bytes. A range that ends after the end of the object is shortened. A range
    /// that begins at or after the end of the object is an error.
    ///
    /// ```no_run
    /// # async fn run(client: aws_operation::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let object = aws_operation::s3::download(&client, "films", "film.mp4");
    /// let head = object.range(..1024).stream().await?.collect(1024).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn range(mut self, bytes: impl RangeBounds<u64>) -> Self {
        let start = match bytes.start_bound() {
            Bound::Included(start) => *start,
            Bound::Excluded(before) => before.saturating_add(1),
            Bound::Unbounded => 0,
        };
        let end = match bytes.end_bound() {
            Bound::Included(last) => Some(last.saturating_add(1)),
            Bound::Excluded(end) => Some(*end),
            Bound::Unbounded => None,
        };
        self.span = match (start, end) {
            (0, None) => None,
            (_, Some(end)) if end <= start => {
                Some(Err(format!("the range from byte {start} to {end} has no bytes")))
            }
            _ => Some(Ok(Span { start, end })),
        };
        self
    }

    /// Downloads the object only if it has this ETag. Otherwise the error has the code
    /// `PreconditionFailed`.
    pub fn if_match(self, e_tag: impl Into<String>) -> Self {
        self.header("if-match", e_tag)
    }

    /// Sets a header of all requests, such as the headers of SSE-C. Headers that the download sets
    /// itself, such as `range`, are an error.
    pub fn header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.set(name, value);
        self
    }

    /// The size of a part in bytes, for [`to_path`](Self::to_path). By default 8 MiB. 0 means 1.
    pub fn part_size(mut self, bytes: u64) -> Self {
        self.part_size = bytes.max(1);
        self
    }

    /// How many parts are received at once, for [`to_path`](Self::to_path). By default 8. 0 means 1.
    pub fn concurrency(mut self, parts: usize) -> Self {
        self.concurrency = parts.max(1);
        self
    }

    /// Overrides the client's setting for the checksums of responses.
    pub fn checksums(mut self, checksums: Checksums) -> Self {
        self.checksums = Some(checksums);
        self
    }

    /// Calls `report` whenever bytes were received. [`Progress`] counts the bytes of the whole object or
    /// range. The count never decreases.
    pub fn on_progress(mut self, report: impl Fn(Progress) + Send + Sync + 'static) -> Self {
        self.on_progress = Some(Arc::new(report));
        self
    }

    /// Keeps the finished parts if [`to_path`](Self::to_path) fails, so that a later call does not
    /// download them again. The later call must have the same path, range and part size, and the object
    /// must have the same ETag. A download of one part begins again.
    ///
    /// The parts are kept in two files beside the target, whose names end in `.part` and `.parts`. The
    /// files are removed when the download is complete, or if the object's checksum does not match. Only
    /// one call may write to a target at a time.
    pub fn resumable(mut self) -> Self {
        self.is_resumable = true;
        self
    }

    /// Begins the download, and returns a stream of the bytes in order.
    ///
    /// ```no_run
    /// # async fn run(client: aws_operation::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let mut film = aws_operation::s3::download(&client, "films", "film.mp4").stream().await?;
    /// while let Some(chunk) = film.next().await {
    ///     println!("{} bytes", chunk?.len());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`TransferError`]: the first request failed, or a setting is wrong. The stream returns later
    /// errors. It also fails at its end if the checksum of the bytes is not that of the object.
    pub async fn stream(self) -> Result<ByteStream, TransferError> {
        let transfer = self.transfer();
        let opened = self.open().await.map_err(|error| error.of(transfer.clone()))?;
        let Opened { origin, response, span, meter } = opened;
        let whole = match response.is_whole && span.start == 0 && span.end == response.total {
            true => ObjectChecksum::of_response(&response.headers, false),
            false => None,
        };
        let hasher = whole.as_ref().and_then(ObjectChecksum::hasher);
        let length = span.end.map(|end| end - span.start);
        let body = Resuming::new(&origin, response, span, hasher);
        let body = InOrder { body, whole, meter, transfer };
        Ok(ByteStream::once(Body::stream(body, length)))
    }

    /// Writes the object to a file.
    ///
    /// The bytes are written to a temporary file beside it, which is renamed when it is complete and
    /// checked. After an error, an existing file at the path is unchanged, and the temporary file is
    /// removed unless the download is [`resumable`](Self::resumable). A device or a pipe is written
    /// directly.
    ///
    /// # Errors
    ///
    /// [`TransferError`]: a call failed, the file cannot be written, or the object is corrupted or was
    /// replaced.
    pub async fn to_path(self, path: impl Into<PathBuf>) -> Result<Downloaded, TransferError> {
        let transfer = self.transfer();
        let (size, concurrency) = (self.part_size, self.concurrency);
        let is_resumable = self.is_resumable;
        let run = async {
            let runtime = runtime()?;
            let opened = self.open().await?;
            IntoFile { size, concurrency, is_resumable, runtime }.write(opened, path.into()).await
        };
        run.await.map_err(|error| error.of(transfer))
    }

    fn transfer(&self) -> String {
        format!("download of {}/{}", self.bucket, self.key)
    }

    /// Sends the first request.
    async fn open(self) -> Result<Opened, TransferError> {
        if !self.client.is_s3() {
            return Err(TransferError::invalid(
                "the client is not an S3 client; use `services::S3`",
            ));
        }
        self.headers.check()?;
        let wanted = self.span.transpose().map_err(TransferError::invalid)?;
        let checksums = self.checksums.unwrap_or_else(|| self.client.response_checksums());
        let remote = Remote {
            client: self.client,
            bucket: self.bucket,
            key: self.key,
            version_id: self.version_id,
            headers: self.headers,
            has_checksums: checksums == Checksums::WhenSupported,
        };
        let response = remote.get(wanted, None).await?;
        let mut span = wanted.unwrap_or(Span { start: 0, end: None });
        if let Some(total) = response.total {
            if span.start > 0 && span.start >= total {
                return Err(TransferError::invalid(format!(
                    "the range begins at byte {}, but the object has only {total} bytes",
                    span.start
                )));
            }
            span.end = Some(span.end.map_or(total, |end| end.min(total)));
        }
        let meter = Meter::new(self.on_progress, span.end.map(|end| end - span.start));
        let max_breaks = remote.client.max_attempts("GetObject");
        let e_tag = response.e_tag().map(str::to_owned);
        let origin = Arc::new(Origin { remote, e_tag, max_breaks });
        Ok(Opened { origin, response, span, meter })
    }
}

/// Prints no headers, because they may contain a key.
impl fmt::Debug for Download {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Download")
            .field("bucket", &self.bucket)
            .field("key", &self.key)
            .finish_non_exhaustive()
    }
}

/// The bytes of [`Download::stream`].
struct InOrder {
    body: Resuming,
    whole: Option<ObjectChecksum>,
    meter: Meter,
    transfer: String,
}

impl Stream for InOrder {
    type Item = Result<Bytes, BodyError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let chunk = match ready!(self.body.poll_chunk(context)) {
            Some(chunk) => chunk,
            None => {
                let found = self.body.hasher.take().map(|hasher| hasher.finish());
                match self.whole.take().map(|whole| whole.check(found)) {
                    Some(Err(error)) => Err(error),
                    _ => return Poll::Ready(None),
                }
            }
        };
        Poll::Ready(Some(match chunk {
            Ok(chunk) => {
                self.meter.add(chunk.len() as u64);
                Ok(chunk)
            }
            Err(error) => {
                self.whole = None;
                Err(error.of(std::mem::take(&mut self.transfer)).into_body_error())
            }
        }))
    }
}
