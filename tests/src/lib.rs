//! Code that the integration tests share: operations, Python, and servers that run in Python.

pub mod apigateway;
pub mod boto3;
pub mod chunked;
pub mod configuration;
mod crc32;
pub mod endpoint_rules;
pub mod event_frames;
pub mod event_signatures;
pub mod faults;
pub mod generated;
mod listed;
mod many_bytes;
pub mod pagination;
pub mod paused;
pub mod presets;
pub mod python;
pub mod random;
pub mod raw;
pub mod scripted;
pub mod server;
pub mod signing;
pub mod sso;
mod temporary;

/// The README's examples compile.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;

pub use crc32::{crc32, crc32_number};
pub use listed::Listed;
pub use many_bytes::many_bytes;
pub use temporary::TemporaryFolder;

/// The region in the tests' signatures.
pub const REGION: &str = "us-east-1";

/// The access key id of the tests. It comes from the examples in the AWS documentation.
pub const ACCESS_KEY: &str = "AKIDEXAMPLE";

/// The secret that belongs to [`ACCESS_KEY`].
pub const SECRET_KEY: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
