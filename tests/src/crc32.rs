//! CRC-32, computed without a library, to check what the crate computes.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// The CRC-32 of the bytes in base64, as in the header `x-amz-checksum-crc32`.
pub fn crc32(bytes: &[u8]) -> String {
    STANDARD.encode(crc32_number(bytes).to_be_bytes())
}

/// The CRC-32 of the bytes. It is computed bit by bit: slow, and simple enough to be read.
pub fn crc32_number(bytes: &[u8]) -> u32 {
    let mut crc = u32::MAX;
    for byte in bytes {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 };
        }
    }
    !crc
}
