//! The official suites of configuration: files, roles, metadata services and endpoints.

pub mod chains;
pub mod endpoints;
pub mod metadata;
pub mod profiles;
pub mod urls;

use std::path::Path;

use aws_operation::internals::{ProfileFile, Profiles};
use serde_json::{Map, Value};

/// A case that was run.
pub struct Case {
    /// The case's name in the suite.
    pub name: String,
    /// The case's outcome.
    pub outcome: Outcome,
}

/// The outcome of a case.
#[derive(Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Our result is the expected one.
    Passed,
    /// Our result differs. The text has both.
    Failed(String),
    /// The expected result follows a non-standard rule, which is described.
    Listed(&'static str),
}

impl Outcome {
    fn of(result: Result<(), String>) -> Self {
        match result {
            Ok(()) => Self::Passed,
            Err(wrong) => Self::Failed(wrong),
        }
    }
}

/// Runs the cases at a JSON pointer in a file. The cases name themselves.
///
/// # Errors
///
/// The file cannot be read, or has no cases.
pub fn run(
    file: &Path,
    pointer: &str,
    name: fn(&Value) -> &Value,
    check: impl Fn(&Value) -> Result<(), String>,
) -> Result<Vec<Case>, String> {
    let suite = read(file)?;
    let cases = suite.pointer(pointer).and_then(Value::as_array).filter(|it| !it.is_empty());
    let cases = cases.ok_or_else(|| format!("{} has no cases", file.display()))?;
    let run = |case: &Value| Case {
        name: name(case).as_str().unwrap_or("a case without a name").to_owned(),
        outcome: Outcome::of(check(case)),
    };
    Ok(cases.iter().map(run).collect())
}

/// Reads a JSON file.
///
/// # Errors
///
/// The file cannot be read, or is not JSON.
pub fn read(file: &Path) -> Result<Value, String> {
    let cannot = |error: &dyn std::fmt::Display| format!("{}: {error}", file.display());
    let text = std::fs::read(file).map_err(|error| cannot(&error))?;
    serde_json::from_slice(&text).map_err(|error| cannot(&error))
}

fn same<T: std::fmt::Debug + PartialEq>(ours: &T, expected: &T) -> Result<(), String> {
    match ours == expected {
        true => Ok(()),
        false => Err(format!("ours is {ours:?}\nand should be {expected:?}")),
    }
}

/// Compares error messages. A table maps each message of the suite to parts of ours.
fn same_error(ours: &str, theirs: &Value, table: &[(&str, &[&str])]) -> Result<(), String> {
    let theirs = theirs.as_str().unwrap_or_default();
    let known = table.iter().find(|(words, _)| *words == theirs);
    let (_, parts) = known.ok_or_else(|| format!("unknown error {theirs:?}"))?;
    match parts.iter().all(|part| ours.contains(part)) {
        true => Ok(()),
        false => Err(format!("our error is {ours:?}\nand should be {theirs:?}, with {parts:?}")),
    }
}

/// A variable in an object of environment variables.
fn variable(environment: &Value, name: &str) -> Option<String> {
    environment[name].as_str().map(str::to_owned)
}

/// The config file and the credentials file, if the case has them.
fn profiles(config: &Value, credentials: &Value) -> Result<Profiles, String> {
    let config = config.as_str().map(|text| ProfileFile { path: "config", text });
    let credentials = credentials.as_str().map(|text| ProfileFile { path: "credentials", text });
    Profiles::read(config, credentials).map_err(|error| error.to_string())
}

/// A config file with these sections. Each is an object of strings, or of objects with
/// sub-properties.
fn config_file(sections: &[(&str, &Value)]) -> Value {
    let nothing = Map::new();
    let mut text = String::new();
    for (title, of_title) in sections {
        for (name, properties) in of_title.as_object().unwrap_or(&nothing) {
            text.push_str(&format!("[{title} {name}]\n"));
            for (key, value) in properties.as_object().unwrap_or(&nothing) {
                match value.as_object() {
                    None => {
                        text.push_str(&format!("{key} = {}\n", value.as_str().unwrap_or_default()))
                    }
                    Some(sub_properties) => {
                        text.push_str(&format!("{key} =\n"));
                        for (key, value) in sub_properties {
                            let value = value.as_str().unwrap_or_default();
                            text.push_str(&format!("  {key} = {value}\n"));
                        }
                    }
                }
            }
        }
    }
    text.into()
}
