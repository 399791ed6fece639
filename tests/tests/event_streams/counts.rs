//! [`Counts`]: runs cases, and counts how they end.

/// How many cases ended in which way.
#[derive(Debug)]
pub struct Counts<'a> {
    filter: Option<&'a str>,
    pub passed: usize,
    pub failed: usize,
    /// Cases that we do not claim to pass, each with its reason.
    pub listed: usize,
}

impl<'a> Counts<'a> {
    /// Only cases whose names have the word of the filter are run.
    pub fn new(filter: Option<&'a str>) -> Self {
        Self { filter, passed: 0, failed: 0, listed: 0 }
    }

    /// Runs a case.
    pub fn case(&mut self, name: &str, run: impl FnOnce() -> Result<(), String>) {
        if self.filter.is_some_and(|word| !name.contains(word)) {
            return;
        }
        match run() {
            Ok(()) => self.passed += 1,
            Err(wrong) => {
                println!("{name} failed: {}", wrong.replace('\n', "\n  "));
                self.failed += 1;
            }
        }
    }
}

/// Fails with both values if they differ.
///
/// # Errors
///
/// They differ.
pub fn equal<T: PartialEq + std::fmt::Debug>(found: &T, expected: &T) -> Result<(), String> {
    match found == expected {
        true => Ok(()),
        false => Err(format!("{found:?}, expected {expected:?}")),
    }
}
