//! Smithy models to structs under `#[aws_operation]`.

mod case;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod cli;
mod command;
mod customization;
mod docs;
mod error;
mod file;
mod generator;
pub mod model;
mod names;
mod nearest;
pub mod plan;
mod planner;
mod render;
mod select;
mod traits;

pub use error::Error;
pub use generator::{Docs, Generated, Generator};
pub use model::Model;
pub use planner::plan;
pub use render::render;
pub use select::Selection;
