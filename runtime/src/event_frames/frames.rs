//! [`Frames`]: reads messages from chunks of bytes. A message may lie in several chunks.

use std::collections::VecDeque;
use std::mem;

use bytes::{Buf as _, Bytes};

use super::prelude::{Prelude, invalid};
use super::raw::RawEvent;
use crate::error::BodyError;

/// Reads the messages of an event stream from the chunks that are pushed.
///
/// A message within one chunk shares the chunk's memory. Otherwise it is copied once. The memory for
/// an incomplete message grows with the bytes received, not with the length that the message announces.
///
/// After an error, every further call fails, because the start of the next message is unknown.
#[derive(Debug, Default)]
pub struct Frames {
    /// The bytes that were pushed and not yet read. No chunk is empty.
    chunks: VecDeque<Bytes>,
    /// The beginning of a message that does not lie within one chunk.
    partial: Vec<u8>,
    /// The prelude of that message, as soon as it is complete.
    prelude: Option<Prelude>,
    has_failed: bool,
}

impl Frames {
    /// A reader of a new stream.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the next bytes of the stream.
    pub fn push(&mut self, chunk: Bytes) {
        if !chunk.is_empty() && !self.has_failed {
            self.chunks.push_back(chunk);
        }
    }

    /// The next message; `None` if more bytes are needed for it.
    ///
    /// # Errors
    ///
    /// The bytes are not a valid message: a checksum is wrong, the message is longer than allowed, or
    /// its headers are invalid.
    // Only a public method has this name in common with a trait's, so `expect` would fail without
    // `__internals`.
    #[allow(clippy::should_implement_trait, reason = "`None` is not the end of the stream")]
    pub fn next(&mut self) -> Result<Option<RawEvent>, BodyError> {
        if self.has_failed {
            return Err(invalid("an earlier message was invalid"));
        }
        let next = self.read();
        if next.is_err() {
            *self = Self { has_failed: true, ..Self::default() };
        }
        next
    }

    /// Checks that the stream may end here. Call it after [`next`](Self::next) returned `None`.
    ///
    /// # Errors
    ///
    /// The stream ended within a message, or failed before.
    pub fn finish(&self) -> Result<(), BodyError> {
        let left = self.chunks.iter().map(Bytes::len).sum::<usize>() + self.partial.len();
        match (self.has_failed, left, self.prelude) {
            (true, ..) => Err(invalid("an earlier message was invalid")),
            (_, 0, _) => Ok(()),
            (_, left, Some(Prelude { total, .. })) => {
                Err(invalid(&format!("it ended after {left} of the {total} bytes of a message")))
            }
            (_, left, None) => Err(invalid(&format!("it ended after {left} bytes of a message"))),
        }
    }

    /// The bytes that were pushed and not read. Call it after [`next`](Self::next) returned a message.
    pub(crate) fn into_rest(self) -> VecDeque<Bytes> {
        self.chunks
    }

    fn read(&mut self) -> Result<Option<RawEvent>, BodyError> {
        while let Some(mut chunk) = self.chunks.pop_front() {
            if self.partial.is_empty() {
                if let Some(prelude) = chunk.first_chunk() {
                    let prelude = Prelude::read(prelude)?;
                    if chunk.len() >= prelude.total {
                        let frame = chunk.split_to(prelude.total);
                        self.put_back(chunk);
                        return RawEvent::read(frame, prelude).map(Some);
                    }
                    self.prelude = Some(prelude);
                }
            }
            let frame = self.append(&mut chunk)?;
            self.put_back(chunk);
            if let Some((frame, prelude)) = frame {
                return RawEvent::read(frame, prelude).map(Some);
            }
        }
        Ok(None)
    }

    fn put_back(&mut self, chunk: Bytes) {
        if !chunk.is_empty() {
            self.chunks.push_front(chunk);
        }
    }

    /// Moves bytes from the chunk to the partial message. Returns the message when it is complete.
    fn append(&mut self, chunk: &mut Bytes) -> Result<Option<(Bytes, Prelude)>, BodyError> {
        let prelude = match self.prelude {
            Some(prelude) => prelude,
            None => {
                self.fill(chunk, Prelude::LENGTH);
                let Some(prelude) = self.partial.first_chunk() else { return Ok(None) };
                *self.prelude.insert(Prelude::read(prelude)?)
            }
        };
        self.fill(chunk, prelude.total);
        if self.partial.len() < prelude.total {
            return Ok(None);
        }
        self.prelude = None;
        Ok(Some((mem::take(&mut self.partial).into(), prelude)))
    }

    /// Moves bytes from the chunk until the partial message has `total` bytes.
    fn fill(&mut self, chunk: &mut Bytes, total: usize) {
        /// The first allocation for a message, unless the message is shorter.
        const FIRST: usize = 128 * 1024;

        let length = self.partial.len();
        let more = chunk.len().min(total.saturating_sub(length));
        if self.partial.capacity() - length < more {
            // At most twice the bytes received: the announced length may be false.
            let capacity = total.min((length + more).max(2 * length).max(FIRST));
            self.partial.reserve_exact(capacity - length);
        }
        self.partial.extend_from_slice(chunk.get(..more).unwrap_or_default());
        chunk.advance(more);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event_frames::FrameWriter;

    /// The start of a long message takes at most twice the memory of what was received.
    #[test]
    fn memory_grows_with_received_bytes() {
        let frame = FrameWriter::new().finish(&vec![0; 24 * 1024 * 1024]).expect("it is allowed");
        let mut frames = Frames::new();
        let (mut received, mut largest) = (0, 0);
        for chunk in frame.chunks(10_000) {
            frames.push(Bytes::copy_from_slice(chunk));
            let event = frames.next().expect("it is valid");
            received += chunk.len();
            assert_eq!(event.is_some(), received == frame.len());
            let kept = frames.partial.capacity();
            assert!(kept <= (2 * received).max(128 * 1024), "{kept} bytes for {received}");
            assert!(frames.chunks.is_empty());
            largest = largest.max(kept);
        }
        assert_eq!(largest, frame.len());
    }

    #[test]
    fn nothing_is_kept_after_an_error() {
        let (prelude, _) = Prelude::write(u32::MAX, 0);
        let mut frames = Frames::new();
        frames.push(prelude.to_vec().into());
        assert!(frames.next().is_err());
        frames.push(vec![0; 100].into());
        assert!(frames.next().is_err());
        assert!(frames.finish().is_err());
        assert!(frames.chunks.is_empty() && frames.partial.capacity() == 0);
    }
}
