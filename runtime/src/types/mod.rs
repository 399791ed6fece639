//! The Smithy simple types that Rust's standard library has no type for.

mod blob;
mod document;
mod map;
mod number;
pub mod timestamp;

pub use blob::Blob;
pub use document::Document;
pub use map::DocumentMap;
pub use number::{Decimal, Number, ParseNumberError};
pub use timestamp::{ParseTimestampError, Timestamp, TimestampFormat};

pub(crate) use document::DOCUMENT;
pub(crate) use number::{DECIMAL, NotWhole, whole, whole_number};
pub use timestamp::Formatted;
pub(crate) use timestamp::{Compact, TIMESTAMP};
