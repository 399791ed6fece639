//! Files, as the configuration reads them: where they exist.

use zeroize::Zeroizing;

/// Reads the file of a path: `None` where there is none, an error where it cannot be read.
pub(super) type Read<'a> = &'a dyn Fn(&str) -> Result<Option<Zeroizing<String>>, String>;

/// Whether files are read.
pub(super) enum Files<'a> {
    /// By this function.
    #[cfg_attr(
        not(any(feature = "profile", test)),
        expect(dead_code, reason = "nobody reads files")
    )]
    Read(Read<'a>),
    /// This program is built without.
    #[cfg_attr(feature = "profile", expect(dead_code, reason = "files are read"))]
    NoFeature,
    /// The code alone counts.
    NotAsked,
}

impl Files<'_> {
    /// The files of this machine.
    #[cfg(feature = "profile")]
    pub const HERE: Self = Self::Read(&read);
    /// No files.
    #[cfg(not(feature = "profile"))]
    pub const HERE: Self = Self::NoFeature;
}

#[cfg(feature = "profile")]
fn read(path: &str) -> Result<Option<Zeroizing<String>>, String> {
    use std::io::ErrorKind;

    use crate::files::Unreadable;
    use crate::profile::MAX_FILE_BYTES;

    match crate::files::read(path, MAX_FILE_BYTES) {
        Ok(text) => Ok(Some(text)),
        Err(Unreadable::Io(error)) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(Unreadable::Io(error)) => {
            Err(format!("cannot read {path}: {error}; make it readable, or remove it"))
        }
        Err(Unreadable::TooLarge { max_bytes }) => Err(format!(
            "{path} is larger than {max_bytes} bytes, which no file of profiles is; name another"
        )),
        Err(Unreadable::NotUtf8) => Err(format!("{path} is not UTF-8; save it as UTF-8")),
    }
}
