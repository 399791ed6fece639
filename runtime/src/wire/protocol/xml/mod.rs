//! XML as AWS writes it: bodies of restXml both ways, and the responses of awsQuery and ec2Query.
//!
//! - A structure's members are elements of their wire names, in any order; repeated elements are
//!   collected, also when others stand between them.
//! - A list is one element whose children are its items (`member`), a map one element whose
//!   children are its entries (`entry` with `key` and `value`). [`Facts`] of a member say otherwise:
//!   `flattened`, other names, an attribute instead of an element.
//! - An unset member is left out. An element with `xsi:nil="true"` is read as absent.
//! - Text between the elements of a structure is ignored, as are namespaces: a name matches with
//!   any prefix.
//! - There are no entities beyond the five of XML, and no document type declarations.
//!
//! [`Facts`]: super::facts::Facts

mod name;
mod read;
#[cfg(test)]
mod tests;
mod write;

pub use read::Members;
#[cfg(any(test, fuzzing))]
pub(crate) use read::from_slice;
pub(crate) use read::{
    ErrorDocument, Root, document, from_payload, is_error, is_whole, problem, root,
};
pub use write::Object;
pub(crate) use write::payload;
