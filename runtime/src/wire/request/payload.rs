//! Payloads of bytes, which serde would write as lists of numbers, and streams.

use std::sync::Arc;

use bytes::Bytes;

use crate::types::{Blob, ByteStream};

/// The types of bytes that a payload can have.
#[diagnostic::on_unimplemented(
    message = "a payload cannot be written from `{Self}` as bytes",
    note = "use `aws_operation::Blob`, `aws_operation::ByteStream` or `Vec<u8>`, or an `Option` of one"
)]
pub trait AsPayloadBytes {
    /// The bytes; `None` if they are unset. Those of a [`Blob`], [`Bytes`] or [`ByteStream`] are
    /// shared, others are copied.
    fn payload_bytes(&self) -> Option<ByteStream>;
}

impl AsPayloadBytes for [u8] {
    fn payload_bytes(&self) -> Option<ByteStream> {
        Some(self.into())
    }
}

impl<const N: usize> AsPayloadBytes for [u8; N] {
    fn payload_bytes(&self) -> Option<ByteStream> {
        self.as_slice().payload_bytes()
    }
}

impl AsPayloadBytes for Vec<u8> {
    fn payload_bytes(&self) -> Option<ByteStream> {
        self.as_slice().payload_bytes()
    }
}

impl AsPayloadBytes for Bytes {
    fn payload_bytes(&self) -> Option<ByteStream> {
        Some(self.clone().into())
    }
}

impl AsPayloadBytes for Blob {
    fn payload_bytes(&self) -> Option<ByteStream> {
        Some(self.clone().into())
    }
}

impl AsPayloadBytes for ByteStream {
    fn payload_bytes(&self) -> Option<ByteStream> {
        Some(self.share())
    }
}

impl<T: AsPayloadBytes + ?Sized> AsPayloadBytes for &T {
    fn payload_bytes(&self) -> Option<ByteStream> {
        (**self).payload_bytes()
    }
}

impl<T: AsPayloadBytes + ?Sized> AsPayloadBytes for Box<T> {
    fn payload_bytes(&self) -> Option<ByteStream> {
        (**self).payload_bytes()
    }
}

impl<T: AsPayloadBytes + ?Sized> AsPayloadBytes for Arc<T> {
    fn payload_bytes(&self) -> Option<ByteStream> {
        (**self).payload_bytes()
    }
}

impl<T: AsPayloadBytes> AsPayloadBytes for Option<T> {
    fn payload_bytes(&self) -> Option<ByteStream> {
        self.as_ref().and_then(T::payload_bytes)
    }
}
