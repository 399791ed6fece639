//! Smithy models to structs under `#[aws_operation]`.

mod error;
pub mod model;
pub mod plan;

pub use error::Error;
