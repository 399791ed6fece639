//! CBOR as rpcv2Cbor defines it: serde's data model with Smithy's rules for unset values.
//!
//! Writing:
//! - structures, maps and lists have a definite length;
//! - an unset structure member is omitted; a null in a list or map is written;
//! - integers and lengths take the fewest bytes; integers of more than 64 bits have tag 2 or 3;
//! - `f32` and `f64` keep their width, also for NaN and the infinities;
//! - a [`Blob`](crate::Blob) is a byte string;
//! - a [`Timestamp`](crate::Timestamp) has tag 1; its `#[timestamp(…)]` is ignored. Whole seconds
//!   are an integer. Other times are a double, truncated to microseconds, the highest precision
//!   that a double has for such times;
//! - the protocol has no documents; a [`Document`](crate::Document) is written as the CBOR value
//!   that corresponds to it;
//! - map keys are text; serde's types are written in their human-readable form, so an IP address or
//!   a UUID is text, as in JSON.
//!
//! Reading:
//! - integers and floats may have any width; an integer may be a float without a fraction, and a
//!   float may be an integer;
//! - lengths may be definite or indefinite;
//! - unknown tags are ignored; a timestamp may be untagged, or text;
//! - a null or undefined member is absent; nulls in a list or map are skipped if its values cannot
//!   be null;
//! - in a union, `__type` and members that are null are ignored;
//! - bytes after the value are an error;
//! - errors never quote values, because a value may be a secret.
//!
//! Source: RFC 8949; Smithy RPC v2 CBOR protocol, "Shape serialization".

mod read;
#[cfg(test)]
mod tests;
mod write;

pub use read::Members;
pub(crate) use read::from_slice;
pub use write::Object;
pub(crate) use write::to_vec;

use super::error::Error;

/// The major types: the upper three bits of an item's first byte.
mod major {
    pub(super) const UNSIGNED: u8 = 0;
    pub(super) const NEGATIVE: u8 = 1;
    pub(super) const BYTES: u8 = 2;
    pub(super) const TEXT: u8 = 3;
    pub(super) const LIST: u8 = 4;
    pub(super) const MAP: u8 = 5;
    pub(super) const TAG: u8 = 6;
    pub(super) const OTHER: u8 = 7;
}

/// The first bytes of simple values, floats and breaks.
mod first {
    pub(super) const FALSE: u8 = 0xf4;
    pub(super) const TRUE: u8 = 0xf5;
    pub(super) const NULL: u8 = 0xf6;
    pub(super) const UNDEFINED: u8 = 0xf7;
    pub(super) const HALF: u8 = 0xf9;
    pub(super) const SINGLE: u8 = 0xfa;
    pub(super) const DOUBLE: u8 = 0xfb;
    pub(super) const BREAK: u8 = 0xff;
}

/// The tags that this format interprets.
mod tag {
    pub(super) const EPOCH_SECONDS: u64 = 1;
    pub(super) const POSITIVE_BIGNUM: u64 = 2;
    pub(super) const NEGATIVE_BIGNUM: u64 = 3;
}
