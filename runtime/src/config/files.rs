//! Files, as the configuration reads them: whole, small, and only where they exist.

/// Reads the file of a path: `None` where there is none, an error where it cannot be read.
#[cfg(any(feature = "profile", test))]
pub(super) type Read<'a> = &'a dyn Fn(&str) -> Result<Option<String>, String>;

/// What nobody has.
#[cfg(not(any(feature = "profile", test)))]
pub(super) type Read<'a> = (&'a str, std::convert::Infallible);

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

/// No file of configuration is larger.
#[cfg(feature = "profile")]
const MAX_BYTES: usize = 1 << 20;

#[cfg(feature = "profile")]
fn read(path: &str) -> Result<Option<String>, String> {
    use std::fs::File;
    use std::io::{ErrorKind, Read as _};

    let mut bytes = Vec::new();
    let limit = u64::try_from(MAX_BYTES).unwrap_or(u64::MAX).saturating_add(1);
    match File::open(path).and_then(|file| file.take(limit).read_to_end(&mut bytes)) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(format!("cannot read {path}: {error}; make it readable, or remove it")),
        Ok(_) if bytes.len() > MAX_BYTES => Err(format!(
            "{path} is larger than {MAX_BYTES} bytes, which no file of profiles is; name another"
        )),
        Ok(_) => match String::from_utf8(bytes) {
            Ok(text) => Ok(Some(text)),
            Err(_) => Err(format!("{path} is not UTF-8; save it as UTF-8")),
        },
    }
}
