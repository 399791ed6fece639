//! Operations with the same errors share one enum.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use crate::model::ShapeId;
use crate::plan::{ErrorEnum, Operation};

/// Makes the error enums of operations aliases of the first enum with the same errors.
///
/// Each operation keeps a name for its errors, whichever operations are selected. So no name changes
/// when operations are added, or when a later model changes the errors of one of them.
pub fn share(operations: &mut [Operation]) {
    let mut enums: BTreeMap<Vec<(ShapeId, String)>, String> = BTreeMap::new();
    for error in operations.iter_mut().filter_map(|operation| operation.error.as_mut()) {
        match enums.entry(key(error)) {
            Entry::Occupied(first) => error.alias_of = Some(first.get().clone()),
            Entry::Vacant(entry) => {
                entry.insert(error.name.clone());
            }
        }
    }
}

/// The errors and the names of their variants, in any order.
fn key(error: &ErrorEnum) -> Vec<(ShapeId, String)> {
    let variants = error.variants.iter();
    let mut key: Vec<_> =
        variants.map(|variant| (variant.shape.clone(), variant.name.clone())).collect();
    key.sort_unstable();
    key
}
