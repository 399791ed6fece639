//! The package that operations are added to.

mod manifest;
mod module;
mod snippet;

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

pub use manifest::Manifest;
pub use module::declare;
pub use snippet::{features, snippet};

use crate::Error;

/// The package in the current folder, or in the nearest folder above it.
#[derive(Debug)]
pub struct Project {
    /// The folder of the package's `Cargo.toml`.
    pub folder: PathBuf,
}

impl Project {
    /// Finds the package.
    ///
    /// # Errors
    ///
    /// There is no `Cargo.toml`, or it is not of a package.
    pub fn find() -> Result<Self, Error> {
        let here = env::current_dir()
            .map_err(|error| Error::new(format!("cannot read the current folder: {error}")))?;
        let folder = here.ancestors().find(|folder| folder.join("Cargo.toml").is_file());
        let Some(folder) = folder else {
            return Err(Error::new(
                "no Cargo.toml in this folder or above it; run `cargo new NAME`, and then this \
                 command in the folder NAME",
            ));
        };
        // Messages show short paths where possible.
        let folder = if folder == here { PathBuf::new() } else { folder.to_owned() };
        Ok(Self { folder })
    }

    /// Whether the package has a `src/main.rs`.
    pub fn has_main(&self) -> bool {
        self.folder.join("src/main.rs").is_file()
    }

    /// The file of the crate that declares modules: `src/main.rs`, or else `src/lib.rs`.
    pub fn root_file(&self) -> &'static str {
        if self.has_main() { "src/main.rs" } else { "src/lib.rs" }
    }

    /// Whether the crate declares this module.
    pub fn declares(&self, module: &str) -> bool {
        let text = fs::read_to_string(self.folder.join(self.root_file())).unwrap_or_default();
        module::declares(&text, module)
    }

    /// The path of a module of the crate, such as `aws`, if its folder is below `src`.
    pub fn module_of(folder: &Path) -> Option<Vec<String>> {
        let below = folder.strip_prefix("src").ok()?;
        let parts = below.components().map(|part| part.as_os_str().to_str().map(str::to_owned));
        parts.collect::<Option<Vec<String>>>().filter(|parts| !parts.is_empty())
    }
}
