//! [`ConfigError`]: everything that is missing from a configuration or wrong in it.

use std::fmt;

/// Everything that is missing from a configuration or wrong in it.
///
/// `Display` prints one line. `Debug` prints one line for each problem; `main` uses it for an error
/// that it returns.
#[derive(Clone, PartialEq, Eq)]
pub struct ConfigError {
    problems: Vec<String>,
}

impl ConfigError {
    pub(crate) fn new(problem: String) -> Self {
        Self::of(vec![problem])
    }

    pub(crate) fn of(problems: Vec<String>) -> Self {
        Self { problems }
    }

    /// The problems, one line each.
    pub fn problems(&self) -> impl Iterator<Item = &str> {
        self.problems.iter().map(String::as_str)
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.problems.join("; "))
    }
}

impl fmt::Debug for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.problems[..] {
            [problem] => f.write_str(problem),
            problems => {
                write!(f, "the configuration has {} problems:", problems.len())?;
                problems.iter().try_for_each(|problem| write!(f, "\n- {problem}"))
            }
        }
    }
}

impl std::error::Error for ConfigError {}
