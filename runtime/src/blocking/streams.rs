//! [`Reader`] and [`Events`]: the streams of outputs, and [`from_reader`], a stream for requests.

use std::io::{self, BufRead, Read};

use bytes::{Buf as _, Bytes};

use super::run;
use crate::event_stream::{EventStream, EventStreamError};
use crate::streams::from_blocking_reader;
use crate::types::ByteStream;

/// A [`ByteStream`] as a reader. The inner error of its errors is a [`BodyError`](crate::BodyError).
///
/// ```
/// use std::io::Read as _;
///
/// use aws_operation::{ByteStream, blocking};
///
/// let mut text = String::new();
/// blocking::Reader::new(ByteStream::from("hello")).read_to_string(&mut text)?;
/// assert_eq!(text, "hello");
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug)]
pub struct Reader {
    stream: ByteStream,
    chunk: Bytes,
}

impl Reader {
    /// A reader of the stream. It begins with the next byte that has not been read.
    pub fn new(stream: ByteStream) -> Self {
        Self { stream, chunk: Bytes::new() }
    }
}

impl BufRead for Reader {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.chunk.is_empty() {
            if let Some(chunk) = run(self.stream.next()) {
                self.chunk = chunk?;
            }
        }
        Ok(&self.chunk)
    }

    fn consume(&mut self, bytes: usize) {
        self.chunk.advance(bytes.min(self.chunk.len()));
    }
}

impl Read for Reader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.fill_buf()?.len().min(buffer.len());
        self.chunk.copy_to_slice(&mut buffer[..length]);
        Ok(length)
    }
}

/// The bytes of a reader, for a request. They are read on another thread while they are sent, and can be
/// sent once. Requests need the length: add it with [`with_length`](ByteStream::with_length). For a file,
/// use [`ByteStream::from_path`], which can be sent again.
///
/// ```
/// use aws_operation::blocking;
///
/// let text = "hello".as_bytes();
/// let body = blocking::from_reader(text).with_length(5);
/// assert_eq!(blocking::run(body.collect(100))?, "hello");
/// # Ok::<(), aws_operation::BodyError>(())
/// ```
pub fn from_reader(reader: impl Read + Send + 'static) -> ByteStream {
    from_blocking_reader(reader)
}

/// The events of an [`EventStream`], as an iterator.
///
/// ```no_run
/// use aws_operation::{EventStream, EventUnion, blocking};
///
/// fn print<E: EventUnion + std::fmt::Debug + 'static>(events: EventStream<E>) {
///     for event in blocking::Events::new(events) {
///         match event {
///             Ok(event) => println!("{event:?}"),
///             Err(error) => eprintln!("{error}"),
///         }
///     }
/// }
/// ```
#[derive(Debug)]
pub struct Events<E: 'static>(EventStream<E>);

impl<E> Events<E> {
    /// The events that have not been received yet.
    pub fn new(events: EventStream<E>) -> Self {
        Self(events)
    }
}

impl<E> Iterator for Events<E> {
    type Item = Result<E, EventStreamError<E>>;

    fn next(&mut self) -> Option<Self::Item> {
        run(self.0.next())
    }
}
