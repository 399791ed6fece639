//! The Smithy simple types that Rust's standard library has no type for.

mod blob;
mod document;
pub mod timestamp;

pub use blob::Blob;
pub use document::{Document, Number};
pub use timestamp::{ParseTimestampError, Timestamp, TimestampFormat};

pub(crate) use document::DOCUMENT;
pub use timestamp::Formatted;
pub(crate) use timestamp::{Compact, TIMESTAMP};
