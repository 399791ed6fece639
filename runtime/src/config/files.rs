//! The text of profile files: read from this machine, or provided by a test.

use zeroize::Zeroizing;

/// Reads the file with this path.
pub(super) type Read<'a> = &'a dyn Fn(&str) -> Result<Zeroizing<String>, NotRead>;

/// Why a file was not read.
#[cfg_attr(
    not(any(feature = "profile", test)),
    expect(dead_code, reason = "no files are read without the feature")
)]
pub(super) enum NotRead {
    /// The file does not exist.
    Absent,
    /// The file cannot exist, because a part of its path is a file. Contains the problem.
    BelowAFile(String),
    /// The file cannot be opened or read. Contains the problem.
    Unreadable(String),
    /// The file was read, but is not a valid profile file. Contains the problem.
    Wrong(String),
}

/// Whether files are read.
pub(super) enum Files<'a> {
    /// Files are read with this function.
    #[cfg_attr(
        not(any(feature = "profile", test)),
        expect(dead_code, reason = "nobody reads files")
    )]
    Read(Read<'a>),
    /// This program is built without the feature `profile`.
    #[cfg_attr(feature = "profile", expect(dead_code, reason = "files are read"))]
    NoFeature,
    /// Only settings in code are used.
    NotAsked,
}

impl Files<'_> {
    /// The files of this machine.
    #[cfg(feature = "profile")]
    pub const HERE: Self = Self::Read(&read);
    /// Without the feature `profile`, there are no files.
    #[cfg(not(feature = "profile"))]
    pub const HERE: Self = Self::NoFeature;
}

#[cfg(feature = "profile")]
fn read(path: &str) -> Result<Zeroizing<String>, NotRead> {
    use std::io::ErrorKind;

    use crate::files::Unreadable;
    use crate::profile::MAX_FILE_BYTES;

    let error = match crate::files::read(path, MAX_FILE_BYTES) {
        Ok(text) => return Ok(text),
        Err(error) => error,
    };
    Err(match error {
        Unreadable::Io(error) if error.kind() == ErrorKind::NotFound => NotRead::Absent,
        Unreadable::Io(error) if error.kind() == ErrorKind::NotADirectory => {
            NotRead::BelowAFile(format!(
                "{path} cannot exist, because a part of its path is a file: {error}; correct HOME, \
                 or the variable that names the path"
            ))
        }
        Unreadable::Io(error) => NotRead::Unreadable(format!(
            "cannot read {path}: {error}; make it readable, or remove it"
        )),
        Unreadable::TooLarge { max_bytes } => NotRead::Wrong(format!(
            "{path} is larger than {max_bytes} bytes, the limit for a profile file; use another \
             file"
        )),
        Unreadable::NotAFile => NotRead::Unreadable(format!(
            "{path} is not a regular file; use a regular file, or save the output of the pipe to \
             one"
        )),
        Unreadable::NotUtf8 => NotRead::Wrong(format!("{path} is not UTF-8; save it as UTF-8")),
    })
}
