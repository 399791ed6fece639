//! Messages that are cut, damaged or invalid.

use aws_operation::internals::Frames;
use aws_operation::{EventHeader, RawEvent};
use aws_operation_tests::event_frames::{frame, header, prelude, small};
use bytes::Bytes;

use super::{read, read_one};
use crate::counts::{Counts, equal};

pub fn check(counts: &mut Counts<'_>) {
    counts.case("frame_cut_at_every_byte", frame_cut_at_every_byte);
    counts.case("every_flipped_bit_is_an_error", every_flipped_bit_is_an_error);
    counts.case("every_wrong_byte_is_an_error", every_wrong_byte_is_an_error);
    counts.case("lengths_that_do_not_fit", lengths_that_do_not_fit);
    counts.case("huge_lengths_are_an_error_at_once", huge_lengths_are_an_error_at_once);
    counts.case("wrong_headers", wrong_headers);
    counts.case("odd_but_valid_headers", odd_but_valid_headers);
    counts.case("events_before_an_error_are_returned", events_before_an_error_are_returned);
}

/// With the first part alone, the reader waits; the end of the stream is then an error that says how much
/// was received. With both parts, there is an event.
fn frame_cut_at_every_byte() -> Result<(), String> {
    let frame = Bytes::from(small());
    let whole = read_one(&frame)?;
    equal(&whole.payload(), &&b"some payload"[..])?;
    equal(&whole.header(":event-type"), &Some(EventHeader::Text("hello")))?;
    equal(&whole.header("n"), &Some(EventHeader::Int(256)))?;
    equal(&whole.header("N"), &None)?;
    let total = frame.len();
    for cut in 1..total {
        let (start, end) = (frame.slice(..cut), frame.slice(cut..));
        let expected = match cut {
            ..12 => format!("invalid event stream: it ended after {cut} bytes of a message"),
            _ => format!(
                "invalid event stream: it ended after {cut} of the {total} bytes of a message"
            ),
        };
        equal(&read([start.clone()]), &(vec![], Some(expected)))?;
        equal(&read([start, end]), &(vec![whole.clone()], None))?;
    }
    // Three messages in a row, byte by byte.
    let bytes = (0..3 * total).map(|at| frame.slice(at % total..at % total + 1));
    equal(&read(bytes), &(vec![whole; 3], None))
}

fn every_flipped_bit_is_an_error() -> Result<(), String> {
    let frame = small();
    for at in 0..frame.len() {
        for bit in 0..8 {
            let mut damaged = frame.clone();
            damaged[at] ^= 1 << bit;
            damaged_is_refused(damaged, at)?;
        }
    }
    Ok(())
}

/// Each change is within eight bits in a row, so CRC-32 always detects it.
fn every_wrong_byte_is_an_error() -> Result<(), String> {
    let frame = small();
    for at in 0..frame.len() {
        for value in (0..=u8::MAX).filter(|value| *value != frame[at]) {
            let mut damaged = frame.clone();
            damaged[at] = value;
            damaged_is_refused(damaged, at)?;
        }
    }
    Ok(())
}

/// The damage at this byte is an error of the right checksum.
fn damaged_is_refused(damaged: Vec<u8>, at: usize) -> Result<(), String> {
    let expected = match at {
        0..12 => "invalid event stream: the checksum of a message's lengths is wrong",
        _ => "invalid event stream: the checksum of a message is wrong",
    };
    match read([Bytes::from(damaged)]) {
        (events, Some(error)) if events.is_empty() && error == expected => Ok(()),
        other => Err(format!("damaged at byte {at}: {other:?}")),
    }
}

fn lengths_that_do_not_fit() -> Result<(), String> {
    for (total, headers) in [
        (0, 0),
        (1, 0),
        (12, 0),
        (15, 0),
        (16, 1),
        (89, 77),
        (100, u32::MAX),
        (100, u32::MAX - 15),
        (u32::MAX, u32::MAX),
        (u32::MAX, u32::MAX - 15),
    ] {
        let expected = format!(
            "invalid event stream: a message of {total} bytes cannot have {headers} bytes of headers"
        );
        equal(&refused(prelude(total, headers))?, &expected)?;
    }
    Ok(())
}

fn huge_lengths_are_an_error_at_once() -> Result<(), String> {
    const MOST: u32 = 24 * 1024 * 1024;
    for payload in [MOST + 1, u32::MAX - 16] {
        equal(
            &refused(prelude(payload + 16, 0))?,
            &format!(
                "invalid event stream: a message has a payload of {payload} bytes; at most 25165824 are \
                 allowed"
            ),
        )?;
    }
    for headers in [128 * 1024 + 1, u32::MAX - 16] {
        equal(
            &refused(prelude(headers + 16, headers))?,
            &format!(
                "invalid event stream: a message has {headers} bytes of headers; at most 131072 are allowed"
            ),
        )?;
    }
    // The longest allowed message is not an error: the reader waits for it.
    equal(&refused(prelude(MOST + 128 * 1024 + 16, 128 * 1024)).err(), &Some("no error".to_owned()))
}

/// The error of a stream that begins with these bytes. The reader must not wait for more.
fn refused(start: Vec<u8>) -> Result<String, String> {
    let mut frames = Frames::new();
    frames.push(start.into());
    match frames.next() {
        Err(error) => Ok(error.to_string()),
        Ok(None) => Err("no error".to_owned()),
        Ok(Some(event)) => Err(format!("an event: {event:?}")),
    }
}

fn wrong_headers() -> Result<(), String> {
    let twice = [header(b"a", 0, b""), header(b"b", 0, b""), header(b"a", 1, b"")].concat();
    let many = |last: usize| {
        let names = (0..20).chain([last]).map(|number| format!("n{number}"));
        names.flat_map(|name| header(name.as_bytes(), 0, b"")).collect::<Vec<_>>()
    };
    let too_late = 253_402_300_800_000_i64.to_be_bytes();
    let too_early = (-62_135_596_800_001_i64).to_be_bytes();
    for (headers, expected) in [
        (header(b"", 0, b""), "the name of a header is empty"),
        (vec![5, b'a'], "the headers end within a name"),
        (vec![1, b'a', 0, 1], "the headers end within a name"),
        (header(b"a\xff", 0, b""), "the name of a header is not UTF-8"),
        (vec![1, b'a'], "the header `a` ends too early"),
        (header(b"a", 10, b""), "the header `a` has the unknown type 10"),
        (header(b"a", 255, b""), "the header `a` has the unknown type 255"),
        (header(b"a", 2, b""), "the header `a` ends too early"),
        (header(b"a", 3, b"1"), "the header `a` ends too early"),
        (header(b"a", 4, b"123"), "the header `a` ends too early"),
        (header(b"a", 5, b"1234567"), "the header `a` ends too early"),
        (header(b"a", 6, b"\0"), "the header `a` ends too early"),
        (header(b"a", 6, b"\0\x01"), "the header `a` ends too early"),
        (header(b"a", 7, b"\0\x02b"), "the header `a` ends too early"),
        (header(b"a", 7, b"\xff\xffb"), "the header `a` ends too early"),
        (header(b"a", 7, b"\0\x01\xff"), "the header `a` is not UTF-8"),
        (header(b"a", 8, b"1234567"), "the header `a` ends too early"),
        (header(b"a", 8, &too_late), "the header `a` is a timestamp outside the years 1 to 9999"),
        (header(b"a", 8, &too_early), "the header `a` is a timestamp outside the years 1 to 9999"),
        (header(b"a", 9, b"123456789012345"), "the header `a` ends too early"),
        (twice, "the header `a` occurs twice"),
        (many(3), "the header `n3` occurs twice"),
        (many(19), "the header `n19` occurs twice"),
        // Control characters are not printed.
        (header(b"a\x1b[2Jb\n", 99, b""), "the header `a [2Jb` has the unknown type 99"),
    ] {
        let expected = Err(format!("invalid event stream: {expected}"));
        equal(&read_one(&frame(&headers, b"payload")).map(drop), &expected)?;
    }
    read_one(&frame(&many(20), b"payload")).map(drop)
}

fn odd_but_valid_headers() -> Result<(), String> {
    let long = "x".repeat(usize::from(u16::MAX));
    let counted = |text: &str| [&[0xff, 0xff], text.as_bytes()].concat();
    let name = "é".repeat(127);
    let headers = [
        header(b"empty text", 7, b"\0\0"),
        header(b"empty blob", 6, b"\0\0"),
        header(b"long text", 7, &counted(&long)),
        header(name.as_bytes(), 0, b""),
        header(b"\0", 1, b""),
        header(b"last", 8, &253_402_300_799_999_i64.to_be_bytes()),
        header(b"first", 8, &(-62_135_596_800_000_i64).to_be_bytes()),
    ];
    let event: RawEvent = read_one(&frame(&headers.concat(), b""))?;
    equal(&event.header("empty text"), &Some(EventHeader::Text("")))?;
    equal(&event.header("empty blob"), &Some(EventHeader::Blob(b"")))?;
    equal(&event.header("long text"), &Some(EventHeader::Text(&long)))?;
    equal(&event.header(&name), &Some(EventHeader::Bool(true)))?;
    equal(&event.header("\0"), &Some(EventHeader::Bool(false)))?;
    let time = |name| event.header(name).and_then(|it| it.as_timestamp()).map(|it| it.to_string());
    equal(&time("last"), &Some("9999-12-31T23:59:59.999Z".to_owned()))?;
    equal(&time("first"), &Some("0001-01-01T00:00:00Z".to_owned()))?;
    equal(&event.payload(), &&b""[..])
}

fn events_before_an_error_are_returned() -> Result<(), String> {
    let mut damaged = small();
    damaged[20] ^= 1;
    let stream = Bytes::from([small(), small(), damaged, small()].concat());
    let whole = read_one(&small())?;
    let error = "invalid event stream: the checksum of a message is wrong".to_owned();
    for length in [1, 7, 50, 1000] {
        let chunks = stream.chunks(length).map(Bytes::copy_from_slice);
        equal(&read(chunks), &(vec![whole.clone(); 2], Some(error.clone())))?;
    }
    Ok(())
}
