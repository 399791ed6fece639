//! Small files of text: read whole, up to a size, and overwritten in memory, for they hold secrets.

use std::fmt;
use std::fs::File;
use std::io::{self, Read as _};

use zeroize::Zeroizing;

/// How large a token's file may be.
#[cfg(any(feature = "container", feature = "sso", feature = "sts"))]
pub(crate) const MAX_TOKEN_BYTES: usize = 64 * 1024;

/// Why a file cannot be read.
#[derive(Debug)]
pub(crate) enum Unreadable {
    Io(io::Error),
    TooLarge { max_bytes: usize },
    NotUtf8,
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(error) => error.fmt(f),
            Self::TooLarge { max_bytes } => write!(f, "it is larger than {max_bytes} bytes"),
            Self::NotUtf8 => f.write_str("it is not UTF-8"),
        }
    }
}

/// The text of a file that has no more than so many bytes.
pub(crate) fn read(path: &str, max_bytes: usize) -> Result<Zeroizing<String>, Unreadable> {
    let mut text = Zeroizing::new(Vec::new());
    let limit = u64::try_from(max_bytes).unwrap_or(u64::MAX).saturating_add(1);
    let read = File::open(path).and_then(|file| file.take(limit).read_to_end(&mut text));
    if read.map_err(Unreadable::Io)? > max_bytes {
        return Err(Unreadable::TooLarge { max_bytes });
    }
    match String::from_utf8(std::mem::take(&mut *text)) {
        Ok(text) => Ok(Zeroizing::new(text)),
        Err(error) => {
            drop(Zeroizing::new(error.into_bytes()));
            Err(Unreadable::NotUtf8)
        }
    }
}
