//! [`Algorithm`]: the name of a checksum, and [`Hasher`], its computation.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::digest;

/// An algorithm of Smithy's `httpChecksum`.
///
/// Source: AWS SDKs and tools reference guide, "Data integrity protections for Amazon S3".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Algorithm {
    Crc32,
    Crc32c,
    Crc64Nvme,
    Sha1,
    Sha256,
    Sha512,
    Md5,
    XxHash64,
    XxHash3,
    XxHash128,
}

/// Each algorithm, the fastest first: this is the order in which the checksum of a response is chosen.
const ALL: [(Algorithm, &str, &str, &str); 10] = {
    use Algorithm::*;
    [
        // The name in `x-amz-sdk-checksum-algorithm`, the header with the value, the feature.
        (XxHash3, "XXHASH3", "x-amz-checksum-xxhash3", "xxhash"),
        (XxHash128, "XXHASH128", "x-amz-checksum-xxhash128", "xxhash"),
        (XxHash64, "XXHASH64", "x-amz-checksum-xxhash64", "xxhash"),
        (Crc64Nvme, "CRC64NVME", "x-amz-checksum-crc64nvme", "crc"),
        (Crc32c, "CRC32C", "x-amz-checksum-crc32c", "crc"),
        (Crc32, "CRC32", "x-amz-checksum-crc32", ""),
        (Sha1, "SHA1", "x-amz-checksum-sha1", ""),
        (Sha256, "SHA256", "x-amz-checksum-sha256", ""),
        (Sha512, "SHA512", "x-amz-checksum-sha512", ""),
        (Md5, "MD5", "x-amz-checksum-md5", "md5"),
    ]
};

impl Algorithm {
    /// All algorithms, in the order in which the checksum of a response is chosen.
    pub(crate) fn all() -> impl Iterator<Item = Self> {
        ALL.iter().map(|(algorithm, ..)| *algorithm)
    }

    /// The algorithm with this name in `x-amz-sdk-checksum-algorithm`.
    pub(crate) fn named(name: &str) -> Option<Self> {
        let found = ALL.iter().find(|(_, known, ..)| known.eq_ignore_ascii_case(name));
        found.map(|(algorithm, ..)| *algorithm)
    }

    fn entry(self) -> (&'static str, &'static str, &'static str) {
        let found = ALL.iter().find(|(algorithm, ..)| *algorithm == self);
        found.map_or(("", "", ""), |(_, name, header, feature)| (name, header, feature))
    }

    /// The name in `x-amz-sdk-checksum-algorithm`.
    pub(crate) fn name(self) -> &'static str {
        self.entry().0
    }

    /// The header, or trailer, with the value.
    pub(crate) fn header(self) -> &'static str {
        self.entry().1
    }

    /// The feature of this crate that the algorithm needs.
    pub(crate) fn feature(self) -> &'static str {
        self.entry().2
    }

    /// The number of bytes of the value.
    fn length(self) -> usize {
        match self {
            Self::Crc32 | Self::Crc32c => 4,
            Self::Crc64Nvme | Self::XxHash64 | Self::XxHash3 => 8,
            Self::XxHash128 | Self::Md5 => 16,
            Self::Sha1 => 20,
            Self::Sha256 => 32,
            Self::Sha512 => 64,
        }
    }

    /// The length of the value in base64.
    pub(crate) fn encoded_length(self) -> usize {
        self.length().div_ceil(3) * 4
    }

    /// `None` if the algorithm's feature is not enabled.
    pub(crate) fn hasher(self) -> Option<Hasher> {
        Some(Hasher(match self {
            Self::Crc32 => State::Crc32(crc32fast::Hasher::new()),
            Self::Sha1 => sha(&digest::SHA1_FOR_LEGACY_USE_ONLY),
            Self::Sha256 => sha(&digest::SHA256),
            Self::Sha512 => sha(&digest::SHA512),
            #[cfg(feature = "crc")]
            Self::Crc32c => State::Crc32c(CRC32C.digest()),
            #[cfg(feature = "crc")]
            Self::Crc64Nvme => State::Crc64Nvme(CRC64_NVME.digest()),
            #[cfg(feature = "md5")]
            Self::Md5 => State::Md5(md5::Context::new()),
            #[cfg(feature = "xxhash")]
            Self::XxHash64 => State::XxHash64(xxhash_rust::xxh64::Xxh64::new(0)),
            #[cfg(feature = "xxhash")]
            Self::XxHash3 => State::XxHash3(Box::default()),
            #[cfg(feature = "xxhash")]
            Self::XxHash128 => State::XxHash128(Box::default()),
            #[cfg(not(all(feature = "crc", feature = "md5", feature = "xxhash")))]
            _ => return None,
        }))
    }

    /// The value for these bytes, in base64. `None` if the algorithm's feature is not enabled.
    pub(crate) fn of(self, bytes: &[u8]) -> Option<String> {
        let mut hasher = self.hasher()?;
        hasher.update(bytes);
        Some(hasher.finish())
    }
}

#[cfg(feature = "crc")]
static CRC32C: crc::Crc<u32, crc::Table<16>> =
    crc::Crc::<u32, crc::Table<16>>::new(&crc::CRC_32_ISCSI);
#[cfg(feature = "crc")]
static CRC64_NVME: crc::Crc<u64, crc::Table<16>> =
    crc::Crc::<u64, crc::Table<16>>::new(&crc::CRC_64_NVME);

/// A checksum of the bytes so far.
pub(crate) struct Hasher(State);

enum State {
    Crc32(crc32fast::Hasher),
    Sha(Box<digest::Context>),
    #[cfg(feature = "crc")]
    Crc32c(crc::Digest<'static, u32, crc::Table<16>>),
    #[cfg(feature = "crc")]
    Crc64Nvme(crc::Digest<'static, u64, crc::Table<16>>),
    #[cfg(feature = "md5")]
    Md5(md5::Context),
    #[cfg(feature = "xxhash")]
    XxHash64(xxhash_rust::xxh64::Xxh64),
    #[cfg(feature = "xxhash")]
    XxHash3(Box<xxhash_rust::xxh3::Xxh3>),
    #[cfg(feature = "xxhash")]
    XxHash128(Box<xxhash_rust::xxh3::Xxh3>),
}

fn sha(algorithm: &'static digest::Algorithm) -> State {
    State::Sha(Box::new(digest::Context::new(algorithm)))
}

impl Hasher {
    pub(crate) fn update(&mut self, bytes: &[u8]) {
        match &mut self.0 {
            State::Crc32(state) => state.update(bytes),
            State::Sha(state) => state.update(bytes),
            #[cfg(feature = "crc")]
            State::Crc32c(state) => state.update(bytes),
            #[cfg(feature = "crc")]
            State::Crc64Nvme(state) => state.update(bytes),
            #[cfg(feature = "md5")]
            State::Md5(state) => state.consume(bytes),
            #[cfg(feature = "xxhash")]
            State::XxHash64(state) => state.update(bytes),
            #[cfg(feature = "xxhash")]
            State::XxHash3(state) | State::XxHash128(state) => state.update(bytes),
        }
    }

    /// The value in base64, with its highest byte first.
    pub(crate) fn finish(self) -> String {
        match self.0 {
            State::Crc32(state) => STANDARD.encode(state.finalize().to_be_bytes()),
            State::Sha(state) => STANDARD.encode(state.finish()),
            #[cfg(feature = "crc")]
            State::Crc32c(state) => STANDARD.encode(state.finalize().to_be_bytes()),
            #[cfg(feature = "crc")]
            State::Crc64Nvme(state) => STANDARD.encode(state.finalize().to_be_bytes()),
            #[cfg(feature = "md5")]
            State::Md5(state) => STANDARD.encode(state.finalize().0),
            #[cfg(feature = "xxhash")]
            State::XxHash64(state) => STANDARD.encode(state.digest().to_be_bytes()),
            #[cfg(feature = "xxhash")]
            State::XxHash3(state) => STANDARD.encode(state.digest().to_be_bytes()),
            #[cfg(feature = "xxhash")]
            State::XxHash128(state) => STANDARD.encode(state.digest128().to_be_bytes()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The check values of the algorithms' own specifications, for the text `123456789`.
    #[test]
    fn each_algorithm_has_its_check_value() {
        let hex = |text: &str| -> Vec<u8> {
            let digits = text.as_bytes().chunks(2);
            digits
                .map(|two| u8::from_str_radix(std::str::from_utf8(two).expect("text"), 16))
                .collect::<Result<_, _>>()
                .expect("hexadecimal digits")
        };
        for (algorithm, value) in [
            (Algorithm::Crc32, "cbf43926"),
            (Algorithm::Crc32c, "e3069283"),
            (Algorithm::Crc64Nvme, "ae8b14860a799888"),
            (Algorithm::Sha1, "f7c3bc1d808e04732adf679965ccc34ca7ae3441"),
            (Algorithm::Sha256, "15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225"),
            (
                Algorithm::Sha512,
                "d9e6762dd1c8eaf6d61b3c6192fc408d4d6d5f1176d0c29169bc24e71c3f274ad27fcd5811b313d681f7e55ec02d73d499c95455b6b5bb503acf574fba8ffe85",
            ),
            (Algorithm::Md5, "25f9e794323b453885f5181f1b624d0b"),
            (Algorithm::XxHash64, "8cb841db40e6ae83"),
        ] {
            let expected = STANDARD.encode(hex(value));
            assert_eq!(expected.len(), algorithm.encoded_length());
            if let Some(found) = algorithm.of(b"123456789") {
                assert_eq!(found, expected, "{algorithm:?}");
                // The checksum does not depend on how the bytes are split.
                let mut hasher = algorithm.hasher().expect("it was there before");
                hasher.update(b"12345");
                hasher.update(b"");
                hasher.update(b"6789");
                assert_eq!(hasher.finish(), expected, "{algorithm:?}");
            }
        }
    }

    #[test]
    fn names_and_headers_belong_together() {
        for algorithm in Algorithm::all() {
            assert_eq!(Algorithm::named(algorithm.name()), Some(algorithm));
            let header = format!("x-amz-checksum-{}", algorithm.name().to_ascii_lowercase());
            assert_eq!(algorithm.header(), header);
            let is_there = algorithm.hasher().is_some();
            assert!(is_there || !algorithm.feature().is_empty(), "{algorithm:?} needs no feature");
        }
        assert_eq!(Algorithm::named("crc32"), Some(Algorithm::Crc32));
        assert_eq!(Algorithm::named("CRC33"), None);
    }
}
