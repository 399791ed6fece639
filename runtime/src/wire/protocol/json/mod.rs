//! JSON as AWS services use it: serde's data model with Smithy's rules for unset values.
//!
//! Differences from other JSON formats:
//! - an unset structure member is omitted; a null in a list or map is written;
//! - a null member is read as absent; nulls in a list or map are skipped if its values cannot be
//!   null;
//! - NaN and the infinities are strings;
//! - in a union, `__type` and members that are null are ignored;
//! - a whole number may be written as `3.0` or `1e3`;
//! - errors never quote values, because a value may be a secret.

mod plain;
mod read;
#[cfg(test)]
mod tests;
mod write;

pub use read::Members;
pub(crate) use read::{from_payload, from_slice, value_at};
pub use write::Object;
pub(crate) use write::payload;

use super::error::Error;
use plain::plain_length;
