//! A test as a program, so that what it prints is always seen.

use std::env;
use std::path::Path;
use std::process::ExitCode;

/// Runs a test as `cargo test` does: a word after `--` is a filter, and `--list` has nothing to
/// list. The test says whether it passed.
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

/// Why a test fails whose filter leaves nothing to test.
pub fn nothing_matches(what: &str, filter: Option<&str>) -> String {
    match filter {
        Some(word) => format!("no {what} has {word:?} in its name"),
        None => format!("there is no {what}"),
    }
}

/// Says in a line that `what` is left out, for `file` is not here.
///
/// # Errors
///
/// In CI nothing is left out.
pub fn leave_out(what: &str, file: &Path) -> Result<(), String> {
    let line = format!("left out: {what}; there is no {}", file.display());
    if env::var("CI").is_ok_and(|ci| ci == "true") {
        return Err(format!("{line}, and in CI it has to be"));
    }
    println!("{line}");
    Ok(())
}
