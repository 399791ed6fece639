//! Generates structs under `#[aws_operation]` from Smithy models.
//!
//! AWS publishes a model of every service (<https://github.com/aws/api-models-aws>). This crate reads
//! a model and writes the operations that you select and the types that they need: structs, open
//! enums, unions and errors, with documentation. The text looks as if it were written by hand for
//! `aws-operation`. Use [`Generator`] in a build script, or the binary `aws-operation` on the command
//! line:
//!
//! ```console
//! $ aws-operation add s3 GetObject PutObject
//! $ aws-operation list apigateway --filter resource
//! $ aws-operation generate api-gateway-2015-07-09.json --operation GetResources --out src/api.rs
//! $ aws-operation generate api-gateway-2015-07-09.json --operation GetMethod --out src/api.rs --add
//! ```
//!
//! Every protocol of AWS is supported: restJson1, awsJson1_0, awsJson1_1, restXml, awsQuery, ec2Query
//! and rpcv2Cbor. If a service supports several, the default is the first of them in this order,
//! because it makes the smallest program. `--protocol` or [`Generator::protocol`] selects another.
//!
//! A model goes through four stages. [`Model`] is the parsed file, a [`Selection`] selects
//! operations, [`plan()`] decides the names and types of all Rust items, and [`render`] writes the
//! text. All errors are found before anything is written.
//!
//! Names depend on the whole service, not on the selection. So adding an operation renames nothing:
//!
//! - Fields are in snake case: `URLConfig` becomes `url_config`, `KMSKeyARNs` becomes `kms_key_arns`.
//!   A keyword becomes raw (`r#type`); a keyword that cannot be raw gets an underscore (`self_`). If a
//!   name begins with a digit, `n` is put before it. The second of two equal names ends in `_2`.
//! - Types keep their names. `Shape` is appended if Rust's prelude, `aws_operation` or an operation
//!   already uses the name.
//! - The errors of an operation are named after it: `GetItemError`. Operations with exactly the same
//!   errors share one enum: that of the first operation. For the others, the name is an alias. So each
//!   name stays valid when operations are added, or when a later model has other errors. Implement a
//!   trait such as `From` for only one of the names.
//! - Variants are in upper camel case. If a name begins with a digit, `N` is put before it. The last
//!   variant is for unknown values: `Unknown`, or `Unrecognized` if the model has a value `Unknown`.

mod case;
mod changes;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod cli;
mod command;
mod customization;
mod docs;
pub mod endpoint_rules;
mod error;
mod escape;
mod file;
mod generator;
mod header;
mod jmespath;
mod json_ast;
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
pub use render::{render, render_endpoint_rules};
pub use select::Selection;
