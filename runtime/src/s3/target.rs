//! [`Target`]: the file that a download writes, and the record of its finished parts.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs::File;
use std::io::{self, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::Bytes;

use super::error::{TransferError, TransferErrorKind};
use crate::streams::Blocking;

/// A batch is written when it has this many bytes.
const BATCH: usize = 256 * 1024;

/// The temporary file of a download, beside the final file. If it is dropped before it is finished, the
/// temporary file is removed, unless it is kept.
pub(super) struct Target {
    path: PathBuf,
    temporary: Arc<Path>,
    /// The file that records the finished parts.
    record: Option<Arc<Path>>,
    /// Whether the files are kept if the download fails.
    is_kept: bool,
    is_over: bool,
}

/// The CRC-32 of each finished part of an earlier download, by its number.
pub(super) type Finished = BTreeMap<u64, String>;

impl Target {
    /// Creates the temporary file. With an `identity`, opens the file that an earlier download with this
    /// identity has kept, if there is one.
    pub(super) async fn open(
        path: PathBuf,
        length: u64,
        identity: Option<String>,
    ) -> Result<(Self, Finished), TransferError> {
        let shown = path.clone();
        Blocking::run(move || match identity {
            Some(identity) => Self::continued(path, length, &identity),
            None => Self::create(path, length).map(|target| (target, Finished::new())),
        })
        .await
        .map_err(|error| unwritable(&shown, error))
    }

    /// A device or a pipe. It is written directly, without a temporary file.
    pub(super) fn direct(path: PathBuf) -> Self {
        let temporary = path.clone().into();
        Self { path, temporary, record: None, is_kept: false, is_over: true }
    }

    fn create(path: PathBuf, length: u64) -> io::Result<Self> {
        let path = std::fs::canonicalize(&path).unwrap_or(path);
        let mut number = 0;
        let (file, temporary) = loop {
            let temporary = beside(&path, &format!(".{}-{number}.part", std::process::id()));
            match File::create_new(&temporary) {
                Ok(file) => break (file, temporary),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => number += 1,
                Err(error) => return Err(error),
            }
        };
        let temporary = temporary.into();
        let target = Self { path, temporary, record: None, is_kept: false, is_over: false };
        file.set_len(length)?;
        Ok(target)
    }

    fn continued(path: PathBuf, length: u64, identity: &str) -> io::Result<(Self, Finished)> {
        let path = std::fs::canonicalize(&path).unwrap_or(path);
        let temporary: Arc<Path> = beside(&path, &format!(".{identity}.part")).into();
        let record: Arc<Path> = beside(&path, &format!(".{identity}.parts")).into();
        let is_there = std::fs::metadata(&temporary).is_ok_and(|file| file.len() == length);
        let finished = match is_there.then(|| std::fs::read_to_string(&record)) {
            Some(Ok(text)) => parse(&text),
            _ => Finished::new(),
        };
        let target = Self {
            path,
            temporary,
            record: Some(Arc::clone(&record)),
            is_kept: true,
            is_over: false,
        };
        if finished.is_empty() {
            File::create(&target.temporary)?.set_len(length)?;
            File::create(&record)?;
        }
        Ok((target, finished))
    }

    /// The path of the temporary file.
    pub(super) fn temporary(&self) -> &Arc<Path> {
        &self.temporary
    }

    /// The path of the record of finished parts.
    pub(super) fn record(&self) -> Option<Arc<Path>> {
        self.record.clone()
    }

    /// Whether the files are kept if the download fails.
    pub(super) fn is_kept(&self) -> bool {
        self.is_kept
    }

    /// Removes the files if the download fails.
    pub(super) fn discard(&mut self) {
        self.is_kept = false;
    }

    /// Renames the temporary file to its final name.
    pub(super) async fn finish(mut self) -> Result<(), TransferError> {
        if self.is_over {
            return Ok(());
        }
        let (from, to) = (Arc::clone(&self.temporary), self.path.clone());
        let record = self.record.clone();
        let renamed = Blocking::run(move || {
            std::fs::rename(from, to)?;
            if let Some(record) = record {
                // The download is complete. A record that cannot be removed does no harm.
                let _ = std::fs::remove_file(record);
            }
            Ok(())
        });
        renamed.await.map_err(|error| unwritable(&self.path, error))?;
        self.is_over = true;
        Ok(())
    }
}

impl Drop for Target {
    fn drop(&mut self) {
        if self.is_over || self.is_kept {
            return;
        }
        // The error of the download is reported; an error of the removal is not.
        let _ = std::fs::remove_file(&self.temporary);
        if let Some(record) = &self.record {
            let _ = std::fs::remove_file(record);
        }
    }
}

/// The path with an addition to its name.
fn beside(path: &Path, addition: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(addition);
    name.into()
}

/// Reads a record. A line that was cut off is ignored.
fn parse(text: &str) -> Finished {
    let whole = text.rfind('\n').map_or("", |end| &text[..end]);
    let entry = |line: &str| {
        let (number, checksum) = line.split_once(' ')?;
        Some((number.parse().ok()?, checksum.to_owned()))
    };
    whole.lines().filter_map(entry).collect()
}

/// Records that a part is finished.
pub(super) async fn record(path: Arc<Path>, number: u64, crc32: &str) -> Result<(), TransferError> {
    let line = format!("{number} {crc32}\n");
    let shown = Arc::clone(&path);
    let written = Blocking::run(move || {
        let mut file = File::options().append(true).open(path)?;
        file.write_all(line.as_bytes())
    });
    written.await.map_err(|error| unwritable(&shown, error))
}

fn unwritable(path: &Path, error: io::Error) -> TransferError {
    let text = format!("{} cannot be written", path.display());
    TransferError::io(TransferErrorKind::Target, text, error)
}

/// Writes a part to the temporary file, in batches.
pub(super) struct Writer {
    path: Arc<Path>,
    offset: u64,
    /// `None` before the first write, and after an error.
    file: Option<File>,
    batch: Vec<Bytes>,
    size: usize,
}

impl Writer {
    pub(super) fn new(path: Arc<Path>, offset: u64) -> Self {
        Self { path, offset, file: None, batch: Vec::new(), size: 0 }
    }

    /// Adds bytes to the batch, and writes the batch if it is large enough.
    pub(super) async fn push(&mut self, bytes: Bytes) -> Result<(), TransferError> {
        self.size += bytes.len();
        self.batch.push(bytes);
        match self.size >= BATCH {
            true => self.flush().await,
            false => Ok(()),
        }
    }

    /// Writes the batch.
    pub(super) async fn flush(&mut self) -> Result<(), TransferError> {
        let (batch, file) = (std::mem::take(&mut self.batch), self.file.take());
        self.size = 0;
        let (path, offset) = (Arc::clone(&self.path), self.offset);
        let written = Blocking::run(move || {
            let mut file = match file {
                Some(file) => file,
                None => {
                    let mut file = File::options().write(true).open(path)?;
                    if offset > 0 {
                        file.seek(SeekFrom::Start(offset))?;
                    }
                    file
                }
            };
            batch.iter().try_for_each(|bytes| file.write_all(bytes))?;
            Ok(file)
        });
        self.file = Some(written.await.map_err(|error| unwritable(&self.path, error))?);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn a_record_that_was_cut_off_is_read_to_its_last_whole_line() {
        let parts = |text| parse(text).into_iter().collect::<Vec<_>>();
        assert_eq!(parts("0 AAAA\n2 BBBB\n"), [(0, "AAAA".to_owned()), (2, "BBBB".to_owned())]);
        assert_eq!(parts("0 AAAA\n2 BB"), [(0, "AAAA".to_owned())]);
        assert_eq!(parts("x\n\n1\n3 C\n"), [(3, "C".to_owned())]);
        assert_eq!(parts(""), []);
    }
}
