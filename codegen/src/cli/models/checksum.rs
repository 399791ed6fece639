//! The checksums of files: SHA-256, or the ID of the file as a Git blob.

use std::fmt::Write as _;

use ring::digest::{Algorithm, Context, SHA1_FOR_LEGACY_USE_ONLY, SHA256};

/// The length of a SHA-256 in hexadecimal.
pub const SHA256_LENGTH: usize = 64;
/// The length of the ID of a Git blob in hexadecimal.
pub const GIT_BLOB_LENGTH: usize = 40;

/// The SHA-256 of bytes, in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    digest(&SHA256, &[bytes])
}

/// The checksum of bytes, of the same kind as `like`: a SHA-256, or the ID of a Git blob.
pub fn checksum(bytes: &[u8], like: &str) -> String {
    if like.len() == GIT_BLOB_LENGTH {
        let head = format!("blob {}\0", bytes.len());
        return digest(&SHA1_FOR_LEGACY_USE_ONLY, &[head.as_bytes(), bytes]);
    }
    sha256(bytes)
}

fn digest(algorithm: &'static Algorithm, parts: &[&[u8]]) -> String {
    let mut context = Context::new(algorithm);
    parts.iter().for_each(|part| context.update(part));
    context.finish().as_ref().iter().fold(String::new(), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::{GIT_BLOB_LENGTH, checksum, sha256};

    #[test]
    fn checksums_are_those_of_sha256sum_and_git() {
        let of_nothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(sha256(b""), of_nothing);
        assert_eq!(checksum(b"", of_nothing), of_nothing);
        // `echo a | git hash-object --stdin`
        let blob = "78981922613b2afb6025042ff6bd878ac1994e85";
        assert_eq!(blob.len(), GIT_BLOB_LENGTH);
        assert_eq!(checksum(b"a\n", blob), blob);
    }
}
