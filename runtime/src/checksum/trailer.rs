//! [`Trailer`]: a checksum that is sent after a body.

use super::{Algorithm, Hasher};

/// A checksum that is sent after a body.
///
/// `start` is a function pointer, so that only programs with operations that have checksums contain the
/// code of the algorithms.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Trailer {
    /// The name of the header.
    pub header: &'static str,
    /// The length of the value.
    pub value_length: usize,
    algorithm: Algorithm,
    start: fn(Algorithm) -> Option<Box<dyn Running>>,
}

impl Trailer {
    pub(crate) fn new(algorithm: Algorithm) -> Self {
        Self {
            header: algorithm.header(),
            value_length: algorithm.encoded_length(),
            algorithm,
            start: |algorithm| Some(Box::new(algorithm.hasher()?)),
        }
    }

    /// Begins to compute the checksum. `None` if the algorithm's feature is not enabled.
    pub(crate) fn start(self) -> Option<Box<dyn Running>> {
        (self.start)(self.algorithm)
    }
}

/// A checksum that is being computed.
pub(crate) trait Running: Send {
    /// Adds bytes.
    fn update(&mut self, bytes: &[u8]);

    /// The value in base64.
    fn finish(self: Box<Self>) -> String;
}

impl Running for Hasher {
    fn update(&mut self, bytes: &[u8]) {
        self.update(bytes);
    }

    fn finish(self: Box<Self>) -> String {
        (*self).finish()
    }
}
