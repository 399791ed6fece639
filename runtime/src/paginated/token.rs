//! [`PageToken`]: the types that the token of a page can have.

use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasher, Hash};

use crate::types::{Blob, DocumentMap};

/// The token of a page: a string for most services, a map for DynamoDB.
///
/// For a type of your own, `impl PageToken for Key {}` is enough.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the token of a page",
    label = "not a token",
    note = "a token is kept from one page to the next: use `String`, a map, or a type of your own with \
            `impl PageToken for …`"
)]
pub trait PageToken: Clone + PartialEq {
    /// Whether this value means that there is no token.
    fn is_empty(&self) -> bool {
        false
    }
}

impl PageToken for String {
    fn is_empty(&self) -> bool {
        self.is_empty()
    }
}

impl PageToken for Blob {
    fn is_empty(&self) -> bool {
        self.as_ref().is_empty()
    }
}

impl PageToken for DocumentMap {
    fn is_empty(&self) -> bool {
        self.is_empty()
    }
}

impl<K, V, S> PageToken for HashMap<K, V, S>
where
    K: Clone + Eq + Hash,
    V: Clone + PartialEq,
    S: BuildHasher + Clone,
{
    fn is_empty(&self) -> bool {
        self.is_empty()
    }
}

impl<K: Clone + Ord, V: Clone + PartialEq> PageToken for BTreeMap<K, V> {
    fn is_empty(&self) -> bool {
        self.is_empty()
    }
}

impl PageToken for i32 {}
impl PageToken for i64 {}
impl PageToken for u32 {}
impl PageToken for u64 {}
