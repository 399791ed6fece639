//! The sizes of parts, and S3's limits.
//!
//! Source: Amazon S3 user guide, "Amazon S3 multipart upload limits".

use super::error::TransferError;

const MIB: u64 = 1024 * 1024;

/// The default size of a part.
pub(super) const DEFAULT_PART: u64 = 8 * MIB;

/// The default number of parts in flight.
pub(super) const DEFAULT_CONCURRENCY: usize = 8;

/// The minimum size of a part that is not the last one.
const MIN_PART: u64 = 5 * MIB;

/// The maximum size of a part, and of an object that is uploaded in one request.
const MAX_PART: u64 = 5 * 1024 * MIB;

/// The maximum number of parts.
pub(super) const MAX_PARTS: u64 = 10_000;

/// The size of the parts of an upload. `length` is the length of the object, if it is known. Increases
/// the size if there would be too many parts.
pub(super) fn part_size(wanted: u64, length: Option<u64>) -> Result<u64, TransferError> {
    if !(MIN_PART..=MAX_PART).contains(&wanted) {
        return Err(TransferError::invalid(format!(
            "a part size of {wanted} bytes is not allowed; use {MIN_PART} (5 MiB) to {MAX_PART} (5 GiB)"
        )));
    }
    let size = enough(wanted, length);
    if size > MAX_PART {
        return Err(TransferError::invalid(format!(
            "{} bytes are too many for an object; S3 allows {MAX_PARTS} parts of {MAX_PART} bytes \
             (48.8 TiB)",
            length.unwrap_or_default()
        )));
    }
    Ok(size)
}

/// Returns the wanted size if it gives at most [`MAX_PARTS`] parts. Otherwise returns the smallest
/// multiple of 1 MiB that does.
pub(super) fn enough(wanted: u64, length: Option<u64>) -> u64 {
    let least = length.unwrap_or_default().div_ceil(MAX_PARTS);
    match least <= wanted {
        true => wanted,
        false => least.div_ceil(MIB).saturating_mul(MIB),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_part_size_is_increased_if_there_would_be_too_many_parts() {
        const MAX: u64 = MAX_PARTS * MAX_PART;
        for (wanted, length, size) in [
            (DEFAULT_PART, None, Some(DEFAULT_PART)),
            (DEFAULT_PART, Some(0), Some(DEFAULT_PART)),
            (DEFAULT_PART, Some(MAX_PARTS * DEFAULT_PART), Some(DEFAULT_PART)),
            (DEFAULT_PART, Some(MAX_PARTS * DEFAULT_PART + 1), Some(9 * MIB)),
            (MIN_PART, Some(5 << 40), Some(525 * MIB)),
            (DEFAULT_PART, Some(MAX), Some(MAX_PART)),
            (DEFAULT_PART, Some(MAX + 1), None),
            (DEFAULT_PART, Some(u64::MAX), None),
            (MIN_PART - 1, None, None),
            (MAX_PART + 1, None, None),
            (MAX_PART, None, Some(MAX_PART)),
        ] {
            let found = part_size(wanted, length);
            assert_eq!(found.as_ref().ok(), size.as_ref(), "{wanted} {length:?}: {found:?}");
            if let (Ok(size), Some(length)) = (found, length) {
                assert!(length.div_ceil(size) <= MAX_PARTS);
            }
        }
    }
}
