//! `aws-operation generate`: writes the text to a file or to standard output, and notes to standard
//! error.

use std::path::Path;

use super::arguments::Generate;
use super::models::is_path;
use super::progress::Progress;
use crate::file::Target;
use crate::header::Header;
use crate::{Error, Generator};

/// Generates the text. Returns it for standard output if no file is given.
pub fn run(arguments: Generate) -> Result<String, Error> {
    let out = arguments.out.as_deref().filter(|path| *path != Path::new("-"));
    if out.is_none() && arguments.add {
        return Err(Error::new("`--add` needs a file to add to; name one with `--out FILE`"));
    }
    let name = arguments.model.to_string_lossy();
    if !is_path(&name) {
        return Err(Error::new(format!(
            "there is no file `{name}`; name a model file, or generate from the service's name with \
             `aws-operation add {name} OPERATION`"
        )));
    }
    let target = out.map(Target::at).transpose()?;
    let kept = match &target {
        Some(target) if arguments.add && !target.is_blank() => {
            Some(kept(target, "write to another file")?)
        }
        _ => None,
    };
    let mut generator = Generator::new(&arguments.model).operations(arguments.operations);
    if arguments.all {
        generator = generator.all();
    }
    if let Some(service) = arguments.service {
        generator = generator.service(service);
    }
    if let Some(protocol) = arguments.protocol {
        generator = generator.protocol(protocol);
    }
    if let Some(docs) = arguments.docs.or(kept.as_ref().map(|header| header.docs)) {
        generator = generator.docs(docs);
    }
    let progress = Progress::new(&format!("generating from {}", arguments.model.display()));
    let (text, notes) = match &target {
        Some(target) => {
            let prepared = generator.prepare(target, kept.as_ref())?;
            if !arguments.force {
                prepared.check_own(target, "replace it with `--force`")?;
            }
            target.write(&prepared.text)?;
            (String::new(), prepared.notes)
        }
        None => {
            let generated = generator.generate()?;
            (generated.text, generated.notes)
        }
    };
    drop(progress);
    super::note(&notes);
    Ok(text)
}

/// The header of the file that operations are added to. `remedy` tells the user what to do if there is
/// none.
pub fn kept(target: &Target, remedy: &str) -> Result<Header, Error> {
    match target.header() {
        Some(header) if header.selection.is_some() => Ok(header),
        _ => Err(Error::new(format!(
            "{} has no header that says how aws-operation generated it; {remedy}",
            target.shown()
        ))),
    }
}
