//! Conversions between [`ByteStream`]s and files or readers. They need tokio.
//!
//! [`ByteStream`]: crate::ByteStream

mod blocking;
mod file;
mod reader;
mod write;

#[cfg(feature = "s3")]
pub(crate) use blocking::Blocking;
pub use reader::ByteStreamReader;
