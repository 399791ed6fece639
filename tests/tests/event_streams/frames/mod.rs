//! Reads and writes messages of event streams: official ones, recorded ones, and invalid ones.

mod faults;
mod limits;
mod vectors;

use aws_operation::RawEvent;
use aws_operation::internals::{FrameWriter, Frames};
use bytes::Bytes;

use crate::counts::Counts;

/// Runs all cases of messages.
///
/// # Errors
///
/// The vectors are missing in CI.
pub fn check(counts: &mut Counts<'_>) -> Result<(), String> {
    faults::check(counts);
    limits::check(counts);
    vectors::check(counts)
}

/// All events of a stream that is received in these chunks, and the error that ended it.
fn read(chunks: impl IntoIterator<Item = Bytes>) -> (Vec<RawEvent>, Option<String>) {
    let (mut frames, mut events) = (Frames::new(), Vec::new());
    for chunk in chunks {
        frames.push(chunk);
        loop {
            match frames.next() {
                Ok(Some(event)) => events.push(event),
                Ok(None) => break,
                Err(error) => {
                    let is_final = frames.next().is_err() && frames.finish().is_err();
                    assert!(is_final && error.is_corrupt(), "{error}");
                    return (events, Some(error.to_string()));
                }
            }
        }
    }
    (events, frames.finish().err().map(|error| error.to_string()))
}

/// The only event of these bytes.
fn read_one(frame: &[u8]) -> Result<RawEvent, String> {
    match read([Bytes::copy_from_slice(frame)]) {
        (_, Some(error)) => Err(error),
        (events, None) => match <[RawEvent; 1]>::try_from(events) {
            Ok([event]) => Ok(event),
            Err(events) => Err(format!("{} events", events.len())),
        },
    }
}

/// The event written again, from what its methods return.
fn rewritten(event: &RawEvent) -> Result<Bytes, String> {
    let mut writer = FrameWriter::new();
    for (name, value) in event.headers() {
        writer.header(name, value).map_err(|error| error.to_string())?;
    }
    writer.finish(event.payload()).map_err(|error| error.to_string())
}
