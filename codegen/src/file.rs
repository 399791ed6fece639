//! Writing a file whole or not at all.

use std::fs;
use std::path::Path;

use crate::Error;

/// Writes the text, unless the file has it already.
pub fn write(path: &Path, text: &str) -> Result<(), Error> {
    if fs::read(path).is_ok_and(|old| old == text.as_bytes()) {
        return Ok(());
    }
    let failed =
        |error: std::io::Error| Error::new(format!("cannot write {}: {error}", path.display()));
    let Some(name) = path.file_name() else {
        return Err(Error::new(format!("cannot write {}: it names no file", path.display())));
    };
    let mut beside = name.to_owned();
    beside.push(format!(".{}.tmp", std::process::id()));
    let beside = path.with_file_name(beside);
    let written = fs::write(&beside, text).and_then(|()| fs::rename(&beside, path));
    written.map_err(|error| {
        // What is left of it is no use; that it may not be there at all is no news.
        let _ = fs::remove_file(&beside);
        failed(error)
    })
}
