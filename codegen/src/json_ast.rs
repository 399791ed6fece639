//! Parses a model from Smithy's JSON AST, and checks its names.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::Error;
use crate::model::Model;
use crate::validate::check;

impl Model {
    /// Reads the model in a file.
    ///
    /// # Errors
    ///
    /// The file cannot be read, or is not a Smithy JSON AST.
    pub fn load(path: impl AsRef<Path>) -> Result<Self, Error> {
        let path = path.as_ref();
        let text =
            fs::read(path).map_err(|error| Error::new(error.to_string()).at(path.display()))?;
        let text = String::from_utf8(text).map_err(|_| {
            Error::new("the file is not UTF-8; a model is JSON in UTF-8").at(path.display())
        })?;
        Self::parse(&text).map_err(|error| error.at(path.display()))
    }

    /// Reads a model.
    ///
    /// # Errors
    ///
    /// The text is not a Smithy JSON AST, or contains a name that Smithy does not allow.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let document: Value = serde_json::from_str(text)
            .map_err(|error| Error::new(format!("not JSON: {error}; a model is a JSON file")))?;
        match document.get("smithy").and_then(Value::as_str) {
            Some(version) if version.starts_with("2.") || version == "2" => {}
            Some(version) => {
                return Err(Error::new(format!(
                    "the model is written in Smithy {version}; convert it with `smithy ast`"
                )));
            }
            None => {
                return Err(Error::new(
                    "not a Smithy JSON AST: it has no `smithy`; use a model of aws/api-models-aws, \
                     or write one with `smithy ast`",
                ));
            }
        }
        let model: Self = serde_json::from_str(text)
            .map_err(|error| Error::new(format!("not a Smithy JSON AST: {error}")))?;
        check(&model)?;
        Ok(model.with_index())
    }
}
