//! Converts names of a model to Rust identifiers.

mod rust;
mod scope;
mod words;

pub use rust::{constant, field, type_name, value_variant, variant};
pub use scope::Scope;
pub use words::words;
