//! [`Counts`]: runs cases, and counts those that pass and fail.

/// The numbers of passed, failed and listed cases.
#[derive(Debug)]
pub struct Counts<'a> {
    filter: Option<&'a str>,
    pub passed: usize,
    pub failed: usize,
    pub listed: usize,
}

impl<'a> Counts<'a> {
    /// Only cases whose names contain the filter are run.
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

    /// Counts an official case. `listed` is the reason why it does not pass.
    pub fn official(&mut self, name: &str, result: Result<(), String>, listed: Option<&str>) {
        match (result, listed) {
            (Err(_), Some(reason)) => {
                println!("{name} listed: {reason}");
                self.listed += 1;
            }
            (Ok(()), Some(_)) => {
                println!("{name} is listed, but passes; remove it from the list");
                self.failed += 1;
            }
            (result, None) => self.case(name, || result),
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
