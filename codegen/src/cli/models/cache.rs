//! The cache of downloaded models. A file is stored under its checksum, which is checked again
//! whenever the file is used.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use super::checksum;
use crate::Error;
use crate::file::Target;

/// The environment variable that names the folder.
const VARIABLE: &str = "AWS_OPERATION_CACHE";

/// The folder of the cache.
#[derive(Debug)]
pub struct Cache {
    folder: PathBuf,
}

impl Cache {
    /// The folder in the environment variable, or one in the user's cache folder.
    ///
    /// # Errors
    ///
    /// The user has no home folder.
    pub fn open() -> Result<Self, Error> {
        let folder = |name: &str| env::var_os(name).filter(|path| !path.is_empty());
        let folder = folder(VARIABLE).map(PathBuf::from).or_else(|| {
            let caches = if cfg!(windows) {
                PathBuf::from(folder("LOCALAPPDATA")?)
            } else if cfg!(target_os = "macos") {
                PathBuf::from(folder("HOME")?).join("Library/Caches")
            } else {
                let home = || Some(PathBuf::from(folder("HOME")?).join(".cache"));
                folder("XDG_CACHE_HOME").map(PathBuf::from).or_else(home)?
            };
            Some(caches.join("aws-operation"))
        });
        let folder = folder.ok_or_else(|| {
            Error::new(format!(
                "no home folder, so there is no cache for models; set {VARIABLE} to a folder"
            ))
        })?;
        Ok(Self { folder })
    }

    /// The stored file with this checksum, if there is one and its content is right.
    pub fn get(&self, checksum: &str, file: &str) -> Option<PathBuf> {
        let path = self.folder.join(checksum).join(file);
        let bytes = fs::read(&path).ok()?;
        (checksum::checksum(&bytes, checksum) == checksum).then_some(path)
    }

    /// Stores a file under its checksum.
    ///
    /// # Errors
    ///
    /// The file cannot be written.
    pub fn put(&self, checksum: &str, file: &str, text: &str) -> Result<PathBuf, Error> {
        let path = self.folder.join(checksum).join(file);
        write(&path, text)?;
        Ok(path)
    }

    /// The stored index of this URL.
    pub fn index(&self, url: &str) -> Option<String> {
        fs::read_to_string(self.index_path(url)).ok()
    }

    /// Stores the index of this URL.
    ///
    /// # Errors
    ///
    /// The file cannot be written.
    pub fn put_index(&self, url: &str, text: &str) -> Result<(), Error> {
        write(&self.index_path(url), text)
    }

    fn index_path(&self, url: &str) -> PathBuf {
        let name = checksum::sha256(url.as_bytes());
        self.folder.join("indexes").join(format!("{name}.json"))
    }
}

fn write(path: &Path, text: &str) -> Result<(), Error> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|error| {
            Error::new(format!("cannot create the folder {}: {error}", folder.display()))
        })?;
    }
    Target::at(path)?.write(text)
}
