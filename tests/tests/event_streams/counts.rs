//! [`Counts`]: runs cases, and counts those that pass and fail.

/// The numbers of passed and failed cases.
#[derive(Debug)]
pub struct Counts<'a> {
    filter: Option<&'a str>,
    pub passed: usize,
    pub failed: usize,
}

impl<'a> Counts<'a> {
    /// Only cases whose names contain the filter are run.
    pub fn new(filter: Option<&'a str>) -> Self {
        Self { filter, passed: 0, failed: 0 }
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
