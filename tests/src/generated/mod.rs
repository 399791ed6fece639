//! Builds generated operations as a program: a crate below the target directory. It reads cases as
//! lines of JSON, and answers each with the encoded request or the decoded response.

mod bridge;
pub mod compare;
pub mod differential;
pub mod documents;
mod package;
mod program;
pub mod protocol;
pub mod protocols;
pub mod random_events;
pub mod schema;
pub mod template;

use std::path::{Path, PathBuf};

use aws_operation_codegen::model::Model;
use aws_operation_codegen::plan::Plan;
use aws_operation_codegen::{Docs, Selection, plan, render};

pub use package::{Package, repository, run_lines};
pub use program::{leave_out, nothing_matches, test};
pub use template::runner::TOKEN;

/// The generated operations of a service.
pub struct Module {
    /// The name of the module, and of the service in the cases.
    pub name: String,
    /// The plan of the generated code.
    pub plan: Plan,
    /// The generated code.
    pub text: String,
}

/// All operations of every service in the model that supports the protocol.
///
/// # Errors
///
/// The error of the generator.
pub fn modules(model: &Model, protocol: &str) -> Result<Vec<Module>, String> {
    modules_of(model, protocol, &Selection::all())
}

/// The selected operations of every service in the model that supports the protocol.
///
/// # Errors
///
/// The error of the generator.
pub fn modules_of(
    model: &Model,
    protocol: &str,
    selection: &Selection,
) -> Result<Vec<Module>, String> {
    let module = |service: &str, name: String| {
        let selection = selection.clone().service(service).protocol(protocol);
        let plan = plan(model, &selection).map_err(|error| error.to_string())?;
        let text = render(&plan, Docs::Full, None);
        Ok(Module { name, plan, text })
    };
    let services = protocols::services(model, protocol);
    services.map(|(id, _)| module(id.as_str(), id.name().to_lowercase())).collect()
}

/// The folder of the official test vectors: `AWS_OPERATION_VECTORS`, or `../shared/vectors` next to
/// the repository.
pub fn vectors() -> PathBuf {
    match std::env::var_os("AWS_OPERATION_VECTORS") {
        Some(folder) => folder.into(),
        None => Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/vectors"),
    }
}

/// The folder of AWS's models, next to that of the vectors.
pub fn models() -> PathBuf {
    vectors().join("../models")
}
