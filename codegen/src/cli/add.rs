//! `aws-operation add`: adds operations of a service to a package, by the service's name.

use std::fs;
use std::io::{self, BufRead, IsTerminal, Write};
use std::path::Path;

use super::arguments::Add;
use super::models::Models;
use super::project::{Manifest, Project, declare, features, snippet};
use super::{generate, note};
use crate::command::Form;
use crate::file::Target;
use crate::generator::Prepared;
use crate::names::constant;
use crate::{Error, Generator};

/// The versions of the dependencies that a package needs.
const RUNTIME: &str =
    concat!(env!("CARGO_PKG_VERSION_MAJOR"), ".", env!("CARGO_PKG_VERSION_MINOR"));
const TOKIO: &str = "1";

/// Adds the operations. Returns what was done and what to write in `main`. Nothing is written if
/// there is an error in what is read.
pub fn run(arguments: Add) -> Result<String, Error> {
    let project = Project::find()?;
    if !arguments.out.is_relative()
        || arguments.out.components().any(|part| part.as_os_str() == "..")
    {
        return Err(Error::new(format!(
            "`--out {}` is not a folder below the package; use one such as `src/aws`",
            arguments.out.display()
        )));
    }
    let mut manifest = Manifest::read(&project.folder.join("Cargo.toml"))?;
    let found = Models::open(arguments.models.models.as_deref())?.find(&arguments.service)?;
    let module = constant(&found.service_id).to_lowercase();
    let folder = project.folder.join(&arguments.out);
    let path = folder.join(format!("{module}.rs"));
    let target = Target::at(&path)?;
    let kept = if target.is_blank() { None } else { Some(generate::kept(&target)?) };

    let mut generator = Generator::new(&found.path)
        .operations(arguments.operations.iter().map(String::as_str))
        .form(Form::Add(module.replace('_', "-")));
    if arguments.all {
        generator = generator.all();
    }
    if let Some(shape) = arguments.shape {
        generator = generator.service(shape);
    }
    if let Some(protocol) = arguments.protocol {
        generator = generator.protocol(protocol);
    }
    if let Some(docs) = arguments.docs.or(kept.as_ref().map(|header| header.docs)) {
        generator = generator.docs(docs);
    }
    let prepared = generator.prepare(&target, kept.as_ref())?;
    if !arguments.force {
        prepared.check_own(&target, "replace it with `--force`")?;
    }
    manifest.require("aws-operation", RUNTIME, &["chain"], &features(&prepared.plan))?;
    if project.has_main() {
        manifest.require("tokio", TOKIO, &[], &["macros", "rt"])?;
    }

    fs::create_dir_all(&folder).map_err(|error| {
        Error::new(format!("cannot create the folder {}: {error}", folder.display()))
    })?;
    let mut out = written(&target, &prepared)?;
    if let Some(changed) = declare(&folder, &module)? {
        out.push_str(&format!("{changed}: added `pub mod {module};`\n"));
    }
    out.push_str(&change_manifest(&manifest, arguments.yes)?);
    out.push_str(&advice(
        &project,
        &arguments.out,
        &module,
        &prepared,
        arguments.operations.first(),
    ));
    note(found.notes.iter().chain(&prepared.notes));
    Ok(out)
}

/// Writes the file. Returns a line about it.
fn written(target: &Target, prepared: &Prepared) -> Result<String, Error> {
    let before = target.text().map(str::to_owned);
    target.write(&prepared.text)?;
    let operations = &prepared.plan.operations;
    let names: Vec<&str> =
        operations.iter().take(8).map(|operation| operation.shape.name()).collect();
    let more = if operations.len() > names.len() {
        format!(", … ({} operations)", operations.len())
    } else {
        String::new()
    };
    let done = if before.as_deref() == Some(&prepared.text) { "up to date" } else { "written" };
    Ok(format!("{}: {done}, with {}{more}\n", target.shown(), names.join(", ")))
}

/// Changes Cargo.toml if the user agrees. Returns what was changed, or what the user must change.
fn change_manifest(manifest: &Manifest, yes: bool) -> Result<String, Error> {
    let changes = manifest.changes();
    if changes.is_empty() {
        return Ok(String::new());
    }
    let listed: String = changes.iter().map(|change| format!("    {change}\n")).collect();
    if yes || agrees(&listed) {
        manifest.write()?;
        Ok(format!("Cargo.toml: added\n{listed}"))
    } else {
        Ok(format!("Cargo.toml is unchanged; add to its dependencies, or use `--yes`:\n{listed}"))
    }
}

/// Asks the user on the terminal. Without a terminal, nobody can agree.
fn agrees(changes: &str) -> bool {
    let mut stderr = io::stderr();
    if !io::stdin().is_terminal() || !stderr.is_terminal() {
        return false;
    }
    let question = format!("Cargo.toml needs:\n{changes}Add to Cargo.toml? [Y/n] ");
    let asked = stderr.write_all(question.as_bytes()).and_then(|()| stderr.flush());
    let mut answer = String::new();
    let read = io::stdin().lock().read_line(&mut answer);
    asked.is_ok()
        && read.is_ok_and(|count| count > 0)
        && ["", "y", "yes"].contains(&answer.trim().to_lowercase().as_str())
}

/// What to write to call the first of the operations.
fn advice(
    project: &Project,
    out: &Path,
    module: &str,
    prepared: &Prepared,
    operation: Option<&String>,
) -> String {
    let Some(mut path) = Project::module_of(out) else {
        return format!("\nDeclare the module of {} in the crate.\n", out.display());
    };
    let declared = path.first().is_some_and(|first| project.declares(first));
    path.push(module.to_owned());
    let name = operation.map_or("", String::as_str);
    let code = snippet(&prepared.plan, name, &path, declared);
    let code: String = code
        .lines()
        .map(|line| if line.is_empty() { "\n".to_owned() } else { format!("    {line}\n") })
        .collect();
    format!("\nA call, for {}:\n\n{code}", project.root_file())
}
