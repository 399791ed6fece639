//! [`IntoFile`]: downloads an object into a file, several parts at once.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use tokio::runtime::Handle;

use super::error::{TransferError, TransferErrorKind};
use super::object_checksum::ObjectChecksum;
use super::opened::{Downloaded, Opened};
use super::part::ALGORITHM;
use super::pool::Pool;
use super::progress::Meter;
use super::remote::{Response, Span};
use super::resuming::{Origin, Resuming};
use super::target::{Finished, Target, Writer, record};
use crate::checksum::{Algorithm, Hasher};
use crate::streams::Blocking;
use crate::types::{ByteStream, hex};

/// The settings of a download into a file.
pub(super) struct IntoFile {
    pub size: u64,
    pub concurrency: usize,
    pub is_resumable: bool,
    pub runtime: Handle,
}

/// A part that was written to the file.
struct Piece {
    number: u64,
    length: u64,
    checksum: Option<String>,
}

/// What the parts of a download share.
struct Parts {
    origin: Arc<Origin>,
    meter: Meter,
    temporary: Arc<Path>,
    record: Option<Arc<Path>>,
    algorithm: Option<Algorithm>,
    start: u64,
}

impl IntoFile {
    pub(super) async fn write(
        self,
        opened: Opened,
        path: PathBuf,
    ) -> Result<Downloaded, TransferError> {
        let Opened { origin, mut response, span, meter } = opened;
        let length = span.end.map(|end| end - span.start);
        let accepts_ranges = !response.is_whole
            || response.headers.get("accept-ranges").is_some_and(|value| value == "bytes");
        let is_special = is_special(&path).await;
        // Without an ETag, the parts could be those of different objects.
        let count = match length {
            Some(length) if origin.e_tag.is_some() && accepts_ranges && !is_special => {
                length.div_ceil(self.size).max(1)
            }
            _ => 1,
        };
        let count = if self.concurrency > 1 || self.is_resumable { count } else { 1 };
        let whole = match response.is_whole && span.start == 0 && span.end == response.total {
            true => ObjectChecksum::of_response(&response.headers, count > 1),
            false => None,
        };
        let headers = std::mem::take(&mut response.headers);

        let identity = (self.is_resumable && count > 1)
            .then(|| identity(origin.e_tag.as_deref().unwrap_or_default(), span, self.size));
        let (mut target, finished) = match is_special {
            true => (Target::direct(path), Finished::new()),
            false => Target::open(path, length.unwrap_or_default(), identity).await?,
        };
        let parts = Parts {
            origin,
            meter,
            temporary: Arc::clone(target.temporary()),
            record: target.record(),
            algorithm: whole.as_ref().map(ObjectChecksum::algorithm),
            start: span.start,
        };
        let received = match count {
            1 => parts.receive(0, span, Some(response)).await.map(|piece| vec![piece]),
            _ => self.receive(parts, span, count, response, finished).await,
        };
        let checked = received.and_then(|pieces| {
            let bytes = pieces.iter().map(|piece| piece.length).sum();
            if let Some(whole) = &whole {
                whole.check_parts(pieces.into_iter().map(|it| (it.checksum, it.length)))?;
            }
            Ok(bytes)
        });
        let bytes = match checked {
            Ok(bytes) => bytes,
            Err(error) => {
                if error.kind() == TransferErrorKind::Corrupt {
                    target.discard();
                }
                return Err(match target.is_kept() {
                    true => error.leaving_too(&format!(
                        "the finished parts are kept in {}: continue with `resumable`",
                        target.temporary().display()
                    )),
                    false => error,
                });
            }
        };
        target.finish().await?;
        Ok(Downloaded::new(bytes, &headers, whole.as_ref()))
    }

    /// Receives the parts, several at once. The first error stops the other parts.
    async fn receive(
        &self,
        parts: Parts,
        span: Span,
        count: u64,
        response: Response,
        mut finished: Finished,
    ) -> Result<Vec<Piece>, TransferError> {
        let parts = Arc::new(parts);
        let mut pool = Pool::new();
        let mut pieces = Vec::new();
        let mut first = Some(response);
        let end = span.end.unwrap_or(u64::MAX);
        for number in 0..count {
            while pool.len() >= self.concurrency {
                collect(&mut pool, &mut pieces).await?;
            }
            let start = span.start + number * self.size;
            let part = Span { start, end: Some(end.min(start.saturating_add(self.size))) };
            let response = first.take();
            let kept = finished.remove(&number);
            let parts = Arc::clone(&parts);
            pool.start(&self.runtime, async move {
                let piece = async {
                    if let Some(crc32) = kept {
                        if let Some(piece) = parts.kept(number, part, &crc32).await? {
                            return Ok(piece);
                        }
                    }
                    parts.receive(number, part, response).await
                };
                piece.await.map_err(|error| {
                    let last = part.end.unwrap_or_default().saturating_sub(1);
                    let what = format!("part {} of {count} (bytes {start} to {last})", number + 1);
                    error.at_part(u32::try_from(number + 1).unwrap_or(u32::MAX), what)
                })
            });
        }
        while pool.len() > 0 {
            collect(&mut pool, &mut pieces).await?;
        }
        pieces.sort_by_key(|piece| piece.number);
        Ok(pieces)
    }
}

/// Waits until a part has ended. If it failed, stops the other parts.
async fn collect(pool: &mut Pool<Piece>, pieces: &mut Vec<Piece>) -> Result<(), TransferError> {
    match pool.next().await {
        Some(Ok(piece)) => pieces.push(piece),
        Some(Err(error)) => {
            pool.stop().await;
            return Err(error);
        }
        None => {}
    }
    Ok(())
}

impl Parts {
    /// Receives a part and writes it to the file. Reads it from `response`, if there is one, and from a
    /// new request otherwise.
    async fn receive(
        &self,
        number: u64,
        span: Span,
        response: Option<Response>,
    ) -> Result<Piece, TransferError> {
        let hasher = self.algorithm.and_then(Algorithm::hasher);
        let mut body = match response {
            Some(response) => Resuming::new(&self.origin, response, span, hasher),
            None => Resuming::request(&self.origin, span, hasher),
        };
        let mut writer = Writer::new(Arc::clone(&self.temporary), span.start - self.start);
        // The record uses CRC-32, which needs no feature.
        let mut crc = self.record.as_ref().and_then(|_| ALGORITHM.hasher());
        let mut length = 0;
        while let Some(chunk) = body.next().await {
            let chunk = chunk?;
            if let Some(crc) = &mut crc {
                crc.update(&chunk);
            }
            length += chunk.len() as u64;
            self.meter.add(chunk.len() as u64);
            writer.push(chunk).await?;
        }
        writer.flush().await?;
        if let (Some(path), Some(crc)) = (&self.record, crc) {
            record(Arc::clone(path), number, &crc.finish()).await?;
        }
        let checksum = body.hasher.take().map(Hasher::finish);
        Ok(Piece { number, length, checksum })
    }

    /// Reads a part that an earlier download has written. `None` if it does not have the recorded
    /// CRC-32.
    async fn kept(
        &self,
        number: u64,
        span: Span,
        crc32: &str,
    ) -> Result<Option<Piece>, TransferError> {
        let end = span.end.unwrap_or(span.start);
        let range = span.start - self.start..end - self.start;
        let length = range.end - range.start;
        let stream = ByteStream::from_path_range(self.temporary.to_path_buf(), range).await;
        let Ok(mut stream) = stream else { return Ok(None) };
        let (mut crc, mut hasher) =
            (ALGORITHM.hasher(), self.algorithm.and_then(Algorithm::hasher));
        while let Some(chunk) = stream.next().await {
            let Ok(chunk) = chunk else { return Ok(None) };
            for hasher in [&mut crc, &mut hasher].into_iter().flatten() {
                hasher.update(&chunk);
            }
        }
        if crc.map(Hasher::finish).as_deref() != Some(crc32) {
            return Ok(None);
        }
        self.meter.add(length);
        Ok(Some(Piece { number, length, checksum: hasher.map(Hasher::finish) }))
    }
}

/// Identifies the object, the range and the part size in the name of a temporary file.
fn identity(e_tag: &str, Span { start, end }: Span, size: u64) -> String {
    let text = format!("{e_tag} {start} {end:?} {size}");
    let digest = ring::digest::digest(&ring::digest::SHA256, text.as_bytes());
    hex(&digest.as_ref()[..8])
}

/// Whether the path is a device or a pipe.
async fn is_special(path: &Path) -> bool {
    let path = path.to_owned();
    let metadata = Blocking::run(move || std::fs::metadata(path)).await;
    metadata.is_ok_and(|metadata| !metadata.is_file() && !metadata.is_dir())
}
