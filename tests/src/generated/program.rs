//! Runs a test as a program, so that its output is always shown.

use std::env;
use std::io::{self, Write as _};
use std::path::Path;
use std::process::ExitCode;

/// Runs a test like `cargo test`: a word after `--` is a filter, and `--list` lists nothing. `run`
/// returns whether the test passed.
pub fn test(run: impl FnOnce(Option<&str>) -> Result<bool, String>) -> ExitCode {
    let words: Vec<String> = env::args().skip(1).collect();
    if words.iter().any(|word| word == "--list") {
        return ExitCode::SUCCESS;
    }
    match run(words.iter().map(String::as_str).find(|word| !word.starts_with('-'))) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::FAILURE
        }
    }
}

/// The message for a filter that matches no test.
pub fn nothing_matches(what: &str, filter: Option<&str>) -> String {
    match filter {
        Some(word) => format!("no {what} has {word:?} in its name"),
        None => format!("there is no {what}"),
    }
}

/// Prints that `what` is skipped, because `file` does not exist.
///
/// # Errors
///
/// In CI, skipping is an error.
pub fn leave_out(what: &str, file: &Path) -> Result<(), String> {
    let line = format!("skipped: {what}, because {} does not exist", file.display());
    if env::var("CI").is_ok_and(|ci| ci == "true") {
        return Err(format!("{line}; CI must not skip tests"));
    }
    // `println` would be captured if a test of `cargo test` calls this and passes.
    writeln!(io::stdout(), "{line}").map_err(|error| error.to_string())
}
