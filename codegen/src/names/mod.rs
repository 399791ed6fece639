//! Converts names of a model to Rust identifiers.

mod rust;
mod scope;
mod words;

pub use rust::{constant, field, type_name, value_variant, variant};
#[cfg(feature = "cli")]
pub use rust::{is_identifier, module};
pub use scope::Scope;
pub use words::words;
