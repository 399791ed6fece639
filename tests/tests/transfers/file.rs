//! [`TemporaryFile`]: a file in a folder of its own.

use std::path::PathBuf;

use aws_operation_tests::TemporaryFolder;

/// The path of a file in a new folder, which is removed at the end.
pub struct TemporaryFile {
    pub path: PathBuf,
    folder: TemporaryFolder,
}

impl TemporaryFile {
    /// The path of a file that does not exist.
    pub fn new(name: &str) -> Self {
        let folder = TemporaryFolder::new(name);
        Self { path: folder.path().join("film.mp4"), folder }
    }

    /// A file with these bytes.
    pub fn with(name: &str, bytes: &[u8]) -> Self {
        let file = Self::new(name);
        std::fs::write(&file.path, bytes).expect("a file");
        file
    }

    pub fn read(&self) -> Vec<u8> {
        std::fs::read(&self.path).expect("a file")
    }

    /// The names of the files in the folder.
    pub fn names(&self) -> Vec<String> {
        let folder = std::fs::read_dir(self.folder.path()).expect("a folder");
        let name = |entry: std::io::Result<std::fs::DirEntry>| {
            entry.expect("an entry").file_name().into_string().expect("text")
        };
        let mut names: Vec<_> = folder.map(name).collect();
        names.sort();
        names
    }
}
