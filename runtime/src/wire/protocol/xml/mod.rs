//! XML as AWS services use it: restXml bodies, and the responses of awsQuery and ec2Query.
//!
//! - Each structure member is an element with the member's wire name. Members may be in any order.
//!   Elements with the same name are collected, also if other elements are between them.
//! - A list is one element whose children are the items (`member`). A map is one element whose
//!   children are the entries (`entry` with `key` and `value`). A member's [`Facts`] can change
//!   this: `flattened`, other element names, or an attribute instead of an element.
//! - An unset member is omitted. An element with `xsi:nil="true"` is read as absent.
//! - Text between the elements of a structure is ignored. Namespaces are ignored too: a name
//!   matches with any prefix.
//! - Only the five predefined entities are supported. A document type declaration is an error.
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
#[cfg(feature = "testing")]
pub(crate) use read::reference;
pub(crate) use read::{
    ErrorDocument, Root, document, from_payload, is_error, is_whole, problem, root,
};
pub use write::Object;
pub(crate) use write::payload;
