//! Reads lines from standard input, and prints text and notes.
//!
//! Answers go to standard output. The prompt and all notes go to standard error, so that a script reads
//! only answers.

use std::env;
use std::io::{self, BufRead as _, IsTerminal as _, Write as _};
use std::thread;

use tokio::sync::mpsc;

/// The lines of standard input. A separate thread reads them, so that Ctrl-C can be handled meanwhile.
pub struct Lines {
    lines: mpsc::Receiver<io::Result<String>>,
    /// Whether standard input is a terminal, so that a person types the lines.
    pub is_terminal: bool,
}

impl Lines {
    pub fn of_stdin() -> io::Result<Self> {
        let (sender, lines) = mpsc::channel(1);
        thread::Builder::new().spawn(move || {
            for line in io::stdin().lock().lines() {
                if sender.blocking_send(line).is_err() {
                    break;
                }
            }
        })?;
        Ok(Self { lines, is_terminal: io::stdin().is_terminal() })
    }

    /// The next line, without the space around it; `None` at the end of the input, or after Ctrl-C.
    pub async fn next(&mut self) -> io::Result<Option<String>> {
        if self.is_terminal {
            note_without_newline("> ");
        }
        let line = tokio::select! {
            line = self.lines.recv() => line.transpose()?,
            interrupted = tokio::signal::ctrl_c() => {
                interrupted?;
                None
            }
        };
        if line.is_none() && self.is_terminal {
            note("");
        }
        Ok(line.map(|line| line.trim().to_owned()))
    }
}

/// Prints a piece of an answer without buffering it.
pub fn show(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(printable(text).as_bytes())?;
    out.flush()
}

/// The text without control characters, with which a model could change the terminal's state.
fn printable(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect()
}

/// Prints a line on standard error.
pub fn note(text: &str) {
    note_without_newline(&format!("{text}\n"));
}

/// Prints a line in brackets on standard error, dimmed if it is a terminal.
pub fn dimmed_note(text: &str) {
    match io::stderr().is_terminal() && env::var_os("NO_COLOR").is_none() {
        true => note(&format!("\x1b[2m[{text}]\x1b[0m")),
        false => note(&format!("[{text}]")),
    }
}

fn note_without_newline(text: &str) {
    // Notes are optional: the chat continues if standard error is closed.
    let _ = io::stderr().write_all(text.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_model_cannot_send_escape_sequences() {
        assert_eq!(printable("a\tb\n\u{1b}[2Jc\r\u{7}é"), "a\tb\n[2Jcé");
    }
}
