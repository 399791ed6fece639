//! `aws-operation generate`: to a file or to standard output, with notes on standard error.

use std::fs;
use std::io::{self, ErrorKind, Write};
use std::path::Path;

use super::Generate;
use super::made::{self, Made};
use crate::{Error, Generator, file};

/// Generates; the text is given back where it goes to standard output.
pub fn run(arguments: Generate) -> Result<String, Error> {
    let kept = match &arguments.out {
        Some(path) if arguments.add => kept(path)?,
        _ => None,
    };
    let mut generator = Generator::new(&arguments.model).operations(arguments.operations);
    if arguments.all {
        generator = generator.all();
    }
    if let Some(made) = &kept {
        generator = generator.adding(&made.selection).docs(made.docs);
    }
    if let Some(service) = arguments.service {
        generator = generator.service(service);
    }
    if let Some(docs) = arguments.docs {
        generator = generator.docs(docs);
    }
    let (plan, generated) = generator.run()?;
    if let (Some(made), Some(path)) = (&kept, &arguments.out) {
        if made.service != plan.service.shape.as_str() {
            return Err(Error::new(format!(
                "{} holds operations of {}, and the model is of {}; write to another file",
                path.display(),
                made.service,
                plan.service.shape
            )));
        }
    }
    let text = match &arguments.out {
        Some(path) => {
            file::write(path, &generated.text)?;
            String::new()
        }
        None => generated.text,
    };
    for note in &generated.notes {
        // That nobody reads it does no harm.
        let _ = writeln!(io::stderr(), "note: {note}");
    }
    Ok(text)
}

/// How the file was made that operations are added to; `None` where there is none yet.
fn kept(path: &Path) -> Result<Option<Made>, Error> {
    match fs::read_to_string(path) {
        Ok(text) => match made::read(&text) {
            Some(made) => Ok(Some(made)),
            None => Err(Error::new(format!(
                "{} does not say how aws-operation made it; write to another file, or leave out \
                 `--add` to replace it",
                path.display()
            ))),
        },
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Error::new(format!("cannot read {}: {error}", path.display()))),
    }
}
