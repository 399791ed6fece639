//! [`ByteStream`]s from tokio's readers, and [`ByteStreamReader`].

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Buf as _, Bytes, BytesMut};
use futures_core::Stream;
use tokio::io::{AsyncBufRead, AsyncRead, ReadBuf};

use crate::types::ByteStream;

/// How many bytes are read at once.
pub(super) const CHUNK: usize = 64 * 1024;

impl ByteStream {
    /// The bytes of a reader, which can be sent once. Requests need its length: add it with
    /// [`with_length`](Self::with_length).
    pub fn from_reader(reader: impl AsyncRead + Send + 'static) -> Self {
        Self::from_stream(Chunks { reader: Box::pin(reader), has_ended: false })
    }

    /// The stream as a reader.
    ///
    /// ```
    /// use aws_operation::ByteStream;
    /// use tokio::io::AsyncReadExt as _;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> std::io::Result<()> {
    /// let mut text = String::new();
    /// ByteStream::from("hello").into_reader().read_to_string(&mut text).await?;
    /// assert_eq!(text, "hello");
    /// # Ok(())
    /// # }
    /// ```
    pub fn into_reader(self) -> ByteStreamReader {
        ByteStreamReader { stream: self, chunk: Bytes::new() }
    }
}

struct Chunks<R> {
    reader: Pin<Box<R>>,
    has_ended: bool,
}

impl<R: AsyncRead> Stream for Chunks<R> {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.has_ended {
            return Poll::Ready(None);
        }
        let mut bytes = BytesMut::zeroed(CHUNK);
        let mut buffer = ReadBuf::new(&mut bytes);
        let read = ready!(self.reader.as_mut().poll_read(context, &mut buffer));
        let length = buffer.filled().len();
        if let Err(error) = read {
            self.has_ended = true;
            return Poll::Ready(Some(Err(error)));
        }
        self.has_ended = length == 0;
        bytes.truncate(length);
        Poll::Ready((length > 0).then(|| Ok(bytes.freeze())))
    }
}

/// A [`ByteStream`] as a reader. The inner error of its errors is a [`BodyError`](crate::BodyError).
#[derive(Debug)]
pub struct ByteStreamReader {
    stream: ByteStream,
    chunk: Bytes,
}

impl AsyncBufRead for ByteStreamReader {
    fn poll_fill_buf(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<&[u8]>> {
        let reader = self.get_mut();
        if reader.chunk.is_empty() {
            match ready!(Pin::new(&mut reader.stream).poll_next(context)) {
                Some(chunk) => reader.chunk = chunk?,
                None => return Poll::Ready(Ok(&[])),
            }
        }
        Poll::Ready(Ok(&reader.chunk))
    }

    fn consume(mut self: Pin<&mut Self>, bytes: usize) {
        let bytes = bytes.min(self.chunk.len());
        self.chunk.advance(bytes);
    }
}

impl AsyncRead for ByteStreamReader {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let available = ready!(self.as_mut().poll_fill_buf(context))?;
        let length = available.len().min(buffer.remaining());
        buffer.put_slice(&available[..length]);
        self.consume(length);
        Poll::Ready(Ok(()))
    }
}
