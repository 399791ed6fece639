//! [`Generator`]: generates text from a model file, for build scripts and for the tool.

use std::path::{Path, PathBuf};

use crate::command::Form;
use crate::file::Target;
use crate::header::Header;
use crate::plan::Plan;
use crate::{Error, Model, Selection, command, plan, render};

/// How much of the model's documentation is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Docs {
    /// The whole documentation.
    #[default]
    Full,
    /// The first sentence of each item's documentation.
    Summary,
    /// No documentation.
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
    /// Features that the runtime does not support or handles differently, one line for each.
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
/// #[allow(missing_docs, reason = "the model does not document every member")]
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
    form: Option<Form>,
}

impl Generator {
    /// A generator from this model file.
    pub fn new(model: impl Into<PathBuf>) -> Self {
        Self {
            model: model.into(),
            selection: Selection::default(),
            docs: Docs::default(),
            command: None,
            form: None,
        }
    }

    /// Adds an operation, by its name in the model.
    #[must_use]
    pub fn operation(mut self, name: impl Into<String>) -> Self {
        self.selection.add(name.into());
        self
    }

    /// Adds operations, by their names in the model.
    #[must_use]
    pub fn operations(mut self, names: impl IntoIterator<Item = impl Into<String>>) -> Self {
        for name in names {
            self.selection.add(name.into());
        }
        self
    }

    /// Selects all operations.
    #[must_use]
    pub fn all(mut self) -> Self {
        self.selection.add_all();
        self
    }

    /// Sets the service, by the name of its shape. Needed only for a model with several services.
    #[must_use]
    pub fn service(mut self, name: impl Into<String>) -> Self {
        self.selection = self.selection.service(name);
        self
    }

    /// Sets the protocol, by its name, such as `awsQuery`. The default is the first protocol of
    /// [`Protocol::ALL`](crate::Protocol::ALL) that the service supports.
    #[must_use]
    pub fn protocol(mut self, name: impl Into<String>) -> Self {
        self.selection = self.selection.protocol(name);
        self
    }

    /// Sets how much documentation is written. The default is [`Docs::Full`].
    #[must_use]
    pub fn docs(mut self, docs: Docs) -> Self {
        self.docs = docs;
        self
    }

    /// Sets the command in the header of the text. The default is the tool's command.
    #[must_use]
    pub fn command(mut self, command: impl Into<String>) -> Self {
        self.command = Some(command.into());
        self
    }

    /// Generates the text.
    ///
    /// # Errors
    ///
    /// The model cannot be read or lacks something that the operations need, or uses a protocol or
    /// a kind of shape that is not supported.
    pub fn generate(&self) -> Result<Generated, Error> {
        Ok(self.run(&Model::load(&self.model)?)?.0)
    }

    /// Sets the subcommand in the header of the text. The default is `generate`.
    #[cfg(feature = "cli")]
    pub(crate) fn form(mut self, form: Form) -> Self {
        self.form = Some(form);
        self
    }

    /// Generates the text for a file, including the operations in the header `kept`. Writes nothing.
    #[cfg(feature = "cli")]
    pub(crate) fn prepare(
        mut self,
        target: &Target,
        kept: Option<&Header>,
    ) -> Result<Prepared, Error> {
        let model = Model::load(&self.model)?;
        if let Some(header) = kept {
            self.check_service(target, header, &model)?;
            self.check_operations(target, header, &model)?;
            if let Some(selection) = &header.selection {
                self.selection = self.selection.and(selection);
            }
        }
        let (Generated { text, notes }, plan) = self.run(&model)?;
        Ok(Prepared { text, notes, plan, model, generator: self })
    }

    /// Checks that the operations of the file belong to this service.
    #[cfg(feature = "cli")]
    fn check_service(&self, target: &Target, header: &Header, model: &Model) -> Result<(), Error> {
        let services = crate::select::services(model, self.selection.service_name())?;
        if services.iter().any(|service| service.id.as_str() == header.service) {
            return Ok(());
        }
        let names: Vec<&str> = services.iter().map(|service| service.id.as_str()).collect();
        Err(Error::new(format!(
            "{} holds operations of {}, and the model is of {}; write to another file",
            target.shown(),
            header.service,
            names.join(" and ")
        )))
    }

    /// Checks that the model has the operations of the file.
    #[cfg(feature = "cli")]
    fn check_operations(
        &self,
        target: &Target,
        header: &Header,
        model: &Model,
    ) -> Result<(), Error> {
        let service = crate::select::service(model, Some(&header.service))?;
        let has = |name: &str| service.operations.iter().any(|id| id.name() == name);
        let names = header.selection.iter().flat_map(|selection| selection.names());
        let missing: Vec<Error> = names
            .filter(|name| !has(name))
            .map(|name| {
                Error::new(format!(
                    "the model has no operation `{name}`; remove it from the command at the \
                     beginning of {}",
                    target.shown()
                ))
            })
            .collect();
        if missing.is_empty() { Ok(()) } else { Err(Error::all(missing)) }
    }

    fn run(&self, model: &Model) -> Result<(Generated, Plan), Error> {
        let mut plan = plan(model, &self.selection)?;
        let command = match &self.command {
            Some(command) => command.clone(),
            None => self.tool_command(),
        };
        let text = render(&plan, self.docs, Some(&command));
        Ok((Generated { text, notes: std::mem::take(&mut plan.notes) }, plan))
    }

    /// Generates the text and writes it to a file, completely or not at all. A file that already
    /// has this text is not written, so that Cargo rebuilds nothing. Returns the notes.
    ///
    /// In the folder `OUT_DIR` of a build script, any file is replaced. Elsewhere, a file is
    /// replaced only if this crate generated it and it is unchanged.
    ///
    /// # Errors
    ///
    /// Those of [`generate`](Self::generate). Also if the file cannot be written, or a user wrote
    /// or changed it.
    pub fn write_to(&self, path: impl AsRef<Path>) -> Result<Vec<String>, Error> {
        let model = Model::load(&self.model)?;
        let (generated, _) = self.run(&model)?;
        let target = Target::at(path.as_ref())?;
        if !is_in_out_dir(path.as_ref()) {
            self.check_own(&target, &model, "delete it first")?;
        }
        target.write(&generated.text)?;
        Ok(generated.notes)
    }

    /// Checks that replacing the file does not destroy a user's work.
    fn check_own(&self, target: &Target, model: &Model, remedy: &str) -> Result<(), Error> {
        let again = |header: &Header| {
            let selection = header.selection.clone()?;
            let made = Self { selection, docs: header.docs, ..self.clone() };
            made.run(model).ok().map(|(generated, _)| generated.text)
        };
        target.check_own(&again, remedy)
    }

    /// The command of the tool that generates the same text.
    fn tool_command(&self) -> String {
        let model = self.model.file_name().unwrap_or(self.model.as_os_str());
        let generate = || Form::Generate(model.to_string_lossy().into_owned());
        let form = self.form.clone().unwrap_or_else(generate);
        command::write(&form, &self.selection, self.docs)
    }
}

/// Whether the file is in the folder `OUT_DIR` of a build script.
fn is_in_out_dir(path: &Path) -> bool {
    let leaves = path.components().any(|part| part == std::path::Component::ParentDir);
    std::env::var_os("OUT_DIR").is_some_and(|folder| !leaves && path.starts_with(folder))
}

/// A text for a file that is not written yet.
#[cfg(feature = "cli")]
pub struct Prepared {
    /// The text.
    pub text: String,
    /// Features that the runtime does not support or handles differently.
    pub notes: Vec<String>,
    /// The plan of the text.
    pub plan: Plan,
    model: Model,
    generator: Generator,
}

#[cfg(feature = "cli")]
impl Prepared {
    /// Checks that writing the file does not destroy a user's work. `remedy` tells the user how to
    /// replace the file anyway.
    pub fn check_own(&self, target: &Target, remedy: &str) -> Result<(), Error> {
        self.generator.check_own(target, &self.model, remedy)
    }
}
