//! Small files that are read anew each time: tokens.

use std::fs::File;
use std::io::Read as _;

use zeroize::Zeroizing;

/// How large a token's file may be.
pub(super) const MAX_BYTES: usize = 64 * 1024;

/// The text of a file.
///
/// # Errors
///
/// It cannot be read, is too large, or is no text; the message ends with why.
pub(super) fn read(path: &str) -> Result<Zeroizing<String>, String> {
    let mut text = Zeroizing::new(Vec::new());
    let file = File::open(path).map_err(|error| error.to_string())?;
    let limit = MAX_BYTES as u64 + 1;
    file.take(limit).read_to_end(&mut text).map_err(|error| error.to_string())?;
    if text.len() > MAX_BYTES {
        return Err(format!("it is larger than {MAX_BYTES} bytes"));
    }
    match String::from_utf8(std::mem::take(&mut *text)) {
        Ok(text) => Ok(Zeroizing::new(text)),
        Err(error) => {
            drop(Zeroizing::new(error.into_bytes()));
            Err("it is not UTF-8".to_owned())
        }
    }
}
