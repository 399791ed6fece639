//! `aws-operation update` and `aws-operation check`: generate the generated files again, by the
//! commands in their headers.

use std::fs;
use std::path::{Path, PathBuf};

use super::arguments::ModelsArgument;
use super::models::{Found, Models};
use super::progress::Progress;
use super::{note, print_error};
use crate::command::Form;
use crate::file::Target;
use crate::header;
use crate::{Error, Generator, changes};

/// The maximum depth of folders that are searched.
const DEPTH: u32 = 32;

/// Whether a file is up to date.
enum Outcome {
    /// The file has what its model gives.
    Current,
    /// The file differs from what its model gives: the changes.
    Stale(String),
}

/// Updates the files, or only checks them. Returns a report, and whether all files are up to date.
pub fn run(models: &ModelsArgument, only_check: bool) -> Result<(String, bool), Error> {
    let files = generated(Path::new("."))?;
    if files.is_empty() {
        return Err(Error::new(
            "no generated file below this folder; `aws-operation add SERVICE OPERATION` makes one",
        ));
    }
    let models = Models::open(models.models.as_deref())?;
    let (mut out, mut good, mut stale) = (String::new(), true, false);
    let mut notes = Vec::new();
    for (path, number) in files.iter().zip(1..) {
        let shown = path.display();
        let of = format!("generating {shown} ({number} of {})", files.len());
        let progress = Progress::new(&of);
        let outcome = update(path, &models, only_check, &mut notes);
        drop(progress);
        match outcome {
            Ok(Outcome::Current) => out.push_str(&format!("{shown}: up to date\n")),
            Ok(Outcome::Stale(what)) if only_check => {
                out.push_str(&format!("{shown}: not up to date{what}\n"));
                (good, stale) = (false, true);
            }
            Ok(Outcome::Stale(what)) => out.push_str(&format!("{shown}: updated{what}\n")),
            Err(error) => {
                print_error(&error);
                good = false;
            }
        }
    }
    // Several files can have the same note, for example about the index.
    notes.sort_unstable();
    notes.dedup();
    note(&notes);
    if stale {
        print_error(&Error::new("generated files are not up to date; run `aws-operation update`"));
    }
    Ok((out, good))
}

/// Generates one file again, and writes it unless `only_check`. Adds to the notes.
fn update(
    path: &Path,
    models: &Models,
    only_check: bool,
    notes: &mut Vec<String>,
) -> Result<Outcome, Error> {
    let target = Target::at(path)?;
    let text = target.text().unwrap_or_default();
    let at = |error: Error| error.at(path.display());
    let (Some(header), Some(form)) = (target.header(), target.header().and_then(|it| it.form))
    else {
        return Err(at(Error::new("the header has no command of aws-operation")));
    };
    let found = model(models, &form).map_err(at)?;
    notes.extend(found.notes);
    let generator = Generator::new(&found.path).docs(header.docs).form(form);
    let prepared = generator.prepare(&target, Some(&header)).map_err(at)?;
    prepared.check_own(&target, "undo them")?;
    if header::recorded(text) == header::recorded(&prepared.text) {
        return Ok(Outcome::Current);
    }
    let what = changes::list(&prepared.text, text);
    if !only_check {
        target.write(&prepared.text)?;
        notes.extend(prepared.notes);
    }
    Ok(Outcome::Stale(what))
}

/// The model that a header names. A file name is first looked up in this folder.
fn model(models: &Models, form: &Form) -> Result<Found, Error> {
    match form {
        Form::Add(service) => models.find(service),
        Form::Generate(file) if Path::new(file).is_file() => Ok(Found::file(PathBuf::from(file))),
        Form::Generate(file) => models.find_file(file),
    }
}

/// The generated files in a folder and its subfolders, sorted. Skips hidden folders and the folders
/// of Cargo.
fn generated(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let mut files = Vec::new();
    let mut open = vec![(folder.to_owned(), 0)];
    while let Some((folder, depth)) = open.pop() {
        let entries = fs::read_dir(&folder)
            .map_err(|error| Error::new(format!("cannot read {}: {error}", folder.display())))?;
        for entry in entries.flatten() {
            let (path, name) = (entry.path(), entry.file_name());
            let is_skipped =
                name.to_string_lossy().starts_with('.') || path.join("CACHEDIR.TAG").exists();
            let Ok(kind) = entry.file_type() else { continue };
            if kind.is_dir() && !is_skipped && depth < DEPTH {
                open.push((path, depth + 1));
            } else if kind.is_file() && path.extension().is_some_and(|extension| extension == "rs")
            {
                let header = fs::read_to_string(&path).ok().and_then(|text| header::read(&text));
                if header.is_some_and(|header| header.form.is_some()) {
                    files.push(path.strip_prefix(".").unwrap_or(&path).to_owned());
                }
            }
        }
    }
    files.sort_unstable();
    Ok(files)
}
