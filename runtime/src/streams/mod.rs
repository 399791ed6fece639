//! Files and readers as [`ByteStream`]s, and the other way round. They need tokio.
//!
//! [`ByteStream`]: crate::ByteStream

mod blocking;
mod file;
mod reader;
mod write;

pub use reader::ByteStreamReader;
