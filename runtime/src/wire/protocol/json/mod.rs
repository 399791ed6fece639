//! JSON as AWS writes it: serde's data model with Smithy's rules for what is unset.
//!
//! Where it differs from plain JSON formats:
//! - an unset member of a structure is left out, a null in a list or map is kept;
//! - a null member that is read is absent; a list or map of values that cannot be null drops nulls;
//! - NaN and the infinities are strings;
//! - in a union, `__type` and null siblings are ignored;
//! - a whole number may be written as `3.0` or `1e3`;
//! - no error quotes a value, which may be a secret.

mod plain;
mod read;
#[cfg(test)]
mod tests;
mod write;

pub use read::Members;
pub(crate) use read::{from_payload, from_slice};
pub use write::Object;
pub(crate) use write::payload;

use super::error::Error;
use plain::plain_length;
