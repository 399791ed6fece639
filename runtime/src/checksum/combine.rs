//! Combines the CRCs of adjacent pieces into the CRC of both.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::Algorithm;

/// The polynomial of a CRC with its bits reversed, and its number of bits.
fn polynomial(algorithm: Algorithm) -> Option<(u64, u32)> {
    match algorithm {
        Algorithm::Crc32 => Some((0xedb8_8320, 32)),
        Algorithm::Crc32c => Some((0x82f6_3b78, 32)),
        Algorithm::Crc64Nvme => Some((0x9a6c_9329_ac4b_c9b5, 64)),
        _ => None,
    }
}

impl Algorithm {
    /// Whether the checksums of adjacent pieces can be combined.
    pub(crate) fn can_combine(self) -> bool {
        polynomial(self).is_some()
    }

    /// Computes the checksum of two adjacent pieces from the checksum of each. All checksums are in
    /// base64. `second_length` is the length of the second piece in bytes. `None` if the algorithm
    /// cannot combine checksums, or if one is invalid.
    pub(crate) fn combine(self, first: &str, second: &str, second_length: u64) -> Option<String> {
        let (polynomial, bits) = polynomial(self)?;
        let number = |value: &str| {
            let bytes = STANDARD.decode(value).ok()?;
            (bytes.len() * 8 == bits as usize)
                .then(|| bytes.iter().fold(0, |number, byte| number << 8 | u64::from(*byte)))
        };
        let shift = power(second_length, polynomial, bits);
        let combined = multiply(number(first)?, shift, polynomial, bits) ^ number(second)?;
        Some(STANDARD.encode(&combined.to_be_bytes()[8 - bits as usize / 8..]))
    }
}

/// The product of two polynomials modulo a third one. The highest bit is the coefficient of x^0.
///
/// Source: zlib, `crc32_combine`.
fn multiply(a: u64, mut b: u64, polynomial: u64, bits: u32) -> u64 {
    let mut product = 0;
    for bit in (0..bits).rev() {
        if a >> bit & 1 == 1 {
            product ^= b;
        }
        b = b >> 1 ^ if b & 1 == 1 { polynomial } else { 0 };
    }
    product
}

/// x^(8 × bytes) modulo the polynomial.
fn power(mut bytes: u64, polynomial: u64, bits: u32) -> u64 {
    let one = 1 << (bits - 1);
    let (mut result, mut square) = (one, one >> 8);
    while bytes > 0 {
        if bytes & 1 == 1 {
            result = multiply(result, square, polynomial, bits);
        }
        square = multiply(square, square, polynomial, bits);
        bytes >>= 1;
    }
    result
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_parts_of_any_split_have_the_checksum_of_the_whole(
            bytes in prop::collection::vec(any::<u8>(), 0..3_000),
            at: prop::sample::Index,
        ) {
            let (first, second) = bytes.split_at(at.index(bytes.len() + 1));
            for algorithm in Algorithm::all() {
                let Some(whole) = algorithm.of(&bytes) else { continue };
                let of = |piece| algorithm.of(piece).expect("it was there before");
                let combined =
                    algorithm.combine(&of(first), &of(second), second.len() as u64);
                prop_assert_eq!(combined, algorithm.can_combine().then_some(whole));
            }
        }
    }

    #[test]
    fn values_of_another_length_are_not_combined() {
        let crc32 = Algorithm::Crc32;
        assert_eq!(crc32.combine("AAAAAA==", "AAAAAAAAAAA=", 1), None);
        assert_eq!(crc32.combine("AAAAAA==-2", "AAAAAA==", 1), None);
        // Pieces of more than 4 GiB.
        let zeros = crc32fast::Hasher::new_with_initial_len(0, 5 << 30);
        let mut before = crc32fast::Hasher::new();
        before.update(b"hello");
        let mut both = before.clone();
        both.combine(&zeros);
        let encode = |value: u32| STANDARD.encode(value.to_be_bytes());
        let combined = crc32.combine(&encode(before.finalize()), &encode(0), 5 << 30);
        assert_eq!(combined, Some(encode(both.finalize())));
    }
}
