//! A [`ByteStream`] from a blocking reader.

use std::future::Future as _;
use std::io::{self, Read};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;

use super::blocking::Blocking;
use super::reader::CHUNK;
use crate::types::ByteStream;

/// The bytes of a reader, which is read on a thread for blocking code.
pub(crate) fn from_blocking_reader(reader: impl Read + Send + 'static) -> ByteStream {
    ByteStream::from_stream(Chunks::Idle(Box::new(reader)))
}

type Reader = Box<dyn Read + Send>;

enum Chunks {
    Idle(Reader),
    Reading(Blocking<(Reader, Bytes)>),
    Ended,
}

/// Reads the next bytes. They are empty at the end.
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
            match std::mem::replace(&mut *self, Self::Ended) {
                Self::Ended => return Poll::Ready(None),
                Self::Idle(reader) => match Blocking::begin(move || read(reader)) {
                    Ok(reading) => *self = Self::Reading(reading),
                    Err(error) => return Poll::Ready(Some(Err(error))),
                },
                Self::Reading(mut reading) => {
                    let polled = Pin::new(&mut reading).poll(context);
                    if polled.is_pending() {
                        *self = Self::Reading(reading);
                    }
                    let (reader, bytes) = ready!(polled)?;
                    if bytes.is_empty() {
                        return Poll::Ready(None);
                    }
                    *self = Self::Idle(reader);
                    return Poll::Ready(Some(Ok(bytes)));
                }
            }
        }
    }
}
