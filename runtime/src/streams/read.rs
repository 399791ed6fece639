//! A [`ByteStream`] from a blocking reader.

use std::future::Future as _;
use std::io::{self, Read};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;

use super::blocking::Blocking;
use crate::types::ByteStream;

/// How many bytes are read at once.
const CHUNK: usize = 64 * 1024;

/// The bytes of a reader, which is read on a thread for blocking code.
pub(crate) fn chunks(reader: impl Read + Send + 'static) -> ByteStream {
    ByteStream::from_stream(Chunks { state: State::Idle(Box::new(reader)) })
}

type Reader = Box<dyn Read + Send>;

struct Chunks {
    state: State,
}

enum State {
    Idle(Reader),
    Reading(Blocking<(Reader, Bytes)>),
    Ended,
}

/// The next bytes; none at the end.
fn read(mut reader: Reader) -> io::Result<(Reader, Bytes)> {
    let mut bytes = vec![0; CHUNK];
    let length = loop {
        match reader.read(&mut bytes) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            read => break read?,
        }
    };
    bytes.truncate(length);
    Ok((reader, bytes.into()))
}

impl Stream for Chunks {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            match std::mem::replace(&mut self.state, State::Ended) {
                State::Ended => return Poll::Ready(None),
                State::Idle(reader) => match Blocking::begin(move || read(reader)) {
                    Ok(reading) => self.state = State::Reading(reading),
                    Err(error) => return Poll::Ready(Some(Err(error))),
                },
                State::Reading(mut reading) => {
                    let polled = Pin::new(&mut reading).poll(context);
                    if polled.is_pending() {
                        self.state = State::Reading(reading);
                    }
                    let (reader, bytes) = ready!(polled)?;
                    if bytes.is_empty() {
                        return Poll::Ready(None);
                    }
                    self.state = State::Idle(reader);
                    return Poll::Ready(Some(Ok(bytes)));
                }
            }
        }
    }
}
