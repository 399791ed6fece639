//! Conversions between [`ByteStream`]s and files or readers. They need tokio.
//!
//! [`ByteStream`]: crate::ByteStream

mod blocking;
mod file;
mod reader;
mod write;

pub use reader::ByteStreamReader;
