//! Conversions between [`ByteStream`]s and files or readers. They need tokio.
//!
//! [`ByteStream`]: crate::ByteStream

mod blocking;
#[cfg(feature = "blocking")]
mod blocking_reader;
mod file;
mod reader;
mod write;

#[cfg(feature = "s3")]
pub(crate) use blocking::Blocking;
#[cfg(feature = "blocking")]
pub(crate) use blocking_reader::from_blocking_reader;
pub use reader::ByteStreamReader;
