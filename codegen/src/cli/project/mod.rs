//! The package that operations are added to.

mod manifest;
mod module;
mod snippet;

use std::env;
use std::fs;
use std::path::{Component, Path, PathBuf};

pub use manifest::Manifest;
pub use snippet::{features, snippet};

use crate::Error;
use crate::names::is_identifier;

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

    /// The root file of the crate: `src/main.rs`, or else `src/lib.rs`. `None` if neither exists.
    pub fn root_file(&self) -> Option<&'static str> {
        ["src/main.rs", "src/lib.rs"].into_iter().find(|file| self.folder.join(file).is_file())
    }

    /// Whether the root file of the crate declares this module.
    pub fn declares(&self, module: &str) -> bool {
        let text = self.root_file().map(|file| fs::read_to_string(self.folder.join(file)));
        text.is_some_and(|text| text.is_ok_and(|text| module::declares(&text, module)))
    }
}

/// The folder of generated files.
#[derive(Debug)]
pub struct Out {
    /// The path below the package's folder.
    pub folder: PathBuf,
    /// The path of the folder's module in the crate: `aws` for `src/aws`, and nothing for `src`.
    /// `None` if the folder is not below `src`.
    pub modules: Option<Vec<String>>,
}

impl Out {
    /// Checks the option `--out`.
    ///
    /// # Errors
    ///
    /// The path is not below the package's folder, or is below `src` and cannot be that of a module.
    pub fn new(option: &Path) -> Result<Self, Error> {
        let invalid = |why: &str| Error::new(format!("`--out {}` is {why}", option.display()));
        let mut folder = PathBuf::new();
        for part in option.components() {
            match part {
                Component::Normal(part) => folder.push(part),
                Component::CurDir => {}
                _ => {
                    folder.clear();
                    break;
                }
            }
        }
        if folder.as_os_str().is_empty() {
            return Err(invalid("not a folder below the package; use one such as `src/aws`"));
        }
        let Ok(below) = folder.strip_prefix("src") else {
            return Ok(Self { folder, modules: None });
        };
        let names = below.iter().map(|name| name.to_str().filter(|name| is_identifier(name)));
        let modules = names.map(|name| name.map(str::to_owned)).collect::<Option<Vec<String>>>();
        if modules.is_none() {
            return Err(invalid("not a module; use letters, digits and `_`, as in `src/aws`"));
        }
        Ok(Self { folder, modules })
    }

    /// Declares a module of this folder, and the modules of the folders between this one and `src`.
    /// `package` is the package's folder. Returns the changed files and the modules added to them.
    ///
    /// # Errors
    ///
    /// A file cannot be read or written.
    pub fn declare(&self, package: &Path, module: &str) -> Result<Vec<(String, String)>, Error> {
        let mut changed = Vec::new();
        let mut folder = package.join(&self.folder);
        let mut module = module.to_owned();
        // Outside `src`, only the module's own folder has a file of modules.
        let parents = self.modules.clone().unwrap_or_else(|| vec![String::new()]);
        for parent in parents.into_iter().rev() {
            if let Some(file) = module::declare(&folder, &module)? {
                changed.push((file, module));
            }
            folder.pop();
            module = parent;
        }
        Ok(changed)
    }
}

/// The text with Windows line ends if the text before has them everywhere.
fn with_line_ends_of(before: &str, text: &str) -> String {
    let count = before.matches("\r\n").count();
    if count > 0 && count == before.matches('\n').count() {
        text.replace("\r\n", "\n").replace('\n', "\r\n")
    } else {
        text.to_owned()
    }
}
