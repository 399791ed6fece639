//! aws-operation.

use aws_operation::internals::{FrameWriter, Frames};
use aws_operation::{EventHeader, RawEvent};
use bytes::Bytes;

use super::{Listed, OURS};
use crate::cases::Case;
use crate::job::{Job, Seen, Work};

pub fn decode(case: &Case) -> Job {
    let chunks = case.chunks.clone();
    let prepare = move || chunks.iter().map(|it| Bytes::copy_from_slice(it)).collect::<Vec<_>>();
    Job::new(Work::Decode, OURS, prepare, |chunks| {
        let mut seen = Seen::default();
        let mut frames = Frames::new();
        for chunk in chunks {
            frames.push(chunk);
            while let Some(event) = frames.next().expect("it is valid") {
                look(&event, &mut seen);
            }
        }
        frames.finish().expect("it is whole");
        seen
    })
}

pub fn encode_and_decode(case: &Case) -> Job {
    let payloads = case.payloads.clone();
    let (event_type, content_type) = (case.event_type, case.content_type);
    Job::new(
        Work::EncodeAndDecode,
        OURS,
        move || payloads.clone(),
        move |payloads| {
            let mut seen = Seen::default();
            let mut frames = Frames::new();
            for payload in payloads {
                let mut writer = FrameWriter::new();
                for (name, value) in [
                    (":message-type", "event"),
                    (":event-type", event_type),
                    (":content-type", content_type),
                ] {
                    writer.header(name, EventHeader::Text(value)).expect("it is short");
                }
                frames.push(writer.finish(&payload).expect("it is short"));
                let event = frames.next().expect("it is valid").expect("it is whole");
                look(&event, &mut seen);
            }
            seen
        },
    )
}

/// Finds the three headers and the payload, as the decoder of an event does.
fn look(event: &RawEvent, seen: &mut Seen) {
    let text = |name| event.header(name).and_then(|it| it.as_str()).expect("it is there");
    seen.add([text(":message-type"), text(":event-type"), text(":content-type")], event.payload());
}

pub fn listed(case: &Case) -> Vec<Listed> {
    let (mut frames, mut listed) = (Frames::new(), Vec::new());
    for chunk in case.receive() {
        frames.push(chunk);
        while let Some(event) = frames.next().expect("it is valid") {
            let text = |value: EventHeader<'_>| value.as_str().expect("a string").to_owned();
            let headers = event.headers().map(|(name, value)| (name.to_owned(), text(value)));
            listed.push((headers.collect(), event.payload().to_vec()));
        }
    }
    listed
}
