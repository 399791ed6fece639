//! [`Object`]: the object that is uploaded, and what its requests share.

use super::error::TransferError;
use super::headers::Headers;
use super::operations::{HeadObject, HeadObjectOutput};
use super::progress::Meter;
use crate::client::Client;
use crate::wire::request::Checksums;

/// The object that is uploaded, and what its requests share.
pub(super) struct Object {
    pub client: Client,
    pub bucket: String,
    pub key: String,
    pub headers: Headers,
    pub checksums: Checksums,
    pub meter: Meter,
}

impl Object {
    /// Whether checksums are sent with the parts and the object.
    pub(super) fn has_checksums(&self) -> bool {
        self.checksums == Checksums::WhenSupported
    }

    /// Reads the object's headers. Returns them if the object has this length, and this checksum or this
    /// ETag. If the response of a request was lost, this shows that the request was successful.
    pub(super) async fn stored(
        &self,
        length: u64,
        crc32: Option<&str>,
        e_tag: Option<&str>,
    ) -> Option<HeadObjectOutput> {
        let mut headers = self.headers.of_part();
        headers.insert("x-amz-checksum-mode".to_owned(), "ENABLED".to_owned());
        let (bucket, key) = (self.bucket.clone(), self.key.clone());
        let found = self.client.send(HeadObject { bucket, key, headers }).await.ok()?;
        let is_same = |found: &Option<String>, ours: Option<&str>| {
            ours.is_some() && found.as_deref().map(unquoted) == ours.map(unquoted)
        };
        let is_ours = found.length == Some(length)
            && (is_same(&found.crc32, crc32) || is_same(&found.e_tag, e_tag));
        is_ours.then_some(found)
    }
}

/// Removes the quotes of an ETag, because some servers omit them.
pub(super) fn unquoted(e_tag: &str) -> &str {
    e_tag.trim_matches('"')
}

/// Compares the checksum of a response with the computed one. Skips a checksum of the parts' checksums,
/// such as `…-3`, because it is not the checksum of the bytes.
pub(super) fn check(
    what: &str,
    ours: Option<&str>,
    theirs: Option<&str>,
) -> Result<(), TransferError> {
    match (ours, theirs.filter(|theirs| !theirs.contains('-'))) {
        (Some(ours), Some(theirs)) if ours != theirs => Err(TransferError::corrupt(format!(
            "{what} is corrupted: its CRC32 checksum on the server is {theirs}, but that of the bytes \
             that were read is {ours}"
        ))),
        _ => Ok(()),
    }
}
