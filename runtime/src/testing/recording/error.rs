//! [`RecordingError`]: why a recording cannot be written or read.

use std::fmt;
use std::io;
use std::path::Path;

/// Why a recording cannot be written or read. It names the file, and the line or the member.
pub struct RecordingError {
    message: String,
    source: Option<io::Error>,
}

impl RecordingError {
    pub(super) fn new(path: &Path, problem: impl fmt::Display) -> Self {
        Self { message: format!("recording {}: {problem}", path.display()), source: None }
    }

    pub(super) fn io(path: &Path, what: &str, source: io::Error) -> Self {
        let message = format!("recording {}: {what}", path.display());
        Self { message, source: Some(source) }
    }
}

/// The message and the cause.
impl fmt::Display for RecordingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.source {
            Some(source) => write!(f, "{}: {source}", self.message),
            None => f.write_str(&self.message),
        }
    }
}

/// Has no source: `Display` prints the cause.
impl std::error::Error for RecordingError {}

crate::error::debug_as_display!(RecordingError);
