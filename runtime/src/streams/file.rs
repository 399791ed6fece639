//! [`ByteStream`]s from files.

use std::fs::File;
use std::future::Future as _;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;

use super::blocking::Blocking;
use crate::error::BodyError;
use crate::types::{Body, ByteStream};

/// How many bytes are read at once. While they are sent, the next ones are read.
const CHUNK: u64 = 256 * 1024;

impl ByteStream {
    /// The bytes of a file. The length is read now; the bytes are read while they are sent, again for
    /// each attempt. The file is never in memory as a whole.
    ///
    /// ```no_run
    /// use aws_operation::ByteStream;
    ///
    /// # async fn run() -> Result<(), aws_operation::BodyError> {
    /// let body = ByteStream::from_path("film.mp4").await?;
    /// println!("{:?} bytes", body.length());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`BodyError`]: the file does not exist, or cannot be read. If the file is truncated later, the
    /// call fails.
    pub async fn from_path(path: impl Into<PathBuf>) -> Result<Self, BodyError> {
        let path = path.into();
        let length = length(&path).await?;
        Ok(Self::of_file(path, 0..length))
    }

    /// A part of a file, such as a part of a multipart upload.
    ///
    /// # Errors
    ///
    /// The errors of [`from_path`](Self::from_path). Or the file is shorter than the end of the range.
    pub async fn from_path_range(
        path: impl Into<PathBuf>,
        range: Range<u64>,
    ) -> Result<Self, BodyError> {
        let path = path.into();
        let length = length(&path).await?;
        if range.start > range.end || range.end > length {
            return Err(BodyError::new(format!(
                "{} has only {length} bytes; the range from byte {} to {} is not in it",
                path.display(),
                range.start,
                range.end
            )));
        }
        Ok(Self::of_file(path, range))
    }

    fn of_file(path: PathBuf, range: Range<u64>) -> Self {
        let path: Arc<Path> = path.into();
        let length = range.end - range.start;
        #[cfg(feature = "s3")]
        let file = (Arc::clone(&path), range.clone());
        let stream = Self::again(
            move || {
                let (path, offset) = (Arc::clone(&path), range.start);
                Body::stream(Chunks { path, offset, left: length, state: State::Closed }, None)
            },
            Some(length),
        )
        .with_length(length);
        #[cfg(feature = "s3")]
        let stream = stream.of_file_range(file.0, file.1);
        stream
    }
}

/// The length of a regular file.
async fn length(path: &Path) -> Result<u64, BodyError> {
    let asked = path.to_owned();
    let metadata = Blocking::run(move || std::fs::metadata(asked)).await;
    let metadata = metadata.map_err(|error| unreadable(path, error))?;
    if metadata.is_dir() {
        return Err(BodyError::new(format!("{} is a folder, not a file", path.display())));
    }
    Ok(metadata.len())
}

fn unreadable(path: &Path, error: io::Error) -> BodyError {
    BodyError::new(format!("{} cannot be read", path.display())).with_source(error)
}

/// The chunks of a file. The next one is read while the last one is used.
struct Chunks {
    path: Arc<Path>,
    offset: u64,
    left: u64,
    state: State,
}

enum State {
    Closed,
    Reading(Blocking<(File, Bytes)>),
    Ended,
}

/// Reads the next bytes, at most `max`.
fn read(file: File, max: u64) -> io::Result<(File, Bytes)> {
    let mut bytes = Vec::with_capacity(max as usize);
    let mut limited = file.take(max);
    limited.read_to_end(&mut bytes)?;
    Ok((limited.into_inner(), bytes.into()))
}

impl Stream for Chunks {
    type Item = Result<Bytes, BodyError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            let read = match &mut self.state {
                State::Ended => return Poll::Ready(None),
                State::Closed => {
                    let (path, offset) = (Arc::clone(&self.path), self.offset);
                    let max = CHUNK.min(self.left);
                    Blocking::begin(move || {
                        let mut file = File::open(&path)?;
                        if offset > 0 {
                            file.seek(SeekFrom::Start(offset))?;
                        }
                        read(file, max)
                    })
                    .map(|reading| {
                        self.state = State::Reading(reading);
                        None
                    })
                }
                State::Reading(reading) => ready!(Pin::new(reading).poll(context)).map(Some),
            };
            let (file, bytes) = match read {
                Ok(None) => continue,
                Ok(Some(read)) => read,
                Err(error) => {
                    self.state = State::Ended;
                    return Poll::Ready(Some(Err(unreadable(&self.path, error))));
                }
            };
            self.left = self.left.saturating_sub(bytes.len() as u64);
            let max = CHUNK.min(self.left);
            self.state = State::Ended;
            if bytes.is_empty() {
                return Poll::Ready(None);
            }
            if max > 0 {
                match Blocking::begin(move || self::read(file, max)) {
                    Ok(reading) => self.state = State::Reading(reading),
                    Err(error) => return Poll::Ready(Some(Err(unreadable(&self.path, error)))),
                }
            }
            return Poll::Ready(Some(Ok(bytes)));
        }
    }
}
