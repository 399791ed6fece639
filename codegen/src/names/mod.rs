//! From names in a model to identifiers in Rust.

mod rust;
mod scope;
mod words;

pub use rust::{constant, field, type_name, value_variant, variant};
pub use scope::Scope;
