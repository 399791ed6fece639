//! [`Prelude`]: the lengths at the beginning of a message.

use super::{CHECKSUM, MAX_HEADERS, MAX_PAYLOAD};
use crate::error::BodyError;

/// The lengths of a message. They are verified, and within the limits.
#[derive(Debug, Clone, Copy)]
pub(super) struct Prelude {
    /// The length of the whole message.
    pub(super) total: usize,
    /// The length of the headers.
    pub(super) headers: usize,
    /// CRC-32 of the two lengths.
    pub(super) checksum: u32,
}

impl Prelude {
    /// The length of a prelude, with its checksum.
    pub(super) const LENGTH: usize = 8 + CHECKSUM;

    /// Reads a prelude. The checksum is verified before the lengths are used.
    pub(super) fn read(bytes: &[u8; Self::LENGTH]) -> Result<Self, BodyError> {
        let [a, b, c, d, e, f, g, h, checksum @ ..] = *bytes;
        let checksum = u32::from_be_bytes(checksum);
        if crc32fast::hash(&[a, b, c, d, e, f, g, h]) != checksum {
            return Err(invalid("the checksum of a message's lengths is wrong"));
        }
        let total = u32::from_be_bytes([a, b, c, d]) as usize;
        let headers = u32::from_be_bytes([e, f, g, h]) as usize;
        let payload = total.checked_sub(Self::LENGTH + CHECKSUM);
        let Some(payload) = payload.and_then(|rest| rest.checked_sub(headers)) else {
            return Err(invalid(&format!(
                "a message of {total} bytes cannot have {headers} bytes of headers"
            )));
        };
        if headers > MAX_HEADERS {
            return Err(invalid(&format!(
                "a message has {headers} bytes of headers; at most {MAX_HEADERS} are allowed"
            )));
        }
        if payload > MAX_PAYLOAD {
            return Err(invalid(&format!(
                "a message has a payload of {payload} bytes; at most {MAX_PAYLOAD} are allowed"
            )));
        }
        Ok(Self { total, headers, checksum })
    }

    /// The two lengths, and their checksum. The caller checks the limits.
    pub(super) fn write(total: u32, headers: u32) -> ([u8; Self::LENGTH], u32) {
        let mut bytes = [0; Self::LENGTH];
        let (lengths, checksum) = bytes.split_at_mut(8);
        lengths[..4].copy_from_slice(&total.to_be_bytes());
        lengths[4..].copy_from_slice(&headers.to_be_bytes());
        let crc = crc32fast::hash(lengths);
        checksum.copy_from_slice(&crc.to_be_bytes());
        (bytes, crc)
    }
}

/// The error of an invalid stream.
#[cold]
pub(super) fn invalid(what: &str) -> BodyError {
    BodyError::corrupt(format!("invalid event stream: {what}"))
}
