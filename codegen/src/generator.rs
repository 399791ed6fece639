//! [`Generator`]: model file to text, for a build script and for the tool.

use std::path::{Path, PathBuf};

use crate::plan::Plan;
use crate::{Error, Model, Selection, command, file, plan, render};

/// How much of the model's documentation comes along.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Docs {
    /// All of it; a plain sentence where the model has none.
    #[default]
    Full,
    /// The first sentence; a plain one where the model has none.
    Summary,
    /// None.
    None,
}

impl Docs {
    pub(crate) const WORDS: [(&'static str, Self); 3] =
        [("full", Self::Full), ("summary", Self::Summary), ("none", Self::None)];

    pub(crate) fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(_, docs)| *docs == self).map_or("", |(word, _)| word)
    }
}

/// What was generated.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Generated {
    /// The Rust text.
    pub text: String,
    /// What the runtime cannot do yet, or does in another way: a line each, by name.
    pub notes: Vec<String>,
}

/// Generates operations from a model file.
///
/// In a build script:
///
/// ```no_run
/// use std::path::PathBuf;
///
/// use aws_operation_codegen::{Docs, Generator};
///
/// fn main() -> Result<(), Box<dyn std::error::Error>> {
///     println!("cargo::rerun-if-changed=api-gateway-2015-07-09.json");
///     let out = PathBuf::from(std::env::var("OUT_DIR")?).join("api_gateway.rs");
///     let notes = Generator::new("api-gateway-2015-07-09.json")
///         .operations(["GetRestApis", "GetResources"])
///         .docs(Docs::Summary)
///         .write_to(out)?;
///     for note in notes {
///         println!("cargo::warning={note}");
///     }
///     Ok(())
/// }
/// ```
///
/// and in the crate:
///
/// ```text
/// /// Operations of API Gateway.
/// pub mod api_gateway {
///     include!(concat!(env!("OUT_DIR"), "/api_gateway.rs"));
/// }
/// ```
#[derive(Debug, Clone)]
pub struct Generator {
    model: PathBuf,
    selection: Selection,
    docs: Docs,
    command: Option<String>,
}

impl Generator {
    /// A generator from this model file.
    pub fn new(model: impl Into<PathBuf>) -> Self {
        Self {
            model: model.into(),
            selection: Selection::default(),
            docs: Docs::default(),
            command: None,
        }
    }

    /// Takes an operation, by its name in the model.
    #[must_use]
    pub fn operation(mut self, name: impl Into<String>) -> Self {
        self.selection.add(name.into());
        self
    }

    /// Takes operations, by their names in the model.
    #[must_use]
    pub fn operations(mut self, names: impl IntoIterator<Item = impl Into<String>>) -> Self {
        for name in names {
            self.selection.add(name.into());
        }
        self
    }

    /// Takes all operations.
    #[must_use]
    pub fn all(mut self) -> Self {
        self.selection.add_all();
        self
    }

    /// The service, by its shape's name; only a model with several services needs it.
    #[must_use]
    pub fn service(mut self, name: impl Into<String>) -> Self {
        self.selection = self.selection.service(name);
        self
    }

    /// How much documentation comes along: [`Docs::Full`] unless set.
    #[must_use]
    pub fn docs(mut self, docs: Docs) -> Self {
        self.docs = docs;
        self
    }

    /// The command that the text's header says made it: that of the tool, unless set.
    #[must_use]
    pub fn command(mut self, command: impl Into<String>) -> Self {
        self.command = Some(command.into());
        self
    }

    /// Generates the text.
    ///
    /// # Errors
    ///
    /// A model that cannot be read or lacks something, an operation that it does not have, and a
    /// protocol or kind of shape that is not supported.
    pub fn generate(&self) -> Result<Generated, Error> {
        self.run().map(|(_, generated)| generated)
    }

    /// Takes what another selection has, its service too.
    #[cfg(feature = "cli")]
    pub(crate) fn adding(mut self, other: &Selection) -> Self {
        self.selection = self.selection.and(other);
        self
    }

    pub(crate) fn run(&self) -> Result<(Plan, Generated), Error> {
        let model = Model::load(&self.model)?;
        let plan = plan(&model, &self.selection)?;
        let command = match &self.command {
            Some(command) => command.clone(),
            None => self.tool_command(),
        };
        let text = render(&plan, self.docs, Some(&command));
        let notes = plan.notes.clone();
        Ok((plan, Generated { text, notes }))
    }

    /// Generates the text and writes it to a file, whole or not at all. A file that has this text
    /// already is left alone, so that nothing is built again for it. Gives the notes.
    ///
    /// # Errors
    ///
    /// Those of [`generate`](Self::generate), and a file that cannot be written.
    pub fn write_to(&self, path: impl AsRef<Path>) -> Result<Vec<String>, Error> {
        let generated = self.generate()?;
        file::write(path.as_ref(), &generated.text)?;
        Ok(generated.notes)
    }

    /// The command of the tool that makes the same.
    fn tool_command(&self) -> String {
        let model = self.model.file_name().unwrap_or(self.model.as_os_str());
        command::write(&model.to_string_lossy(), &self.selection, self.docs)
    }
}
