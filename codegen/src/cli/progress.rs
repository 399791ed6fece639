//! A line on the terminal that shows what the tool is doing. It is erased when the work is done.

use std::io::{self, IsTerminal, Write};

/// The maximum length of the line. A longer line would wrap in a narrow terminal, and would not be
/// erased completely.
const LENGTH: usize = 79;

/// The line. It is on standard error, and only if that is a terminal.
#[derive(Debug)]
pub struct Progress {
    is_shown: bool,
}

impl Progress {
    /// Shows the first text.
    pub fn new(text: &str) -> Self {
        let mut progress = Self { is_shown: io::stderr().is_terminal() };
        progress.show(text);
        progress
    }

    /// Replaces the text.
    pub fn show(&mut self, text: &str) {
        if self.is_shown {
            let text: String = text.chars().take(LENGTH).collect();
            // If a write fails, for example to a closed terminal, nothing more is shown.
            self.is_shown = write!(io::stderr(), "\r{text}\x1b[K").is_ok();
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.show("");
        if self.is_shown {
            let _ = write!(io::stderr(), "\r");
        }
    }
}
