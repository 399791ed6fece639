//! [`Payload`]: how the signature covers the body.

use std::fmt;

use ring::digest::{self, SHA256};

/// How the signature covers the body.
#[derive(Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Payload<'a> {
    /// The body's bytes.
    Bytes(&'a [u8]),
    /// The SHA-256 of the body, if the body itself is not available.
    Sha256([u8; 32]),
    /// The body is not signed. Use it only over TLS, and only if the service allows it.
    Unsigned,
    /// The body is sent in chunks that are not signed, with a trailer that has its checksum.
    StreamingUnsignedTrailer,
    /// The body is sent in chunks, each of which a [`ChunkSigner`](super::ChunkSigner) signs.
    StreamingSigned,
    /// The same with a trailer, which is signed too.
    StreamingSignedTrailer,
    /// The body is a stream of events, each of which is signed.
    StreamingEvents,
}

/// The value of `x-amz-content-sha256` for [`Payload::StreamingUnsignedTrailer`]. Requests without a
/// signature have it too.
pub(crate) const UNSIGNED_TRAILER: &str = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";

/// Without the bytes, which may be sensitive.
impl fmt::Debug for Payload<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bytes(bytes) => write!(f, "Bytes({} bytes)", bytes.len()),
            Self::Sha256(hash) => write!(f, "Sha256({})", crate::types::hex(hash)),
            Self::Unsigned => f.write_str("Unsigned"),
            Self::StreamingUnsignedTrailer => f.write_str("StreamingUnsignedTrailer"),
            Self::StreamingSigned => f.write_str("StreamingSigned"),
            Self::StreamingSignedTrailer => f.write_str("StreamingSignedTrailer"),
            Self::StreamingEvents => f.write_str("StreamingEvents"),
        }
    }
}

/// The text in the place of the body in the canonical request.
pub(super) enum PayloadHash {
    Word(&'static str),
    Hash([u8; 64]),
}

impl PayloadHash {
    #[inline]
    pub(super) fn of(payload: Payload<'_>) -> Self {
        match payload {
            Payload::Bytes(bytes) => Self::Hash(sha256(bytes)),
            Payload::Sha256(hash) => Self::Hash(digits(&hash)),
            Payload::Unsigned => Self::Word("UNSIGNED-PAYLOAD"),
            Payload::StreamingUnsignedTrailer => Self::Word(UNSIGNED_TRAILER),
            Payload::StreamingSigned => Self::Word("STREAMING-AWS4-HMAC-SHA256-PAYLOAD"),
            Payload::StreamingSignedTrailer => {
                Self::Word("STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER")
            }
            Payload::StreamingEvents => Self::Word("STREAMING-AWS4-HMAC-SHA256-EVENTS"),
        }
    }

    #[inline]
    pub(super) fn as_bytes(&self) -> &[u8] {
        match self {
            Self::Word(word) => word.as_bytes(),
            Self::Hash(hash) => hash,
        }
    }
}

/// The hash of an empty body, which most requests have.
const EMPTY: [u8; 64] = *b"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/// The hash, as hexadecimal digits.
#[inline]
pub(super) fn sha256(bytes: &[u8]) -> [u8; 64] {
    match bytes {
        [] => EMPTY,
        bytes => {
            let hash = digest::digest(&SHA256, bytes);
            digits(&hash.as_ref().try_into().unwrap_or_default())
        }
    }
}

/// All digits in one loop, which the compiler vectorizes.
#[inline]
pub(super) fn digits(hash: &[u8; 32]) -> [u8; 64] {
    let digit = |half: u8| half + if half < 10 { b'0' } else { b'a' - 10 };
    let mut text = [0; 64];
    for (at, byte) in hash.iter().enumerate() {
        text[2 * at] = digit(byte >> 4);
        text[2 * at + 1] = digit(byte & 15);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_of_nothing_is_that_of_nothing() {
        let nothing: [u8; 32] = digest::digest(&SHA256, b"").as_ref().try_into().expect("a hash");
        assert_eq!(digits(&nothing), EMPTY);
        assert_eq!(PayloadHash::of(Payload::Bytes(b"")).as_bytes(), EMPTY);
        let hash: [u8; 32] = digest::digest(&SHA256, b"a").as_ref().try_into().unwrap_or_default();
        assert_eq!(PayloadHash::of(Payload::Sha256(hash)).as_bytes(), sha256(b"a"));
    }

    #[test]
    fn every_byte_has_its_digits_at_every_place() {
        for byte in 0..=u8::MAX {
            for at in 0..32 {
                let mut hash = [0x5a; 32];
                hash[at] = byte;
                let expected: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
                assert_eq!(digits(&hash), expected.as_bytes());
            }
        }
    }
}
