//! The longest messages, and what the writer refuses.

use aws_operation::internals::FrameWriter;
use aws_operation::{EventHeader, Timestamp};
use bytes::Bytes;

use super::{read, read_one};
use crate::counts::{Counts, equal};

const MAX_PAYLOAD: usize = 24 * 1024 * 1024;
const MAX_HEADERS: usize = 128 * 1024;

pub fn check(counts: &mut Counts<'_>) {
    counts.case("longest_message", longest_message);
    counts.case("many_headers", many_headers);
    counts.case("too_long_is_not_written", too_long_is_not_written);
    counts.case("repeated_headers_are_not_written", repeated_headers_are_not_written);
    counts.case("timestamps_are_rounded_down", timestamps_are_rounded_down);
}

/// Headers of exactly this length in total, each of a length that is allowed.
fn headers_of(length: usize) -> Result<FrameWriter, String> {
    let mut writer = FrameWriter::new();
    let (mut left, mut number) = (length, 0_u8);
    while left > 0 {
        // The length of the name, the name, the type, and the length of the value.
        let overhead = 1 + 1 + 1 + 2;
        let value = (left - overhead).min(32_767 - 2 * overhead);
        let name = char::from(b'a' + number).to_string();
        let value = "x".repeat(value);
        writer.header(&name, EventHeader::Text(&value)).map_err(|error| error.to_string())?;
        left -= overhead + value.len();
        number += 1;
    }
    Ok(writer)
}

fn longest_message() -> Result<(), String> {
    let payload: Vec<u8> = (0..MAX_PAYLOAD).map(|at| (at % 251) as u8).collect();
    let frame = headers_of(MAX_HEADERS)?.finish(&payload).map_err(|error| error.to_string())?;
    equal(&frame.len(), &(16 + MAX_HEADERS + MAX_PAYLOAD))?;
    for length in [frame.len(), 100_000, 16 * 1024 * 1024] {
        let (events, error) = read(frame.chunks(length).map(Bytes::copy_from_slice));
        equal(&error, &None)?;
        equal(&(events.len(), events[0].payload() == payload), &(1, true))?;
        let lengths = events[0].headers().filter_map(|(_, value)| value.as_str().map(str::len));
        equal(&lengths.sum::<usize>(), &(MAX_HEADERS - 5 * events[0].headers().count()))?;
    }
    Ok(())
}

/// As many headers as fit. Comparing every name with every other one would be slow.
fn many_headers() -> Result<(), String> {
    let mut writer = FrameWriter::new();
    let mut count = 0;
    while writer.header(&format!("{count:x}"), EventHeader::Bool(true)).is_ok() {
        count += 1;
    }
    let event = read_one(&writer.finish(b"").map_err(|error| error.to_string())?)?;
    equal(&(count > 20_000, event.headers().count()), &(true, count))
}

fn too_long_is_not_written() -> Result<(), String> {
    let text = |length: usize| "x".repeat(length);
    let start = || {
        let mut writer = FrameWriter::new();
        writer.header("first", EventHeader::Byte(1)).map(|()| writer)
    };
    let start = || start().map_err(|error| error.to_string());
    let unchanged = start()?.finish(b"payload").map_err(|error| error.to_string())?;
    let name = text(256);
    let value = text(32_768);
    let wraps = text(65_536);
    for (name, value, expected) in [
        (
            "",
            EventHeader::Bool(true),
            "the name of an event's header has 0 bytes; use 1 to 255 bytes",
        ),
        (
            &*name,
            EventHeader::Bool(true),
            "the name of an event's header has 256 bytes; use 1 to 255 bytes",
        ),
        (
            "a",
            EventHeader::Text(&value),
            "the event's header `a` has 32768 bytes; at most 32767 are allowed",
        ),
        (
            "a",
            EventHeader::Text(&wraps),
            "the event's header `a` has 65536 bytes; at most 32767 are allowed",
        ),
        (
            "a",
            EventHeader::Blob(value.as_bytes()),
            "the event's header `a` has 32768 bytes; at most 32767 are allowed",
        ),
    ] {
        let mut writer = start()?;
        let error = writer.header(name, value).err().map(|error| error.to_string());
        equal(&error.as_deref(), &Some(expected))?;
        // The header that failed left nothing behind.
        let frame = writer.finish(b"payload").map_err(|error| error.to_string())?;
        equal(&frame, &unchanged)?;
    }

    let mut writer = headers_of(MAX_HEADERS - 3)?;
    let error = writer.header("zz", EventHeader::Bool(true)).err().map(|error| error.to_string());
    let expected = "the headers of an event have more than 131072 bytes with `zz`";
    equal(&error.as_deref(), &Some(expected))?;
    writer.header("z", EventHeader::Bool(true)).map_err(|error| error.to_string())?;

    let error = start()?.finish(&vec![0; MAX_PAYLOAD + 1]).err().map(|error| error.to_string());
    let expected = "the payload of an event has 25165825 bytes; at most 25165824 are allowed";
    equal(&error.as_deref(), &Some(expected))?;

    // The longest name and value are written.
    let (name, value) = (text(255), text(32_767));
    let mut writer = FrameWriter::new();
    writer.header(&name, EventHeader::Text(&value)).map_err(|error| error.to_string())?;
    let event = read_one(&writer.finish(b"").map_err(|error| error.to_string())?)?;
    equal(&event.header(&name), &Some(EventHeader::Text(&value)))
}

fn repeated_headers_are_not_written() -> Result<(), String> {
    for count in [1, 16, 100] {
        let mut writer = FrameWriter::new();
        for number in 0..count {
            let added = writer.header(&format!("n{number}"), EventHeader::Int(number));
            added.map_err(|error| error.to_string())?;
        }
        writer.header("n0", EventHeader::Int(0)).map_err(|error| error.to_string())?;
        let error = writer.finish(b"").err().map(|error| error.to_string());
        equal(&error.as_deref(), &Some("invalid event: the header `n0` occurs twice"))?;
    }
    Ok(())
}

fn timestamps_are_rounded_down() -> Result<(), String> {
    for (nanos, millis) in [
        (0, 0),
        (999_999, 0),
        (1_000_000, 1),
        (1_576_540_098_123_999_999, 1_576_540_098_123),
        (-1, -1),
        (-1_000_000, -1),
        (-1_000_001, -2),
    ] {
        let time = |nanos| Timestamp::from_epoch_nanos(nanos).ok_or("a timestamp");
        let mut writer = FrameWriter::new();
        let added = writer.header(":date", EventHeader::Timestamp(time(nanos)?));
        added.map_err(|error| error.to_string())?;
        let event = read_one(&writer.finish(b"").map_err(|error| error.to_string())?)?;
        let expected = EventHeader::Timestamp(time(millis * 1_000_000)?);
        equal(&event.header(":date"), &Some(expected))?;
    }
    Ok(())
}
