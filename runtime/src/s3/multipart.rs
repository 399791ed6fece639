//! [`Multipart`]: a multipart upload. If it is neither completed nor kept, it is aborted.

use std::future::{Future as _, poll_fn};
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;

use tokio::runtime::Handle;

use super::e_tag;
use super::error::{TransferError, TransferErrorKind};
use super::object::{Object, check};
use super::operations::{
    AbortMultipartUpload, CompleteMultipartUpload, CompletedMultipartUpload, CompletedPart,
    CreateMultipartUpload,
};
use super::part::{ALGORITHM, Stored, StoredObject};
use super::pool::Pool;
use super::sizes::MAX_PARTS;
use super::source::{Part, Source};
use super::stored_parts::StoredParts;
use crate::error::{Error, ErrorKind};

/// A multipart upload. If it is dropped before it is completed, its parts are cancelled. Unless it is
/// kept, a separate task then aborts it.
pub(super) struct Multipart {
    object: Arc<Object>,
    id: Arc<str>,
    runtime: Handle,
    /// `None` after `drop` has moved the parts to the task that aborts the upload.
    pool: Option<Pool<Stored>>,
    /// Whether the upload is kept if it fails.
    is_kept: bool,
    is_over: bool,
}

impl Multipart {
    /// Creates the upload.
    pub(super) async fn create(
        object: Arc<Object>,
        runtime: Handle,
        is_kept: bool,
    ) -> Result<Self, TransferError> {
        let mut headers = object.headers.of_creation();
        if object.has_checksums() {
            let name = ALGORITHM.name().to_owned();
            headers.insert("x-amz-checksum-algorithm".to_owned(), name);
            headers.insert("x-amz-checksum-type".to_owned(), "FULL_OBJECT".to_owned());
        }
        let (bucket, key) = (object.bucket.clone(), object.key.clone());
        let created = object.client.send(CreateMultipartUpload { bucket, key, headers }).await?;
        let id = created.upload_id.filter(|id| !id.is_empty()).ok_or_else(|| {
            let text = "the response of CreateMultipartUpload has no upload id";
            TransferError::text(TransferErrorKind::Body, text)
        })?;
        Ok(Self::resumed(object, id.into(), runtime, is_kept))
    }

    /// Continues an upload that already exists on the server.
    pub(super) fn resumed(
        object: Arc<Object>,
        id: Arc<str>,
        runtime: Handle,
        is_kept: bool,
    ) -> Self {
        Self { object, id, runtime, pool: Some(Pool::new()), is_kept, is_over: false }
    }

    /// Sends the parts and completes the upload. `next` is the first part; `kept` are the parts that may
    /// already be stored. Returns the object, the number of parts, and the number of bytes.
    pub(super) async fn run(
        mut self,
        source: &mut Source,
        next: Part,
        (size, concurrency): (u64, usize),
        kept: StoredParts,
    ) -> Result<(StoredObject, u32, u64), TransferError> {
        let sent = self.send(source, next, (size, concurrency), kept).await;
        let done = match sent {
            Ok(parts) => match source.check().await {
                Ok(()) => self.complete(&parts).await.map(|done| {
                    let bytes = parts.iter().map(|part| part.length).sum();
                    (done, parts.len() as u32, bytes)
                }),
                Err(error) => Err(error),
            },
            Err(error) => Err(error),
        };
        match done {
            Ok(done) => Ok(done),
            Err(error) => Err(self.fail(error).await),
        }
    }

    /// Sends the parts, several at once, and returns them in order. Returns the first error.
    async fn send(
        &mut self,
        source: &mut Source,
        first: Part,
        (size, concurrency): (u64, usize),
        mut kept: StoredParts,
    ) -> Result<Vec<Stored>, TransferError> {
        let mut stored = Vec::new();
        let Some(pool) = &mut self.pool else { return Ok(stored) };
        let mut next = Some(first);
        while let Some(part) = next.take() {
            let is_last = part.is_last;
            if u64::from(part.number) > MAX_PARTS {
                return Err(TransferError::text(
                    TransferErrorKind::Source,
                    format!(
                        "the stream has more than {} bytes, which are {MAX_PARTS} parts of {size} bytes; \
                     set a larger part size",
                        part.offset
                    ),
                ));
            }
            let (object, id) = (Arc::clone(&self.object), Arc::clone(&self.id));
            let listed = kept.remove(&part.number);
            pool.start(&self.runtime, async move {
                let sent = async {
                    if let Some(listed) = listed {
                        if let Some(kept) = object.kept_part(&part, &listed).await? {
                            return Ok(kept);
                        }
                    }
                    object.send_part(&id, &part).await
                };
                sent.await.map_err(|error| error.at_part(part.number, part.description()))
            });
            // Waits until the next part may start. After the last part, waits for all.
            while is_last || pool.len() >= concurrency {
                match pool.next().await {
                    Some(part) => stored.push(part?),
                    None => break,
                }
            }
            if !is_last {
                next = Some(read(source, size, pool, &mut stored).await?);
            }
        }
        stored.sort_by_key(|part| part.number);
        Ok(stored)
    }

    /// Sends CompleteMultipartUpload, which creates the object from its parts.
    async fn complete(&mut self, parts: &[Stored]) -> Result<StoredObject, TransferError> {
        let object = &self.object;
        let length = parts.iter().map(|part| part.length).sum();
        let crc32 = combined(parts);
        let mut headers = object.headers.of_completion();
        if object.has_checksums() {
            headers.insert("x-amz-mp-object-size".to_owned(), u64::to_string(&length));
            if let Some(crc32) = &crc32 {
                headers.insert("x-amz-checksum-type".to_owned(), "FULL_OBJECT".to_owned());
                headers.insert(ALGORITHM.header().to_owned(), crc32.clone());
            }
        }
        let completed = parts.iter().map(|part| CompletedPart {
            crc32: part.crc32.clone(),
            e_tag: part.e_tag.clone(),
            part_number: part.number,
        });
        let call = CompleteMultipartUpload {
            bucket: object.bucket.clone(),
            key: object.key.clone(),
            upload_id: self.id.to_string(),
            headers,
            parts: CompletedMultipartUpload { parts: completed.collect() },
        };
        let output = match object.client.send(call).await {
            Ok(output) => output,
            Err(error) if may_be_done(&error) => {
                let e_tag = e_tag::of_parts(parts.iter().map(|part| &*part.e_tag));
                let found = object.stored(length, crc32.as_deref(), e_tag.as_deref()).await;
                let Some(found) = found else {
                    let left = "an earlier attempt may have completed the upload: check the object";
                    return Err(TransferError::from(error).leaving(left.to_owned()));
                };
                self.is_over = true;
                let (e_tag, version_id) = (found.e_tag, found.version_id);
                return Ok(StoredObject { e_tag, version_id, crc32 });
            }
            Err(error) => return Err(error.into()),
        };
        self.is_over = true;
        check("the object", crc32.as_deref(), output.crc32.as_deref())
            .map_err(|error| error.leaving("the object exists: delete it".to_owned()))?;
        Ok(StoredObject { e_tag: output.e_tag, version_id: output.version_id, crc32 })
    }

    /// Stops the parts, and aborts the upload unless it is kept.
    async fn fail(mut self, error: TransferError) -> TransferError {
        if let Some(pool) = &mut self.pool {
            pool.stop().await;
        }
        let id = Arc::clone(&self.id);
        if self.is_over {
            return error;
        }
        self.is_over = true;
        if self.is_kept {
            return error.with_upload_id(&id).leaving_too(&format!(
                "the upload \"{id}\" is kept with its parts: continue it with `resume`, or abort it"
            ));
        }
        // A separate task, which continues if this future is dropped.
        let aborted = self.runtime.spawn(abort(Arc::clone(&self.object), Arc::clone(&id))).await;
        let why = match aborted {
            Ok(Ok(true)) => return error.leaving_too("the upload was aborted"),
            Ok(Ok(false)) => return error.leaving_too("the upload no longer exists"),
            Ok(Err(error)) => error.to_string(),
            Err(_) => "the tokio runtime was shut down".to_owned(),
        };
        error.with_upload_id(&id).leaving_too(&format!(
            "the upload \"{id}\" could not be aborted, and its parts are stored until it is: {why}"
        ))
    }
}

impl Drop for Multipart {
    fn drop(&mut self) {
        if self.is_over || self.is_kept {
            return;
        }
        let (object, id) = (Arc::clone(&self.object), Arc::clone(&self.id));
        let pool = self.pool.take();
        self.runtime.spawn(async move {
            // Otherwise a part could arrive after the abort and stay on the server.
            if let Some(mut pool) = pool {
                pool.stop().await;
            }
            // An error cannot be reported, because the future was dropped.
            let _ = abort(object, id).await;
        });
    }
}

/// Aborts an upload. Returns false if it no longer exists.
async fn abort(object: Arc<Object>, id: Arc<str>) -> Result<bool, Error> {
    let call = AbortMultipartUpload {
        bucket: object.bucket.clone(),
        key: object.key.clone(),
        upload_id: id.to_string(),
        headers: object.headers.of_abort(),
    };
    match object.client.send(call).await {
        Ok(_) => Ok(true),
        Err(error) if error.code() == Some("NoSuchUpload") => Ok(false),
        Err(error) => Err(error),
    }
}

/// Reads the next part of the source. Meanwhile, collects the parts that were sent. If one of them
/// fails, returns its error.
async fn read(
    source: &mut Source,
    size: u64,
    pool: &mut Pool<Stored>,
    stored: &mut Vec<Stored>,
) -> Result<Part, TransferError> {
    let mut reading = pin!(source.next(size));
    loop {
        let event = poll_fn(|context| match pool.poll_next(context) {
            Poll::Ready(Some(part)) => Poll::Ready(Event::Stored(part)),
            _ => reading.as_mut().poll(context).map(Event::Read),
        });
        match event.await {
            Event::Stored(part) => stored.push(part?),
            Event::Read(part) => return part,
        }
    }
}

/// What [`read`] waits for.
enum Event {
    Stored(Result<Stored, TransferError>),
    Read(Result<Part, TransferError>),
}

/// Combines the checksums of the parts into the checksum of the object. `None` if a part has none.
fn combined(parts: &[Stored]) -> Option<String> {
    let (first, rest) = parts.split_first()?;
    rest.iter().try_fold(first.crc32.clone()?, |whole, part| {
        ALGORITHM.combine(&whole, part.crc32.as_deref()?, part.length)
    })
}

/// Whether the upload may be completed in spite of the error: the response of an attempt may have been
/// lost.
fn may_be_done(error: &Error) -> bool {
    match error.code() {
        Some("NoSuchUpload" | "PreconditionFailed") => error.attempts() > 1,
        _ => error.kind() == ErrorKind::Transport,
    }
}
