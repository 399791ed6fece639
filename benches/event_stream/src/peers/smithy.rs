//! aws-smithy-eventstream, used as the AWS SDK for Rust uses it.

use aws_smithy_eventstream::frame::{DecodedFrame, MessageFrameDecoder, write_message_to};
use aws_smithy_eventstream::message_size_hint::MessageSizeHint as _;
use aws_smithy_eventstream::smithy::parse_response_headers;
use aws_smithy_types::event_stream::{Header, HeaderValue, Message};
use bytes::Bytes;
use bytes_utils::SegmentedBuf;

use super::{Listed, SMITHY};
use crate::cases::Case;
use crate::job::{Job, Seen, Work};

pub fn decode(case: &Case) -> Job {
    let chunks = case.chunks.clone();
    let prepare = move || chunks.iter().map(|it| Bytes::copy_from_slice(it)).collect::<Vec<_>>();
    Job::new(Work::Decode, SMITHY, prepare, |chunks| {
        let mut seen = Seen::default();
        let (mut decoder, mut buffer) = (MessageFrameDecoder::new(), SegmentedBuf::new());
        for chunk in chunks {
            buffer.push(chunk);
            while let Some(message) = next(&mut decoder, &mut buffer) {
                look(&message, &mut seen);
            }
        }
        seen
    })
}

pub fn encode_and_decode(case: &Case) -> Job {
    let payloads = case.payloads.clone();
    let (event_type, content_type) = (case.event_type, case.content_type);
    Job::new(
        Work::EncodeAndDecode,
        SMITHY,
        move || payloads.clone(),
        move |payloads| {
            let mut seen = Seen::default();
            let (mut decoder, mut buffer) = (MessageFrameDecoder::new(), SegmentedBuf::new());
            for payload in payloads {
                let mut headers = Vec::new();
                for (name, value) in [
                    (":message-type", "event"),
                    (":event-type", event_type),
                    (":content-type", content_type),
                ] {
                    headers.push(Header::new(name, HeaderValue::String(value.into())));
                }
                let message = Message::new_from_parts(headers, payload);
                let mut frame = Vec::with_capacity(message.size_hint());
                write_message_to(&message, &mut frame).expect("it is short");
                buffer.push(Bytes::from(frame));
                let message = next(&mut decoder, &mut buffer).expect("it is whole");
                look(&message, &mut seen);
            }
            seen
        },
    )
}

fn next(decoder: &mut MessageFrameDecoder, buffer: &mut SegmentedBuf<Bytes>) -> Option<Message> {
    match decoder.decode_frame(buffer).expect("it is valid") {
        DecodedFrame::Complete(message) => Some(message),
        DecodedFrame::Incomplete => None,
    }
}

/// Finds the three headers and the payload, as generated code does.
fn look(message: &Message, seen: &mut Seen) {
    let headers = parse_response_headers(message).expect("they are there");
    let content_type = headers.content_type().expect("it is there");
    let texts = [headers.message_type.as_str(), headers.smithy_type.as_str(), content_type];
    seen.add(texts, message.payload());
}

pub fn listed(case: &Case) -> Vec<Listed> {
    let mut listed = Vec::new();
    let (mut decoder, mut buffer) = (MessageFrameDecoder::new(), SegmentedBuf::new());
    for chunk in case.receive() {
        buffer.push(chunk);
        while let Some(message) = next(&mut decoder, &mut buffer) {
            let headers = message.headers().iter().map(|header| {
                let value = header.value().as_string().expect("a string");
                (header.name().as_str().to_owned(), value.as_str().to_owned())
            });
            listed.push((headers.collect(), message.payload().to_vec()));
        }
    }
    listed
}
