//! Random messages: written messages are read back unchanged, in any chunks.

use std::collections::BTreeMap;

use bytes::Bytes;
use proptest::prelude::*;

use super::{EventHeader, FrameWriter, Frames, RawEvent};
use crate::types::Timestamp;

/// A header's value that owns its memory.
#[derive(Debug, Clone, PartialEq)]
enum Value {
    Bool(bool),
    Byte(i8),
    Short(i16),
    Int(i32),
    Long(i64),
    Blob(Vec<u8>),
    Text(String),
    /// Milliseconds.
    Timestamp(i64),
    Uuid([u8; 16]),
}

impl Value {
    fn header(&self) -> EventHeader<'_> {
        match self {
            Self::Bool(value) => EventHeader::Bool(*value),
            Self::Byte(value) => EventHeader::Byte(*value),
            Self::Short(value) => EventHeader::Short(*value),
            Self::Int(value) => EventHeader::Int(*value),
            Self::Long(value) => EventHeader::Long(*value),
            Self::Blob(value) => EventHeader::Blob(value),
            Self::Text(value) => EventHeader::Text(value),
            Self::Timestamp(millis) => {
                let time = Timestamp::from_epoch_nanos(i128::from(*millis) * 1_000_000);
                EventHeader::Timestamp(time.expect("a year from 1 to 9999"))
            }
            Self::Uuid(value) => EventHeader::Uuid(*value),
        }
    }
}

fn values() -> impl Strategy<Value = Value> {
    prop_oneof![
        any::<bool>().prop_map(Value::Bool),
        any::<i8>().prop_map(Value::Byte),
        any::<i16>().prop_map(Value::Short),
        any::<i32>().prop_map(Value::Int),
        any::<i64>().prop_map(Value::Long),
        prop::collection::vec(any::<u8>(), 0..60).prop_map(Value::Blob),
        any::<String>().prop_map(Value::Text),
        (-62_135_596_800_000..=253_402_300_799_999_i64).prop_map(Value::Timestamp),
        any::<[u8; 16]>().prop_map(Value::Uuid),
    ]
}

#[derive(Debug, Clone)]
struct Message {
    headers: BTreeMap<String, Value>,
    payload: Vec<u8>,
}

/// Up to 20 headers, because repeated names are found in another way if there are more than 16.
fn messages() -> impl Strategy<Value = Message> {
    let names = "[:a-zä-]{1,12}";
    let headers = prop::collection::btree_map(names, values(), 0..20);
    let payload = prop::collection::vec(any::<u8>(), 0..300);
    (headers, payload).prop_map(|(headers, payload)| Message { headers, payload })
}

impl Message {
    fn write(&self) -> Bytes {
        let mut writer = FrameWriter::new();
        for (name, value) in &self.headers {
            writer.header(name, value.header()).expect("it is short enough");
        }
        writer.finish(&self.payload).expect("it is short enough")
    }

    fn is(&self, event: &RawEvent) -> bool {
        let headers = self.headers.iter().map(|(name, value)| (name.as_str(), value.header()));
        event.headers().eq(headers)
            && self.headers.iter().all(|(name, value)| event.header(name) == Some(value.header()))
            && event.payload() == self.payload
            && event.payload_bytes() == self.payload
    }
}

/// All events of these chunks, and whether the stream ended after a whole message.
fn read(chunks: impl IntoIterator<Item = Bytes>) -> (Vec<RawEvent>, bool) {
    let (mut frames, mut events) = (Frames::new(), Vec::new());
    for chunk in chunks {
        frames.push(chunk);
        while let Some(event) = frames.next().expect("it is valid") {
            events.push(event);
        }
    }
    (events, frames.finish().is_ok())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn a_message_is_read_as_it_was_written(message in messages()) {
        let frame = message.write();
        let (events, is_whole) = read([frame.clone()]);
        prop_assert!(is_whole);
        prop_assert_eq!(events.len(), 1);
        prop_assert!(message.is(&events[0]), "{:?}", events[0].headers().collect::<Vec<_>>());

        // Written again from what was read.
        let mut writer = FrameWriter::new();
        for (name, value) in events[0].headers() {
            writer.header(name, value).expect("it was written before");
        }
        prop_assert_eq!(writer.finish(events[0].payload()).expect("it was written before"), frame);
    }
}

proptest! {
    // There are hundreds of cuts in each case.
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn a_message_may_be_cut_at_every_byte(message in messages()) {
        let frame = message.write();
        for cut in 0..=frame.len() {
            let (events, is_whole) = read([frame.slice(..cut), frame.slice(cut..)]);
            prop_assert!(is_whole);
            prop_assert_eq!(events.len(), 1);
            prop_assert!(message.is(&events[0]), "cut at {}", cut);
            // Without the second part, there is no event, but an error.
            if cut < frame.len() {
                prop_assert_eq!(read([frame.slice(..cut)]), (vec![], cut == 0));
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn chunks_may_be_cut_anywhere(
        messages in prop::collection::vec(messages(), 0..6),
        lengths in prop::collection::vec(0..400_usize, 1..40),
        is_pushed_at_once: bool,
    ) {
        let stream: Bytes = messages.iter().flat_map(Message::write).collect();
        let (mut rest, mut chunks) = (stream.clone(), Vec::new());
        for length in lengths {
            chunks.push(rest.split_to(length.min(rest.len())));
        }
        chunks.push(rest);
        let events = if is_pushed_at_once {
            let mut frames = Frames::new();
            chunks.into_iter().for_each(|chunk| frames.push(chunk));
            let mut events = Vec::new();
            while let Some(event) = frames.next().expect("it is valid") {
                events.push(event);
            }
            prop_assert!(frames.finish().is_ok());
            events
        } else {
            let (events, is_whole) = read(chunks);
            prop_assert!(is_whole);
            events
        };
        prop_assert_eq!(events.len(), messages.len());
        for (message, event) in messages.iter().zip(&events) {
            prop_assert!(message.is(event));
        }
        prop_assert_eq!(events, read([stream]).0);
    }

    /// Bytes that are not messages give an error or wait for more, without a panic.
    #[test]
    fn any_bytes_are_read(
        mut bytes in prop::collection::vec(any::<u8>(), 0..100),
        has_valid_checksum: bool,
    ) {
        // With small lengths and their checksum, the reader gets past the prelude.
        if has_valid_checksum && bytes.len() >= 12 {
            bytes[..3].fill(0);
            bytes[4..7].fill(0);
            let checksum = crc32fast::hash(&bytes[..8]);
            bytes[8..12].copy_from_slice(&checksum.to_be_bytes());
        }
        let mut frames = Frames::new();
        frames.push(bytes.into());
        while let Ok(Some(_)) = frames.next() {}
        let _ = frames.finish();
    }
}

#[test]
fn a_message_within_a_chunk_is_not_copied() {
    let mut writer = FrameWriter::new();
    writer.header(":event-type", EventHeader::Text("a")).expect("it is short");
    let frame = writer.finish(b"payload").expect("it is short");
    let chunk = Bytes::from([&*frame, &frame, &frame[..20]].concat());
    let memory = chunk.as_ptr_range();
    let mut frames = Frames::new();
    frames.push(chunk.clone());
    for _ in 0..2 {
        let event = frames.next().expect("it is valid").expect("it is whole");
        assert!(memory.contains(&event.payload().as_ptr()));
        let payload = event.payload_bytes();
        drop(event);
        assert!(memory.contains(&payload.as_ptr()));
        assert_eq!(payload, "payload");
    }
    assert_eq!(frames.next().expect("it may be valid"), None);
}

#[test]
fn debug_has_no_contents() {
    let mut writer = FrameWriter::new();
    writer.header(":event-type", EventHeader::Text("secret")).expect("it is short");
    writer.header("n", EventHeader::Bool(true)).expect("it is short");
    let frame = writer.finish(b"secret").expect("it is short");
    let (events, _) = read([frame]);
    assert_eq!(
        format!("{:?}", events[0]),
        r#"RawEvent { headers: [":event-type", "n"], payload: 6 bytes }"#
    );
    assert_eq!(format!("{:?}", EventHeader::Blob(b"secret")), "Blob(6 bytes)");
    assert_eq!(format!("{:?}", EventHeader::Text("a")), r#"Text("a")"#);
}

#[test]
fn values_have_one_type() {
    let time = Timestamp::from_epoch_seconds(1);
    for (value, is) in [
        (EventHeader::Bool(true), [true, false, false, false, false, false]),
        (EventHeader::Byte(-1), [false, true, false, false, false, false]),
        (EventHeader::Short(-1), [false, true, false, false, false, false]),
        (EventHeader::Int(-1), [false, true, false, false, false, false]),
        (EventHeader::Long(-1), [false, true, false, false, false, false]),
        (EventHeader::Blob(b"a"), [false, false, true, false, false, false]),
        (EventHeader::Text("a"), [false, false, false, true, false, false]),
        (EventHeader::Timestamp(time), [false, false, false, false, true, false]),
        (EventHeader::Uuid([1; 16]), [false, false, false, false, false, true]),
    ] {
        let found = [
            value.as_bool() == Some(true),
            value.as_i64() == Some(-1),
            value.as_bytes() == Some(b"a"),
            value.as_str() == Some("a"),
            value.as_timestamp() == Some(time),
            value.as_uuid() == Some([1; 16]),
        ];
        assert_eq!(found, is, "{value:?}");
    }
}
