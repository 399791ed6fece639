//! The Smithy simple types that Rust's standard library has no type for.

mod blob;
mod document;
mod map;
mod newtype;
mod number;
pub mod timestamp;

pub use blob::Blob;
pub use document::Document;
pub use map::DocumentMap;
pub use number::{Decimal, Number, ParseNumberError};
pub use timestamp::{ParseTimestampError, Timestamp, TimestampFormat};

pub(crate) use newtype::{DOCUMENT, Newtype};
pub(crate) use number::{NotWhole, whole, whole_number};
pub(crate) use timestamp::Compact;
pub use timestamp::Formatted;
