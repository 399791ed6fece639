//! Small files that are read anew each time: tokens, and keys that were renewed.

use std::fs::File;
use std::io::Read as _;

use zeroize::Zeroizing;

/// How large a token's file may be.
#[cfg(any(feature = "container", feature = "sso", feature = "sts"))]
pub(super) const MAX_BYTES: usize = 64 * 1024;

/// The text of a token's file.
///
/// # Errors
///
/// It cannot be read, is too large, or is no text; the message ends with why.
#[cfg(any(feature = "container", feature = "sso", feature = "sts"))]
pub(super) fn read(path: &str) -> Result<Zeroizing<String>, String> {
    read_up_to(path, MAX_BYTES)
}

/// The text of a file that has no more than so many bytes.
///
/// # Errors
///
/// It cannot be read, is too large, or is no text; the message ends with why.
pub(super) fn read_up_to(path: &str, max_bytes: usize) -> Result<Zeroizing<String>, String> {
    let mut text = Zeroizing::new(Vec::new());
    let file = File::open(path).map_err(|error| error.to_string())?;
    let limit = max_bytes as u64 + 1;
    file.take(limit).read_to_end(&mut text).map_err(|error| error.to_string())?;
    if text.len() > max_bytes {
        return Err(format!("it is larger than {max_bytes} bytes"));
    }
    match String::from_utf8(std::mem::take(&mut *text)) {
        Ok(text) => Ok(Zeroizing::new(text)),
        Err(error) => {
            drop(Zeroizing::new(error.into_bytes()));
            Err("it is not UTF-8".to_owned())
        }
    }
}
