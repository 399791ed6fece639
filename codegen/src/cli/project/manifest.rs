//! Adds dependencies and features to a `Cargo.toml`, and keeps everything else in it.

use std::fs;
use std::path::{Path, PathBuf};

use toml_edit::{Array, DocumentMut, InlineTable, Item, TableLike, Value};

use super::with_line_ends_of;
use crate::Error;
use crate::file::Target;

/// A `Cargo.toml`, and the changes to it that are not written yet.
#[derive(Debug)]
pub struct Manifest {
    path: PathBuf,
    target: Target,
    /// The text of the file.
    text: String,
    document: DocumentMut,
    changes: Vec<String>,
}

impl Manifest {
    /// Reads the file.
    ///
    /// # Errors
    ///
    /// The file cannot be read, is not TOML, or is not of a package.
    pub fn read(path: &Path) -> Result<Self, Error> {
        let shown = path.display();
        let text = fs::read_to_string(path)
            .map_err(|error| Error::new(format!("cannot read {shown}: {error}")))?;
        let document: DocumentMut = text
            .parse()
            .map_err(|error| Error::new(format!("{shown} is not valid TOML: {error}")))?;
        if document.get("package").is_none() {
            return Err(Error::new(format!(
                "{shown} has no `[package]`; run this command in the folder of a package"
            )));
        }
        let target = Target::at(path)?;
        Ok(Self { path: path.to_owned(), target, text, document, changes: Vec::new() })
    }

    /// Requires a dependency with these features. A dependency that is missing gets `version` and
    /// also the features in `initial`.
    ///
    /// # Errors
    ///
    /// The file has a value where a table is required.
    pub fn require(
        &mut self,
        name: &str,
        version: &str,
        initial: &[&str],
        features: &[&str],
    ) -> Result<(), Error> {
        let invalid =
            |what: &str| Error::new(format!("{}: {what}; correct it first", self.target.shown()));
        let root = self.document.as_table_mut();
        let dependencies = root.entry("dependencies").or_insert_with(toml_edit::table);
        let Some(dependencies) = dependencies.as_table_like_mut() else {
            return Err(invalid("`dependencies` is not a table"));
        };
        let Some(dependency) = dependencies.get_mut(name) else {
            let features: Vec<&str> = initial.iter().chain(features).copied().collect();
            let value = new(version, &features);
            self.changes.push(format!("{name} = {value}"));
            dependencies.insert(name, Item::Value(value));
            return Ok(());
        };
        let missing = missing(dependency, features)
            .ok_or_else(|| invalid(&format!("the features of `{name}` are not a list of names")))?;
        if missing.is_empty() {
            return Ok(());
        }
        if let Item::Value(Value::String(version)) = dependency {
            let mut value = new(version.value(), &missing);
            // A comment after the version is kept.
            *value.decor_mut() = version.decor().clone();
            *dependency = Item::Value(value);
        } else {
            let table = dependency.as_table_like_mut();
            let table =
                table.ok_or_else(|| invalid(&format!("the dependency `{name}` is not a table")))?;
            add(table, &missing)
                .ok_or_else(|| invalid(&format!("the features of `{name}` are not a list")))?;
        }
        let named: Vec<String> = missing.iter().map(|feature| format!("`{feature}`")).collect();
        let word = if named.len() == 1 { "feature" } else { "features" };
        self.changes.push(format!("the {word} {} of {name}", named.join(", ")));
        Ok(())
    }

    /// The changes, one line for each.
    pub fn changes(&self) -> &[String] {
        &self.changes
    }

    /// Writes the file.
    ///
    /// # Errors
    ///
    /// The file cannot be written, or was changed after it was read, for example while the tool waited
    /// for the user's answer.
    pub fn write(&self) -> Result<(), Error> {
        if fs::read_to_string(&self.path).is_ok_and(|now| now != self.text) {
            return Err(Error::new(format!(
                "{} was changed while the command ran; run the command again",
                self.target.shown()
            )));
        }
        self.target.write(&self.edited())
    }

    /// The text with the changes.
    fn edited(&self) -> String {
        with_line_ends_of(&self.text, &self.document.to_string())
    }
}

/// The value of a new dependency.
fn new(version: &str, features: &[&str]) -> Value {
    if features.is_empty() {
        return version.into();
    }
    let mut table = InlineTable::new();
    table.insert("version", version.into());
    table.insert("features", features.iter().copied().collect::<Array>().into());
    Value::InlineTable(table)
}

/// The features that a dependency does not have. `None` if its features are not a list of names.
fn missing<'a>(dependency: &Item, features: &[&'a str]) -> Option<Vec<&'a str>> {
    let present: Vec<&str> = match dependency.get("features") {
        Some(present) => {
            present.as_array()?.iter().map(Value::as_str).collect::<Option<Vec<&str>>>()?
        }
        None => Vec::new(),
    };
    // Features of tokio that enable others.
    let implies = |present: &str, feature: &str| {
        present == feature || present == "full" || (present, feature) == ("rt-multi-thread", "rt")
    };
    let has = |feature: &str| present.iter().any(|present| implies(present, feature));
    Some(features.iter().copied().filter(|feature| !has(feature)).collect())
}

/// Adds features to a dependency that is a table. `None` if its features are not a list.
fn add(dependency: &mut dyn TableLike, features: &[&str]) -> Option<()> {
    let empty = || Item::Value(Array::new().into());
    let list = dependency.entry("features").or_insert_with(empty).as_array_mut()?;
    features.iter().for_each(|feature| list.push(*feature));
    Some(())
}

#[cfg(test)]
mod tests {
    use super::Manifest;
    use crate::file::Target;

    fn edited(text: &str) -> Result<(String, Vec<String>), String> {
        let path = std::path::PathBuf::from("no/Cargo.toml");
        let target = Target::at(&path).map_err(|e| e.to_string())?;
        let document = text.parse().map_err(|_| "TOML")?;
        let text = text.to_owned();
        let mut manifest = Manifest { path, target, text, document, changes: Vec::new() };
        manifest
            .require("aws-operation", "0.1", &["chain"], &["md5"])
            .map_err(|e| e.to_string())?;
        manifest.require("tokio", "1", &[], &["macros", "rt"]).map_err(|e| e.to_string())?;
        Ok((manifest.edited(), manifest.changes))
    }

    #[test]
    fn only_what_is_missing_is_added() {
        const TOKIO: &str = "tokio = { version = \"1\", features = [\"macros\", \"rt\"] }\n";
        let all = format!(
            "aws-operation = {{ version = \"0.1\", features = [\"chain\", \"md5\"] }}\n{TOKIO}"
        );
        for (text, expected, changes) in [
            ("", format!("[dependencies]\n{all}"), 2),
            ("# A.\n[dependencies] # B.\n", format!("# A.\n[dependencies] # B.\n{all}"), 2),
            (&format!("[dependencies]\n{all}"), format!("[dependencies]\n{all}"), 0),
            (
                "[dependencies]\naws-operation = \"0.1\"\ntokio = { version = \"1\", features = [\"full\"] }\n",
                "[dependencies]\naws-operation = { version = \"0.1\", features = [\"md5\"] }\n\
                 tokio = { version = \"1\", features = [\"full\"] }\n".to_owned(),
                1,
            ),
            (
                &format!("[dependencies]\n# A.\naws-operation = \"0.1\" # B.\n# C.\n{TOKIO}"),
                format!(
                    "[dependencies]\n# A.\naws-operation = {{ version = \"0.1\", \
                     features = [\"md5\"] }} # B.\n# C.\n{TOKIO}"
                ),
                1,
            ),
            (
                &format!("# A.\n[dependencies]\n{TOKIO}\n# B.\n[features]\na = []\n").replace('\n', "\r\n"),
                format!(
                    "# A.\n[dependencies]\n{TOKIO}aws-operation = {{ version = \"0.1\", \
                     features = [\"chain\", \"md5\"] }}\n\n# B.\n[features]\na = []\n"
                ).replace('\n', "\r\n"),
                1,
            ),
            (
                "dependencies.aws-operation.version = \"0.1\"\ndependencies.tokio = { version = \"1\", features = [\"full\"] }\n",
                "dependencies.aws-operation.version = \"0.1\"\ndependencies.aws-operation.features = [\"md5\"]\ndependencies.tokio = { version = \"1\", features = [\"full\"] }\n".to_owned(),
                1,
            ),
            (
                &format!("[dependencies]\naws-operation = {{ workspace = true, features = [\n    \"s3\", # A.\n] }}\n{TOKIO}"),
                format!("[dependencies]\naws-operation = {{ workspace = true, features = [\n    \"s3\", \"md5\", # A.\n] }}\n{TOKIO}"),
                1,
            ),
            (
                &format!("[dependencies]\naws-operation.workspace = true\n{TOKIO}"),
                format!("[dependencies]\naws-operation.workspace = true\naws-operation.features = [\"md5\"]\n{TOKIO}"),
                1,
            ),
            (
                "[dependencies.aws-operation]\npath = \"a\" # C.\nfeatures = [\"s3\"]\n\n\
                 [dependencies.tokio]\nversion = \"1\"\nfeatures = [\"rt-multi-thread\", \"macros\"]\n",
                "[dependencies.aws-operation]\npath = \"a\" # C.\nfeatures = [\"s3\", \"md5\"]\n\n\
                 [dependencies.tokio]\nversion = \"1\"\nfeatures = [\"rt-multi-thread\", \"macros\"]\n".to_owned(),
                1,
            ),
        ] {
            let (edited, made) = edited(text).expect(text);
            assert_eq!((edited, made.len()), (expected, changes), "{made:?}");
        }
    }

    #[test]
    fn an_invalid_manifest_is_an_error() {
        for (text, expected) in [
            (
                "dependencies = 1\n",
                "no/Cargo.toml: `dependencies` is not a table; correct it first",
            ),
            (
                "[dependencies]\naws-operation = 1\n",
                "no/Cargo.toml: the dependency `aws-operation` is not a table; correct it first",
            ),
            (
                "[dependencies]\naws-operation = { features = \"md5\" }\n",
                "no/Cargo.toml: the features of `aws-operation` are not a list of names; correct it \
                 first",
            ),
        ] {
            assert_eq!(edited(text), Err(expected.to_owned()));
        }
    }
}
