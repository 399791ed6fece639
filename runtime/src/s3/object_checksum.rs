//! [`ObjectChecksum`]: the checksum that a downloaded object must have.

use super::error::TransferError;
use super::operations::Map;
use crate::checksum::{Algorithm, Hasher};

/// The checksum that a downloaded object must have.
pub(super) struct ObjectChecksum {
    algorithm: Algorithm,
    expected: String,
}

impl ObjectChecksum {
    /// Reads the checksum from the headers of a response that has the whole object. Skips algorithms
    /// whose feature is not enabled. If the download has several parts (`is_in_parts`), also skips
    /// algorithms whose values cannot be combined. `None` if no checksum is left.
    ///
    /// The checksum of a multipart object can be a checksum of its parts' checksums, such as `…-3`. It
    /// is skipped too, because it is not the checksum of the bytes.
    pub(super) fn of_response(headers: &Map, is_in_parts: bool) -> Option<Self> {
        let kind = headers.get("x-amz-checksum-type").map(String::as_str);
        if kind == Some("COMPOSITE") {
            return None;
        }
        Algorithm::all().find_map(|algorithm| {
            let value = headers.get(algorithm.header())?;
            let is_whole = value.len() == algorithm.encoded_length() && !value.contains('-');
            let can_compute =
                algorithm.hasher().is_some() && (!is_in_parts || algorithm.can_combine());
            (is_whole && can_compute).then(|| Self { algorithm, expected: value.clone() })
        })
    }

    pub(super) fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    pub(super) fn hasher(&self) -> Option<Hasher> {
        self.algorithm.hasher()
    }

    /// Combines the checksums of the parts, and compares the result with the object's. Each item is the
    /// checksum and the length of a part, in order.
    pub(super) fn check_parts(
        &self,
        parts: impl IntoIterator<Item = (Option<String>, u64)>,
    ) -> Result<(), TransferError> {
        let mut whole: Option<String> = None;
        for (value, length) in parts {
            whole = match (whole, value) {
                (None, first) => first,
                (Some(before), Some(value)) => self.algorithm.combine(&before, &value, length),
                (Some(_), None) => None,
            };
        }
        self.check(whole)
    }

    /// Compares the checksum of all bytes with the object's.
    pub(super) fn check(&self, found: Option<String>) -> Result<(), TransferError> {
        let (name, expected) = (self.algorithm.name(), &self.expected);
        match found {
            Some(found) if found == *expected => Ok(()),
            found => Err(TransferError::corrupt(format!(
                "the object is corrupted: its {name} checksum is {}, but the service says {expected}",
                found.as_deref().unwrap_or("unknown")
            ))),
        }
    }
}
