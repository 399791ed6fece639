//! [`Source`]: divides the body to upload into parts.

use std::ops::Range;
use std::path::Path;
use std::sync::Arc;
use std::time::SystemTime;

use bytes::Bytes;

use super::error::{TransferError, TransferErrorKind};
use crate::error::BodyError;
use crate::streams::Blocking;
use crate::types::{Body, ByteStream};

/// The body to upload, which is divided into parts, one after the other.
pub(super) struct Source {
    kind: Kind,
    /// The number of the next part.
    number: u32,
    /// Where the next part begins.
    offset: u64,
}

enum Kind {
    Bytes(Bytes),
    /// Each part is read from the file while it is sent.
    File {
        path: Arc<Path>,
        range: Range<u64>,
        stamp: Stamp,
    },
    /// Each part is read into memory.
    Stream {
        body: Body,
        /// Bytes that were read after the end of the last part.
        rest: Bytes,
        has_ended: bool,
    },
}

/// A part of the body.
#[derive(Clone)]
pub(super) struct Part {
    /// The number of the part, from 1.
    pub number: u32,
    /// Where the part begins in the object.
    pub offset: u64,
    pub length: u64,
    /// Whether no part follows.
    pub is_last: bool,
    pub content: Content,
}

#[derive(Clone)]
pub(super) enum Content {
    Bytes(Bytes),
    File(Arc<Path>, Range<u64>),
}

/// The properties of a file that show whether it has changed.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Stamp {
    length: u64,
    modified: Option<SystemTime>,
}

impl Stamp {
    async fn of(path: &Arc<Path>) -> Result<Self, TransferError> {
        let asked = Arc::clone(path);
        let metadata = Blocking::run(move || std::fs::metadata(asked)).await;
        let metadata = metadata.map_err(|error| {
            let text = format!("{} cannot be read", path.display());
            TransferError::io(TransferErrorKind::Source, text, error)
        })?;
        Ok(Self { length: metadata.len(), modified: metadata.modified().ok() })
    }
}

impl Source {
    pub(super) async fn new(stream: &ByteStream) -> Result<Self, TransferError> {
        let kind = if let Some((path, range)) = stream.file_range() {
            let stamp = Stamp::of(&path).await?;
            if stamp.length < range.end {
                return Err(changed(&path));
            }
            Kind::File { path, range, stamp }
        } else if let Some(bytes) = stream.in_memory() {
            Kind::Bytes(bytes.clone())
        } else {
            let body = stream.open().map_err(unreadable)?;
            Kind::Stream { body, rest: Bytes::new(), has_ended: false }
        };
        Ok(Self { kind, number: 1, offset: 0 })
    }

    /// The next part, of at most `size` bytes. An empty body has one part. Must not be called after the
    /// last part.
    pub(super) async fn next(&mut self, size: u64) -> Result<Part, TransferError> {
        let (content, length, is_last) = match &mut self.kind {
            Kind::Bytes(bytes) => {
                let length = size.min(bytes.len() as u64);
                let part = bytes.split_to(length as usize);
                (Content::Bytes(part), length, bytes.is_empty())
            }
            Kind::File { path, range, .. } => {
                let start = range.start + self.offset;
                let end = range.end.min(start.saturating_add(size));
                (Content::File(Arc::clone(path), start..end), end - start, end == range.end)
            }
            Kind::Stream { body, rest, has_ended } => {
                let part = read(body, rest, has_ended, size).await?;
                let length = part.len() as u64;
                (Content::Bytes(part), length, *has_ended && rest.is_empty())
            }
        };
        let part = Part { number: self.number, offset: self.offset, length, is_last, content };
        self.number += 1;
        self.offset += length;
        Ok(part)
    }

    /// Returns an error if the body is a file that has changed since the upload began.
    pub(super) async fn check(&mut self) -> Result<(), TransferError> {
        match &self.kind {
            Kind::File { path, stamp, .. } if Stamp::of(path).await? != *stamp => {
                Err(changed(path))
            }
            _ => Ok(()),
        }
    }
}

/// Reads a part into memory. Reads on until it is known whether another part follows: then `rest` has
/// bytes, or `has_ended` is true.
async fn read(
    body: &mut Body,
    rest: &mut Bytes,
    has_ended: &mut bool,
    size: u64,
) -> Result<Bytes, TransferError> {
    let length = body.length().map_or(size, |length| length.min(size));
    let size = usize::try_from(size).unwrap_or(usize::MAX);
    let mut part = Vec::new();
    // Reserved in advance, because a growing vector takes up to twice the memory.
    part.try_reserve_exact(usize::try_from(length).unwrap_or(usize::MAX)).map_err(|_| {
        let text =
            format!("there is no memory for a part of {length} bytes; set a smaller part size");
        TransferError::text(TransferErrorKind::Source, text)
    })?;
    loop {
        let room = size - part.len();
        if !rest.is_empty() && room > 0 {
            part.extend_from_slice(&rest.split_to(room.min(rest.len())));
        }
        if !rest.is_empty() || *has_ended {
            return Ok(part.into());
        }
        match body.next().await {
            Some(chunk) => *rest = chunk.map_err(unreadable)?,
            None => *has_ended = true,
        }
    }
}

/// The error of a body that cannot be read.
pub(super) fn unreadable(error: BodyError) -> TransferError {
    TransferError::body(TransferErrorKind::Source, error)
}

fn changed(path: &Path) -> TransferError {
    let text = format!("{} changed while it was uploaded; upload it again", path.display());
    TransferError::text(TransferErrorKind::Source, text)
}

impl Part {
    /// The part in error messages, such as "part 2 (bytes 5 to 9)".
    pub(super) fn description(&self) -> String {
        let Self { number, offset, length, .. } = self;
        format!("part {number} (bytes {offset} to {})", (offset + length).saturating_sub(1))
    }

    /// The bytes as a stream that can be sent again.
    pub(super) async fn stream(&self) -> Result<ByteStream, TransferError> {
        match &self.content {
            Content::Bytes(bytes) => Ok(bytes.clone().into()),
            Content::File(path, range) => {
                let range = range.clone();
                ByteStream::from_path_range(path.to_path_buf(), range).await.map_err(unreadable)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::VecDeque;
    use std::pin::Pin;
    use std::task::{Context, Poll};

    use futures_core::Stream;
    use proptest::prelude::*;

    use super::*;

    struct Chunks(VecDeque<Bytes>);

    impl Stream for Chunks {
        type Item = std::io::Result<Bytes>;

        fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
            Poll::Ready(self.0.pop_front().map(Ok))
        }
    }

    /// The bytes of each part.
    async fn parts(stream: ByteStream, size: u64) -> Vec<Bytes> {
        let mut source = Source::new(&stream).await.expect("a source");
        let (mut parts, mut offset) = (Vec::new(), 0);
        loop {
            let part = source.next(size).await.expect("a part");
            assert_eq!((part.number as usize, part.offset), (parts.len() + 1, offset));
            offset += part.length;
            let bytes = part.stream().await.expect("a stream").collect(usize::MAX).await;
            let bytes = bytes.expect("the bytes");
            assert_eq!(bytes.len() as u64, part.length);
            parts.push(bytes);
            if part.is_last {
                return parts;
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        /// Bytes, streams and files are divided into the same parts.
        #[test]
        fn parts_are_the_bytes_in_order(
            lengths in prop::collection::vec(0..40_usize, 0..6),
            size in 1..60_u64,
        ) {
            let total: usize = lengths.iter().sum();
            let data: Bytes = (0..total).map(|at| at as u8).collect();
            let mut left = data.clone();
            let chunks: VecDeque<_> = lengths.iter().map(|it| left.split_to(*it)).collect();
            let expected: Vec<Bytes> = match total {
                0 => vec![Bytes::new()],
                _ => data.chunks(size as usize).map(Bytes::copy_from_slice).collect(),
            };
            let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
            runtime.block_on(async {
                let stream = ByteStream::from_stream(Chunks(chunks.clone()));
                assert_eq!(parts(stream, size).await, expected);
                let stream = ByteStream::from_stream(Chunks(chunks)).with_length(total as u64);
                assert_eq!(parts(stream, size).await, expected);
                assert_eq!(parts(data.clone().into(), size).await, expected);
                let path = std::env::temp_dir().join(format!("parts-{}", std::process::id()));
                let padded = [b"before", &data[..], b"after"].concat();
                std::fs::write(&path, padded).expect("a file");
                let range = 6..6 + total as u64;
                let stream = ByteStream::from_path_range(&path, range).await.expect("a file");
                assert_eq!(parts(stream, size).await, expected);
                std::fs::remove_file(&path).expect("it was there");
            });
        }
    }

    #[tokio::test]
    async fn a_stream_of_another_length_is_an_error() {
        for (announced, what) in [(4, "more than 4 bytes"), (6, "ended after 5 bytes")] {
            let chunks = Chunks(VecDeque::from([Bytes::from_static(b"hello")]));
            let stream = ByteStream::from_stream(chunks).with_length(announced);
            let mut source = Source::new(&stream).await.expect("a source");
            let error = loop {
                match source.next(3).await {
                    Ok(part) => assert!(!part.is_last),
                    Err(error) => break error,
                }
            };
            assert_eq!(error.kind(), TransferErrorKind::Source);
            assert!(error.to_string().contains(what), "{error}");
        }
    }
}
