//! CBOR as the protocol rpcv2Cbor writes it: serde's data model with Smithy's rules for unset values.
//!
//! Writing:
//! - structures, maps and lists have a definite length; an unset member is left out, and a null in
//!   a list or map is kept;
//! - integers and lengths take the fewest bytes; integers of more than 64 bits are tags 2 and 3;
//! - `f32` and `f64` keep their width, also for NaN and the infinities;
//! - a [`Blob`](crate::Blob) is a byte string;
//! - a [`Timestamp`](crate::Timestamp) is tag 1, whatever its `#[timestamp(…)]` says: an integer
//!   where it is whole, else a double cut to microseconds, the most that a double can hold;
//! - a [`Document`](crate::Document), which the protocol does not have, is the CBOR that says the
//!   same;
//! - the keys of a map are text, and serde's types have the form that is meant for people, so that
//!   an address or a UUID is text as in JSON.
//!
//! Reading:
//! - every width of integer and float, integers as floats, and floats without a fraction as
//!   integers;
//! - definite and indefinite lengths;
//! - unknown tags are ignored; a timestamp may lack its tag, or be text;
//! - a member that is null or undefined is absent; a list or map whose values cannot be null drops
//!   nulls;
//! - in a union, `__type` and null siblings are ignored;
//! - bytes after the value are an error;
//! - no error quotes a value, which may be a secret.
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

/// The major types, which are the upper three bits of an item's first byte.
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

/// The first bytes of items that are always the same.
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

/// The tags that mean something here.
mod tag {
    pub(super) const EPOCH_SECONDS: u64 = 1;
    pub(super) const POSITIVE_BIGNUM: u64 = 2;
    pub(super) const NEGATIVE_BIGNUM: u64 = 3;
}
