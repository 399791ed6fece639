//! Names: from what a model calls a thing to what Rust calls it.

mod rust;
mod scope;
mod words;

pub use rust::{constant, field, type_name, value_variant, variant};
pub use scope::Scope;
