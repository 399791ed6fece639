//! Writes a file completely or not at all, and never overwrites a user's work.

use std::collections::hash_map::RandomState;
use std::fs::{self, File, OpenOptions, Permissions};
use std::hash::{BuildHasher, Hasher};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use crate::header::{self, Header};
use crate::{Error, changes};

/// The file to write, and its current content.
#[derive(Debug)]
pub struct Target {
    /// The path of the file itself. If the given path is a link, this is the link's target.
    path: PathBuf,
    /// The path as the user wrote it.
    shown: String,
    old: Option<Old>,
}

/// The existing file that will be replaced.
#[derive(Debug)]
struct Old {
    bytes: Vec<u8>,
    permissions: Permissions,
}

impl Target {
    /// Reads the file. Follows links: the target of a link is replaced, and the link is kept.
    ///
    /// # Errors
    ///
    /// The path is not a regular file, or the file is read-only or cannot be read.
    pub fn at(path: &Path) -> Result<Self, Error> {
        let shown = path.display().to_string();
        let cannot =
            |why: &dyn std::fmt::Display| Error::new(format!("cannot write {shown}: {why}"));
        if path.file_name().is_none() {
            return Err(cannot(&"it names no file"));
        }
        let resolved = match fs::symlink_metadata(path) {
            Err(error) if error.kind() == ErrorKind::NotFound => {
                return Ok(Self { path: path.to_owned(), shown, old: None });
            }
            Err(error) => return Err(cannot(&error)),
            Ok(metadata) if metadata.is_symlink() => {
                fs::canonicalize(path).map_err(|error| cannot(&format!("a link: {error}")))?
            }
            Ok(_) => path.to_owned(),
        };
        let metadata = fs::metadata(&resolved).map_err(|error| cannot(&error))?;
        if metadata.is_dir() {
            return Err(cannot(&"it is a folder; name a file in it"));
        }
        if !metadata.is_file() {
            return Err(cannot(
                &"it is not a regular file; leave out `--out` to print to standard output",
            ));
        }
        let permissions = metadata.permissions();
        if permissions.readonly() {
            return Err(cannot(&"it is read-only; make it writable, or write to another file"));
        }
        let bytes = fs::read(&resolved)
            .map_err(|error| Error::new(format!("cannot read {shown}: {error}")))?;
        Ok(Self { path: resolved, shown, old: Some(Old { bytes, permissions }) })
    }

    /// The file's text, if it is UTF-8 and not blank.
    pub fn text(&self) -> Option<&str> {
        let text = std::str::from_utf8(&self.old.as_ref()?.bytes).ok()?;
        Some(text).filter(|text| !text.trim().is_empty())
    }

    /// The path as the user wrote it.
    #[cfg(feature = "cli")]
    pub fn shown(&self) -> &str {
        &self.shown
    }

    /// The header of a generated file.
    pub fn header(&self) -> Option<Header> {
        header::read(self.text()?)
    }

    /// Whether the file does not exist or is blank.
    pub fn is_blank(&self) -> bool {
        self.old.as_ref().is_none_or(|old| old.bytes.trim_ascii().is_empty())
    }

    /// Checks that the file may be replaced: it does not exist, is blank, or is unchanged since
    /// this crate generated it. For an error, `again` generates the file again to find out what was
    /// changed, and `remedy` tells the user how to replace the file anyway.
    ///
    /// # Errors
    ///
    /// A user wrote or changed the file.
    pub fn check_own(
        &self,
        again: &dyn Fn(&Header) -> Option<String>,
        remedy: &str,
    ) -> Result<(), Error> {
        if self.is_blank() {
            return Ok(());
        }
        let (Some(text), Some(header)) = (self.text(), self.header()) else {
            return Err(Error::new(format!(
                "{} was not made by aws-operation; write to another file, or {remedy}",
                self.shown
            )));
        };
        if header::is_unchanged(text) {
            return Ok(());
        }
        let what = again(&header).map_or(String::new(), |made| changes::list(text, &made));
        Err(Error::new(format!(
            "{} was changed after aws-operation made it{what}; move the changes to another file, or \
             {remedy}",
            self.shown
        )))
    }

    /// Writes the text, unless the file already has it.
    ///
    /// # Errors
    ///
    /// The file cannot be written. It is then unchanged.
    pub fn write(&self, text: &str) -> Result<(), Error> {
        if self.old.as_ref().is_some_and(|old| old.bytes == text.as_bytes()) {
            return Ok(());
        }
        let permissions = self.old.as_ref().map(|old| &old.permissions);
        replace(&self.path, text, permissions)
            .map_err(|error| Error::new(format!("cannot write {}: {error}", self.shown)))
    }
}

/// Writes a new file next to the target and renames it to the target.
fn replace(path: &Path, text: &str, permissions: Option<&Permissions>) -> io::Result<()> {
    let (beside, mut file) = create_beside(path)?;
    let write = || {
        file.write_all(text.as_bytes())?;
        if let Some(permissions) = permissions {
            file.set_permissions(permissions.clone())?;
        }
        drop(file);
        fs::rename(&beside, path)
    };
    write().inspect_err(|_| {
        // If removing it fails too, the first error is still the one to report.
        let _ = fs::remove_file(&beside);
    })
}

/// Creates a new file with a random name in the target's folder. Never opens an existing file or
/// follows a link.
fn create_beside(path: &Path) -> io::Result<(PathBuf, File)> {
    const ATTEMPTS: u32 = 16;
    let mut attempt = 0;
    loop {
        let mut name = std::ffi::OsString::from(".");
        name.push(path.file_name().unwrap_or_default());
        name.push(format!(".{:016x}.tmp", RandomState::new().build_hasher().finish()));
        let beside = path.with_file_name(name);
        match OpenOptions::new().write(true).create_new(true).open(&beside) {
            Ok(file) => return Ok((beside, file)),
            Err(error) if error.kind() == ErrorKind::AlreadyExists && attempt < ATTEMPTS => {
                attempt += 1;
            }
            Err(error) => return Err(error),
        }
    }
}
