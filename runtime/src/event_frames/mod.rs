//! Reads and writes the messages of event streams (`application/vnd.amazon.eventstream`).
//!
//! A message has a prelude of 12 bytes, headers, a payload, and a checksum:
//!
//! | bytes | what |
//! | --- | --- |
//! | 4 | the length of the message |
//! | 4 | the length of the headers |
//! | 4 | CRC-32 of the 8 bytes before it |
//! | any | the headers: each has a name, a type and a value |
//! | any | the payload |
//! | 4 | CRC-32 of everything before it |
//!
//! Numbers are big-endian. Source: Smithy 2.0, "Amazon Event Stream Specification".

mod content_type;
mod frames;
mod header;
mod headers;
mod prelude;
mod raw;
#[cfg(test)]
mod tests;
mod writer;

pub(crate) use content_type::OtherContentType;
pub use frames::Frames;
pub use header::EventHeader;
pub use raw::RawEvent;
pub use writer::FrameWriter;

/// The longest payload: 24 MiB, as in the specification. Before 2025 it was 16 MiB, but Kinesis sends
/// longer payloads.
const MAX_PAYLOAD: usize = 24 * 1024 * 1024;
/// The longest headers of a message, all together.
const MAX_HEADERS: usize = 128 * 1024;
/// The longest name of a header.
const MAX_NAME: usize = 255;
/// The longest string or blob that is written in a header. When reading, 65,535 bytes are accepted.
const MAX_VALUE: usize = 32_767;

/// The length of a checksum.
const CHECKSUM: usize = 4;
