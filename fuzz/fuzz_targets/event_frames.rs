//! Reads any bytes as an event stream, in any chunks: the messages and the error are the same as in one
//! chunk, and a message that is written again has the same bytes.
//!
//! The first byte of the input selects the chunks. The rest is the stream: once unchanged, and once with
//! valid lengths and checksums.
#![no_main]

use aws_operation::RawEvent;
use aws_operation::internals::{FrameWriter, Frames};
use aws_operation_fuzz::line;
use bytes::Bytes;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let Some((choice, stream)) = input.split_first() else { return };
    check(*choice, Bytes::copy_from_slice(stream));
    let error = check(*choice, repaired(stream));
    assert!(!error.contains("checksum"), "{error}");
});

/// Reads the stream in several ways. Returns the error that ended it, or nothing.
fn check(choice: u8, stream: Bytes) -> String {
    let (events, error) = read([stream.clone()]);
    let text = error.clone().unwrap_or_default();
    line::check("error", &text);
    let whole = (events, error);
    assert_eq!(read(chunks(&stream, choice)), whole);
    assert_eq!(read_at_once(chunks(&stream, choice)), whole);
    if stream.len() < 1000 {
        assert_eq!(read((0..stream.len()).map(|at| stream.slice(at..=at))), whole);
    }

    let (mut rest, events) = (stream, whole.0);
    for event in &events {
        assert!(format!("{event:?}").len() <= 2_000 + 10 * rest.len());
        let Some(written) = rewritten(event) else { return text };
        assert_eq!(rest.split_to(written.len()), written);
    }
    assert!(!text.is_empty() || rest.is_empty());
    text
}

/// The events, and the error that ended the stream.
fn read(chunks: impl IntoIterator<Item = Bytes>) -> (Vec<RawEvent>, Option<String>) {
    let (mut frames, mut events) = (Frames::new(), Vec::new());
    for chunk in chunks {
        frames.push(chunk);
        if let Some(error) = drain(&mut frames, &mut events) {
            return (events, Some(error));
        }
    }
    (events, frames.finish().err().map(|error| error.to_string()))
}

/// The same, but all chunks are pushed before the first event is read.
fn read_at_once(chunks: Vec<Bytes>) -> (Vec<RawEvent>, Option<String>) {
    let (mut frames, mut events) = (Frames::new(), Vec::new());
    chunks.into_iter().for_each(|chunk| frames.push(chunk));
    let error = drain(&mut frames, &mut events);
    (events, error.or_else(|| frames.finish().err().map(|error| error.to_string())))
}

fn drain(frames: &mut Frames, events: &mut Vec<RawEvent>) -> Option<String> {
    loop {
        match frames.next() {
            Ok(Some(event)) => events.push(event),
            Ok(None) => return None,
            Err(error) => {
                assert!(frames.next().is_err() && frames.finish().is_err());
                return Some(error.to_string());
            }
        }
    }
}

/// Cuts the stream into chunks, some of which are empty.
fn chunks(stream: &Bytes, choice: u8) -> Vec<Bytes> {
    let (mut rest, mut chunks, mut state) = (stream.clone(), Vec::new(), u32::from(choice));
    while !rest.is_empty() {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let most = if choice < 128 { 40 } else { 400 };
        chunks.push(rest.split_to((state >> 16) as usize % most % (rest.len() + 1)));
    }
    chunks
}

/// Writes the event again. `None` if a value is too long for the writer.
fn rewritten(event: &RawEvent) -> Option<Bytes> {
    let mut writer = FrameWriter::new();
    for (name, value) in event.headers() {
        assert_eq!(event.header(name), Some(value));
        if let Err(error) = writer.header(name, value) {
            let length = value.as_bytes().or(value.as_str().map(str::as_bytes)).map(<[u8]>::len);
            assert!(length > Some(32_767), "{error}");
            return None;
        }
    }
    Some(writer.finish(event.payload()).expect("it was read"))
}

/// The stream with valid lengths and checksums.
fn repaired(stream: &[u8]) -> Bytes {
    let mut stream = stream.to_vec();
    let mut rest = &mut *stream;
    while rest.len() >= 16 {
        let number = |at| u32::from_be_bytes([rest[at], rest[at + 1], rest[at + 2], rest[at + 3]]);
        // A valid length is kept.
        let total = 16 + (number(0) as usize).wrapping_sub(16) % (rest.len() - 15);
        let headers = number(4) as usize % (total - 15);
        let (frame, after) = rest.split_at_mut(total);
        frame[..4].copy_from_slice(&(total as u32).to_be_bytes());
        frame[4..8].copy_from_slice(&(headers as u32).to_be_bytes());
        let checksum = crc32(&frame[..8]).to_be_bytes();
        frame[8..12].copy_from_slice(&checksum);
        let checksum = crc32(&frame[..total - 4]).to_be_bytes();
        frame[total - 4..].copy_from_slice(&checksum);
        rest = after;
    }
    // The rest is too short for a message. Shorten it to less than a prelude, whose checksum would be wrong.
    let left = rest.len();
    stream.truncate(stream.len() - left.saturating_sub(11));
    stream.into()
}

/// CRC-32, bit by bit.
fn crc32(bytes: &[u8]) -> u32 {
    let mut crc = u32::MAX;
    for byte in bytes {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 };
        }
    }
    !crc
}
