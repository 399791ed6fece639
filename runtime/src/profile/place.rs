//! [`Place`]: the location of a line in a profile file.

use std::fmt;
use std::sync::Arc;

/// Which of the two profile files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// `~/.aws/config`.
    Config,
    /// `~/.aws/credentials`.
    Credentials,
}

/// The location of a line in a profile file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    pub(super) file: Arc<str>,
    pub(super) kind: FileKind,
    pub(super) line: usize,
}

impl Place {
    /// The path of the file.
    #[cfg(feature = "profile")]
    pub(crate) fn file(&self) -> &str {
        &self.file
    }

    /// The kind of the file.
    pub fn kind(&self) -> FileKind {
        self.kind
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, line {}", self.file, self.line)
    }
}
