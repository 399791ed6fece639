//! Payloads of bytes, which serde would take for lists of numbers.

use bytes::Bytes;

use crate::types::Blob;

/// Bytes that a payload can be.
#[diagnostic::on_unimplemented(
    message = "a payload cannot be written from `{Self}` as bytes",
    note = "use `aws_operation::Blob` or `Vec<u8>`, or an `Option` of one"
)]
pub trait AsPayloadBytes {
    /// The bytes; `None` where they are unset.
    fn as_payload_bytes(&self) -> Option<&[u8]>;
}

impl AsPayloadBytes for [u8] {
    fn as_payload_bytes(&self) -> Option<&[u8]> {
        Some(self)
    }
}

impl<const N: usize> AsPayloadBytes for [u8; N] {
    fn as_payload_bytes(&self) -> Option<&[u8]> {
        Some(self)
    }
}

impl AsPayloadBytes for Vec<u8> {
    fn as_payload_bytes(&self) -> Option<&[u8]> {
        Some(self)
    }
}

impl AsPayloadBytes for Bytes {
    fn as_payload_bytes(&self) -> Option<&[u8]> {
        Some(self)
    }
}

impl AsPayloadBytes for Blob {
    fn as_payload_bytes(&self) -> Option<&[u8]> {
        Some(self)
    }
}

impl<T: AsPayloadBytes + ?Sized> AsPayloadBytes for &T {
    fn as_payload_bytes(&self) -> Option<&[u8]> {
        (**self).as_payload_bytes()
    }
}

impl<T: AsPayloadBytes + ?Sized> AsPayloadBytes for Box<T> {
    fn as_payload_bytes(&self) -> Option<&[u8]> {
        (**self).as_payload_bytes()
    }
}

impl<T: AsPayloadBytes> AsPayloadBytes for Option<T> {
    fn as_payload_bytes(&self) -> Option<&[u8]> {
        self.as_ref().and_then(T::as_payload_bytes)
    }
}
