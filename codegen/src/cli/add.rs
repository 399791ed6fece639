//! `aws-operation add`: adds operations of a service to a package, by the service's name.

use std::fs;
use std::io::{self, BufRead, IsTerminal, Write};

use super::arguments::Add;
use super::models::Models;
use super::progress::Progress;
use super::project::{Manifest, Out, Project, features, snippet};
use super::{generate, note};
use crate::command::Form;
use crate::file::Target;
use crate::generator::Prepared;
use crate::names;
use crate::{Error, Generator};

/// The versions of the dependencies that a package needs.
const RUNTIME: &str =
    concat!(env!("CARGO_PKG_VERSION_MAJOR"), ".", env!("CARGO_PKG_VERSION_MINOR"));
const TOKIO: &str = "1";

/// Adds the operations. Returns a report, and the code of a call. All input is read and checked before
/// a file is written.
pub fn run(arguments: Add) -> Result<String, Error> {
    let project = Project::find()?;
    let place = Out::new(&arguments.out)?;
    let mut manifest = Manifest::read(&project.folder.join("Cargo.toml"))?;
    let found = Models::open(arguments.models.models.as_deref())?.find(&arguments.service)?;
    let module = names::module(&found.service_id);
    let folder = project.folder.join(&place.folder);
    let path = folder.join(format!("{module}.rs"));
    let target = Target::at(&path)?;
    let kept = match generate::kept(&target, "rename it, or replace it with `--force`") {
        _ if target.is_blank() => None,
        Err(_) if arguments.force => None,
        kept => Some(kept?),
    };

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
    let progress = Progress::new(&format!("generating {}", target.shown()));
    let prepared = generator.prepare(&target, kept.as_ref())?;
    if !arguments.force {
        prepared.check_own(&target, "replace it with `--force`")?;
    }
    drop(progress);
    manifest.require("aws-operation", RUNTIME, &["chain"], &features(&prepared.plan))?;
    if project.has_main() {
        manifest.require("tokio", TOKIO, &[], &["macros", "rt"])?;
    }

    fs::create_dir_all(&folder).map_err(|error| {
        Error::new(format!("cannot create the folder {}: {error}", folder.display()))
    })?;
    let mut out = written(&target, &prepared)?;
    for (file, module) in place.declare(&project.folder, &module)? {
        out.push_str(&format!("{file}: added `pub mod {module};`\n"));
    }
    out.push_str(&change_manifest(&manifest, arguments.yes)?);
    out.push_str(&advice(&project, &place, &module, &prepared, arguments.operations.first()));
    note(found.notes.iter().chain(&prepared.notes));
    Ok(out)
}

/// Writes the file. Returns a line that reports it.
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

/// Asks the user whether to change Cargo.toml. `false` if standard input or standard error is not a
/// terminal.
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

/// The code that calls the first operation of the command.
fn advice(
    project: &Project,
    out: &Out,
    module: &str,
    prepared: &Prepared,
    operation: Option<&String>,
) -> String {
    let Some(mut path) = out.modules.clone() else {
        return format!("\nDeclare the module of {} in the crate.\n", out.folder.display());
    };
    path.push(module.to_owned());
    let is_declared = path.first().is_some_and(|first| project.declares(first));
    let name = operation.map_or("", String::as_str);
    let code = snippet(&prepared.plan, name, &path, is_declared, project.has_main());
    let code: String = code
        .lines()
        .map(|line| if line.is_empty() { "\n".to_owned() } else { format!("    {line}\n") })
        .collect();
    let file = project.root_file().unwrap_or("the root file of the crate");
    format!("\nA call, for {file}:\n\n{code}")
}
