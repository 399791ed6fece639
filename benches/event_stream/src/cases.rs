//! The streams that are read and written.

use aws_operation::EventHeader;
use aws_operation::internals::FrameWriter;
use bytes::Bytes;

pub struct Case {
    pub name: &'static str,
    pub title: &'static str,
    pub event_type: &'static str,
    pub content_type: &'static str,
    /// The payload of each event.
    pub payloads: Vec<Bytes>,
    /// The whole stream, in the chunks in which it is received.
    pub chunks: Vec<Bytes>,
    /// The goal: the SDK for Rust takes at least this many times as long as ours.
    pub least_times_faster: f64,
}

pub fn all() -> Vec<Case> {
    let deltas = || (0..1_000).map(delta).collect::<Vec<_>>();
    let records = (0..64_u32).map(|number| vec![number as u8; 64 * 1024].into()).collect();
    vec![
        case(
            "tokens",
            "Bedrock, 1,000 events of 200 bytes, one in each chunk",
            ("contentBlockDelta", "application/json"),
            deltas(),
            None,
            2.0,
        ),
        case(
            "converse",
            "Bedrock, 1,000 events of 200 bytes, chunks of 16 KiB",
            ("contentBlockDelta", "application/json"),
            deltas(),
            Some(16 * 1024),
            2.0,
        ),
        case(
            "records",
            "S3 Select, 64 events of 64 KiB, chunks of 16 KiB",
            ("Records", "application/octet-stream"),
            records,
            Some(16 * 1024),
            // Almost all of the time is the checksum and a copy, which both need.
            0.9,
        ),
    ]
}

/// An event of Bedrock's ConverseStream: 200 bytes of JSON.
fn delta(number: u32) -> Bytes {
    let start = format!(r#"{{"contentBlockIndex":0,"delta":{{"text":" word{number:04}"}},"p":""#);
    let padding = "abcdefghijklmnopqrstuvwxyz".chars().cycle();
    let end = "\"}";
    let length = 200 - start.len() - end.len();
    format!("{start}{}{end}", padding.take(length).collect::<String>()).into()
}

fn case(
    name: &'static str,
    title: &'static str,
    (event_type, content_type): (&'static str, &'static str),
    payloads: Vec<Bytes>,
    chunk: Option<usize>,
    least_times_faster: f64,
) -> Case {
    let frames: Vec<Bytes> = payloads
        .iter()
        .map(|payload| {
            let mut writer = FrameWriter::new();
            for (name, value) in [
                (":event-type", event_type),
                (":content-type", content_type),
                (":message-type", "event"),
            ] {
                writer.header(name, EventHeader::Text(value)).expect("it is short");
            }
            writer.finish(payload).expect("it is short")
        })
        .collect();
    let chunks = match chunk {
        None => frames,
        Some(length) => frames.concat().chunks(length).map(Bytes::copy_from_slice).collect(),
    };
    Case { name, title, event_type, content_type, payloads, chunks, least_times_faster }
}

impl Case {
    pub fn bytes(&self) -> usize {
        self.chunks.iter().map(Bytes::len).sum()
    }

    /// The chunks as they arrive from a connection: each has its own memory.
    pub fn receive(&self) -> Vec<Bytes> {
        self.chunks.iter().map(|chunk| Bytes::copy_from_slice(chunk)).collect()
    }
}
