//! Conversions between [`ByteStream`]s and files or readers. They need tokio.
//!
//! [`ByteStream`]: crate::ByteStream

mod blocking;
mod file;
#[cfg(feature = "blocking")]
mod read;
mod reader;
mod write;

#[cfg(feature = "s3")]
pub(crate) use blocking::Blocking;
#[cfg(feature = "blocking")]
pub(crate) use read::chunks;
pub use reader::ByteStreamReader;
