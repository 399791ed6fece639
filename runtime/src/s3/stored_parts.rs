//! Finds the parts that a resumed upload has already stored.

use std::collections::BTreeMap;

use super::e_tag::Md5;
use super::error::TransferError;
use super::object::Object;
use super::operations::{ListParts, ListedPart};
use super::part::{ALGORITHM, Stored};
use super::source::{Part, unreadable};

/// The stored parts of an upload, by their numbers.
pub(super) type StoredParts = BTreeMap<u32, ListedPart>;

impl Object {
    /// Lists the stored parts of an upload.
    pub(super) async fn list_parts(&self, id: &str) -> Result<StoredParts, TransferError> {
        let (mut kept, mut marker) = (StoredParts::new(), None);
        loop {
            let call = ListParts {
                bucket: self.bucket.clone(),
                key: self.key.clone(),
                upload_id: id.to_owned(),
                part_number_marker: marker.clone(),
                headers: self.headers.of_part(),
            };
            let page = self.client.send(call).await.map_err(|error| {
                let is_gone = error.code() == Some("NoSuchUpload");
                let error = TransferError::from(error);
                match is_gone {
                    true => error.leaving(format!(
                        "the upload \"{id}\" was completed, was aborted, or belongs to another \
                         object; begin a new upload"
                    )),
                    false => error.with_upload_id(id),
                }
            })?;
            kept.extend(page.parts.into_iter().map(|part| (part.part_number, part)));
            let next = page.next_part_number_marker.filter(|next| marker.as_ref() != Some(next));
            match next {
                Some(next) if page.is_truncated => marker = Some(next),
                _ => return Ok(kept),
            }
        }
    }

    /// Returns the stored part if it has the same bytes as `part`. Compares the length and the CRC-32,
    /// or the MD5 if the server has no CRC-32.
    pub(super) async fn kept_part(
        &self,
        part: &Part,
        listed: &ListedPart,
    ) -> Result<Option<Stored>, TransferError> {
        let Some(e_tag) = listed.e_tag.clone().filter(|_| listed.size == part.length) else {
            return Ok(None);
        };
        let (mut crc, mut md5) = (ALGORITHM.hasher(), Md5::new());
        let mut stream = part.stream().await?;
        while let Some(chunk) = stream.next().await {
            let chunk = chunk.map_err(unreadable)?;
            if let Some(crc) = &mut crc {
                crc.update(&chunk);
            }
            md5.update(&chunk);
        }
        let crc32 = crc.map(|crc| crc.finish());
        let is_same = match &listed.crc32 {
            Some(listed) => Some(listed) == crc32.as_ref(),
            None => md5.is(&e_tag),
        };
        if !is_same {
            return Ok(None);
        }
        self.meter.add(part.length);
        let crc32 = crc32.filter(|_| self.has_checksums());
        Ok(Some(Stored { number: part.number, length: part.length, e_tag, crc32 }))
    }
}
