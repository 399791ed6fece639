//! [`Error`]: the reasons why nothing was generated, one line for each problem.

use std::fmt;

use crate::escape;

/// The reasons why nothing was generated: one line for each problem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    lines: Vec<String>,
}

impl Error {
    /// One problem. The message may quote a model, so it is converted to one line that is safe to
    /// print.
    pub(crate) fn new(message: impl AsRef<str>) -> Self {
        Self { lines: vec![escape::line(message.as_ref())] }
    }

    /// Several problems.
    pub(crate) fn all(errors: impl IntoIterator<Item = Self>) -> Self {
        Self { lines: errors.into_iter().flat_map(|error| error.lines).collect() }
    }

    /// The same problems, each with the place in front of it.
    pub(crate) fn at(self, place: impl fmt::Display) -> Self {
        Self::all(self.lines.iter().map(|line| Self::new(format!("{place}: {line}"))))
    }

    #[cfg(feature = "cli")]
    pub(crate) fn lines(&self) -> &[String] {
        &self.lines
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.lines.join("\n"))
    }
}

impl std::error::Error for Error {}
