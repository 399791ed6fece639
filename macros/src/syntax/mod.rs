//! Stage 1: parses tokens into arguments and fields. It keeps spans and does not interpret values.

mod arguments;
mod fields;
mod paginated;
mod xml;

pub use arguments::Arguments;
pub use fields::{Field, FieldAttribute, field_attribute, fields};
pub use paginated::{FieldPath, Paginated};
pub use xml::{Facts, check_name, check_namespace, newtype};

use syn::Path;

/// Lists words for a message: `` `method`, `uri` ``.
pub fn list(words: &[&str]) -> String {
    let words: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    words.join(", ")
}

/// Whether a path ends in this name.
pub fn last_segment_is(path: &Path, name: &str) -> bool {
    path.segments.last().is_some_and(|segment| segment.ident == name)
}
