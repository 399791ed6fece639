//! Reads small text files. They are limited in size, and wiped from memory, because they contain
//! secrets.

use std::fmt;
use std::fs::File;
use std::io::{self, Read as _};

use zeroize::Zeroizing;

/// The maximum size of a token's file.
#[cfg(any(feature = "container", feature = "sso", feature = "sts"))]
pub(crate) const MAX_TOKEN_BYTES: usize = 64 * 1024;

/// Why a file cannot be read.
#[derive(Debug)]
pub(crate) enum Unreadable {
    Io(io::Error),
    TooLarge {
        max_bytes: usize,
    },
    NotUtf8,
    /// A named pipe, a socket or a terminal. Reading it may take for ever.
    NotAFile,
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(error) => error.fmt(f),
            Self::TooLarge { max_bytes } => write!(f, "it is larger than {max_bytes} bytes"),
            Self::NotUtf8 => f.write_str("it is not UTF-8"),
            Self::NotAFile => f.write_str("it is not a regular file"),
        }
    }
}

/// The text of a file that has at most this many bytes.
pub(crate) fn read(path: &str, max_bytes: usize) -> Result<Zeroizing<String>, Unreadable> {
    let mut text = Zeroizing::new(Vec::new());
    let limit = u64::try_from(max_bytes).unwrap_or(u64::MAX).saturating_add(1);
    // Check before opening, because opening can block too.
    if may_block(path) {
        return Err(Unreadable::NotAFile);
    }
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

/// Whether reading may wait for a writer. For a folder, the system's own error is used.
fn may_block(path: &str) -> bool {
    // People name it to have an empty file.
    const NOTHING: &str = "/dev/null";
    let kind = std::fs::metadata(path).map(|metadata| metadata.file_type());
    path != NOTHING && kind.is_ok_and(|kind| !kind.is_file() && !kind.is_dir())
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_may_block_is_opened() {
        let folder =
            std::env::temp_dir().join(format!("aws-operation-files-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder");
        let path = |name: &str| folder.join(name).to_string_lossy().into_owned();
        let made = std::process::Command::new("mkfifo").arg(path("fifo")).status();
        assert!(made.expect("mkfifo is there").success());
        std::fs::write(path("file"), "text").expect("a file");
        std::os::unix::fs::symlink(path("fifo"), path("link")).expect("a link");
        let _socket = std::os::unix::net::UnixListener::bind(path("socket")).expect("a socket");
        for (name, expected) in [
            ("fifo", "it is not a regular file"),
            ("link", "it is not a regular file"),
            ("socket", "it is not a regular file"),
            ("file", "text"),
        ] {
            let read = read(&path(name), 10);
            let got = read.map_or_else(|why| why.to_string(), |text| text.to_string());
            assert_eq!(got, expected, "{name}");
        }
        assert!(matches!(read("/dev/tty", 10), Err(Unreadable::NotAFile | Unreadable::Io(_))));
        assert!(matches!(read("/dev/zero", 10), Err(Unreadable::NotAFile)));
        assert_eq!(read("/dev/null", 10).expect("it is empty").as_str(), "");
        assert!(matches!(read(&path(""), 10), Err(Unreadable::Io(_))));
        std::fs::remove_dir_all(&folder).expect("it is removed");
    }
}
