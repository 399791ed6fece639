//! The environment, read once: variables that begin with `AWS_`.

use std::collections::BTreeMap;

use crate::request::Compression;
use crate::retry::Retry;

/// The largest threshold that the variable may set.
const MAX_MIN_COMPRESSION_SIZE: usize = 10_485_760;

/// The variables that begin with `AWS_`, as they were when the configuration was loaded.
#[derive(Default)]
pub(super) struct Environment {
    pub variables: BTreeMap<String, String>,
    pub unreadable: Vec<String>,
}

impl Environment {
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the environment")]
    pub fn of_process() -> Self {
        let mut environment = Self::default();
        for (name, value) in std::env::vars_os() {
            let Some(name) = name.to_str().filter(|name| name.starts_with("AWS_")) else {
                continue;
            };
            match value.into_string() {
                Ok(value) if value.trim().is_empty() => {}
                Ok(value) => drop(environment.variables.insert(name.to_owned(), value)),
                Err(_) => environment.unreadable.push(format!("{name} is not UTF-8")),
            }
        }
        environment
    }

    pub fn get(&self, name: &str) -> Option<String> {
        self.variables.get(name).map(|value| value.trim().to_owned())
    }

    /// Whether a variable says true; `None` where it is not set.
    pub fn flag(&self, name: &str) -> Result<Option<bool>, String> {
        match self.get(name).map(|value| value.to_ascii_lowercase()).as_deref() {
            None => Ok(None),
            Some("true") => Ok(Some(true)),
            Some("false") => Ok(Some(false)),
            Some(_) => Err(format!("{name} is neither true nor false")),
        }
    }

    /// How calls are made again.
    pub fn retry(&self) -> Result<Retry, Vec<String>> {
        let mut problems = Vec::new();
        let mode = self.get("AWS_RETRY_MODE").map(|mode| mode.to_ascii_lowercase());
        let mut retry = match mode.as_deref() {
            None | Some("standard") => Retry::standard(),
            Some("adaptive") => Retry::adaptive(),
            Some(mode) => {
                problems
                    .push(format!("AWS_RETRY_MODE is {mode:?}; it is `standard` or `adaptive`"));
                Retry::standard()
            }
        };
        if let Some(attempts) = self.get("AWS_MAX_ATTEMPTS") {
            match attempts.parse() {
                Ok(attempts) if attempts > 0 => retry = retry.max_attempts(attempts),
                _ => problems.push(format!(
                    "AWS_MAX_ATTEMPTS is {attempts:?}; it is a number of attempts, 1 or more"
                )),
            }
        }
        if problems.is_empty() { Ok(retry) } else { Err(problems) }
    }

    /// Which bodies are compressed.
    pub fn compression(&self) -> Result<Compression, String> {
        let name = "AWS_DISABLE_REQUEST_COMPRESSION";
        if self.flag(name)? == Some(true) {
            return Ok(Compression::Off);
        }
        let name = "AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES";
        let Some(value) = self.get(name) else {
            return Ok(Compression::default());
        };
        match value.parse() {
            Ok(bytes) if bytes <= MAX_MIN_COMPRESSION_SIZE => Ok(Compression::FromBytes(bytes)),
            _ => {
                Err(format!("{name} is not a number of bytes from 0 to {MAX_MIN_COMPRESSION_SIZE}"))
            }
        }
    }
}
