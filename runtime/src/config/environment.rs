//! The environment, read once: variables that begin with `AWS_`.

use std::collections::BTreeMap;

use crate::request::Compression;

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

    /// Which bodies are compressed.
    pub fn compression(&self) -> Result<Compression, String> {
        let name = "AWS_DISABLE_REQUEST_COMPRESSION";
        match self.get(name).map(|value| value.to_ascii_lowercase()).as_deref() {
            Some("true") => return Ok(Compression::Off),
            None | Some("false") => {}
            Some(_) => return Err(format!("{name} is neither true nor false")),
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
