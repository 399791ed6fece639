//! Writes a [`ByteStream`] to a file.

use std::fs::File;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use bytes::Bytes;

use super::blocking::Blocking;
use crate::error::BodyError;
use crate::types::ByteStream;

/// How many bytes are written at once.
const BATCH: usize = 256 * 1024;

impl ByteStream {
    /// Writes the stream to a file, and returns its length in bytes. The stream is never in memory as a
    /// whole.
    ///
    /// The bytes are first written to `PATH.part`, which is renamed to `PATH` when it is complete. After
    /// an error, a file at `PATH` is unchanged, and `PATH.part` is removed. A device or a pipe is
    /// written directly.
    ///
    /// ```no_run
    /// # async fn run(body: aws_operation::ByteStream) -> Result<(), aws_operation::BodyError> {
    /// let bytes = body.write_to_path("film.mp4").await?;
    /// println!("{bytes} bytes");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`BodyError`]: the stream cannot be read to its end, or the file cannot be written.
    pub async fn write_to_path(mut self, path: impl Into<PathBuf>) -> Result<u64, BodyError> {
        let path = path.into();
        let target = Blocking::run({
            let path = path.clone();
            move || Target::open(path)
        });
        let target = target.await.map_err(|error| unwritable(&path, error))?;
        let (mut target, mut length) = (Some(target), 0);
        let mut batch = Vec::new();
        let mut size = 0;
        loop {
            let chunk = self.next().await.transpose()?;
            let is_end = chunk.is_none();
            if let Some(chunk) = chunk {
                length += chunk.len() as u64;
                size += chunk.len();
                batch.push(chunk);
            }
            if size >= BATCH || is_end {
                let (bytes, open) = (std::mem::take(&mut batch), target.take());
                size = 0;
                let written = Blocking::run(move || match open {
                    Some(open) => open.write(&bytes, is_end).map(Some),
                    None => Ok(None),
                });
                target = written.await.map_err(|error| unwritable(&path, error))?;
            }
            if is_end {
                return Ok(length);
            }
        }
    }
}

fn unwritable(path: &Path, error: io::Error) -> BodyError {
    BodyError::new(format!("{} cannot be written", path.display())).with_source(error)
}

/// A file that is being written. If it is dropped before it is complete, it is removed.
struct Target {
    file: File,
    path: PathBuf,
    /// The path that ends in `.part`. `None` for a device or a pipe, and after the file was renamed.
    part: Option<PathBuf>,
}

impl Target {
    fn open(path: PathBuf) -> io::Result<Self> {
        // Follows a symbolic link, because `rename` would replace the link itself.
        let path = std::fs::canonicalize(&path).unwrap_or(path);
        let is_special = std::fs::metadata(&path).is_ok_and(|metadata| !metadata.is_file());
        if is_special {
            let file = File::options().write(true).open(&path)?;
            return Ok(Self { file, path, part: None });
        }
        let mut part = path.clone().into_os_string();
        part.push(".part");
        let part = PathBuf::from(part);
        let file = File::create(&part)?;
        Ok(Self { file, path, part: Some(part) })
    }

    fn write(mut self, batch: &[Bytes], is_end: bool) -> io::Result<Self> {
        for bytes in batch {
            self.file.write_all(bytes)?;
        }
        if is_end {
            if let Some(part) = self.part.take() {
                if let Err(error) = std::fs::rename(&part, &self.path) {
                    self.part = Some(part);
                    return Err(error);
                }
            }
        }
        Ok(self)
    }
}

impl Drop for Target {
    fn drop(&mut self) {
        if let Some(part) = &self.part {
            // The error that led here is reported; a failure to remove the file is not.
            let _ = std::fs::remove_file(part);
        }
    }
}
