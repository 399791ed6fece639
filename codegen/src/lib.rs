//! Smithy models to structs under `#[aws_operation]`.
//!
//! AWS publishes a model of every service (<https://github.com/aws/api-models-aws>). This crate reads
//! one and writes the operations that you name, and only what they reach, as a person would have
//! written them for `aws-operation`: structs, open enums, unions and errors, with documentation.
//! [`Generator`] does so in a build script; the binary `aws-operation` does at the command line:
//!
//! ```console
//! $ aws-operation list api-gateway-2015-07-09.json --filter resource
//! $ aws-operation generate api-gateway-2015-07-09.json --operation GetResources --out src/api.rs
//! $ aws-operation generate api-gateway-2015-07-09.json --operation GetMethod --out src/api.rs --add
//! ```
//!
//! A model goes through four stages: [`Model`] is the file, a [`Selection`] says which of its
//! operations are wanted, [`plan()`] names and types the Rust items that they need, and [`render`]
//! writes those down as `rustfmt` leaves them. Everything that can be wrong is found before anything
//! is written.
//!
//! Names follow the whole service, never the selection, so adding an operation renames nothing:
//!
//! - Fields are in snake case: `URLConfig` is `url_config`, `KMSKeyARNs` is `kms_key_arns`. A keyword
//!   is raw (`r#type`) or, where it cannot be, has an underscore (`self_`). A name that begins with a
//!   digit gets an `n`, for number; the second of two equal names ends in `_2`.
//! - Types are called what the model calls them. Where Rust's prelude, `aws_operation` or an operation
//!   has the name already, a shape ends in `Shape`.
//! - Variants are in upper camel case, with an `N` before a digit. The last one keeps what is not
//!   known: `Unknown`, or `Unrecognized` where the model has an `Unknown` of its own.

mod case;
mod changes;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod cli;
mod command;
mod customization;
mod docs;
mod error;
mod escape;
mod file;
mod generator;
mod header;
pub mod model;
mod names;
mod nearest;
pub mod plan;
mod planner;
mod protocol;
mod render;
mod select;
mod shape_id;
mod traits;
mod validate;

pub use error::Error;
pub use generator::{Docs, Generated, Generator};
pub use model::Model;
pub use planner::plan;
pub use protocol::Protocol;
pub use render::render;
pub use select::Selection;
