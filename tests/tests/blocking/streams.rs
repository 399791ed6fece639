//! The streams of outputs and of requests.

use std::io::{self, BufRead as _, Read};
use std::path::Path;

use aws_operation::internals::FrameWriter;
use aws_operation::{
    ByteStream, Client, EventHeader, EventStream, RawEvent, Retry, aws_event_stream, aws_operation,
    aws_output, blocking, services,
};
use aws_operation_tests::faults::calls::config;
use aws_operation_tests::faults::objects::{Load, Store, s3};
use aws_operation_tests::faults::{Answer, End, FaultServer, Step};
use aws_operation_tests::many_bytes;

use crate::operations::settings;

/// A client whose responses may be large, because they are streams.
fn objects(server: &FaultServer) -> blocking::Client {
    s3(config(&server.endpoint()).retry(Retry::off())).into()
}

fn load() -> Load {
    Load { key: "film.mp4".to_owned() }
}

#[test]
fn an_output_is_read_collected_and_written_to_a_file() {
    let bytes = many_bytes(300_000);
    let answer = Answer::ok("").body(&bytes);
    let server = FaultServer::by(move |_| Step::answer(&answer));
    let client = objects(&server);
    let body = || client.send(load()).expect("answered").body;

    let mut read = Vec::new();
    let length = blocking::Reader::new(body()).read_to_end(&mut read).expect("whole");
    assert_eq!((length, &read[..]), (bytes.len(), &bytes[..]));

    // In small pieces, and with the buffer.
    let mut reader = blocking::Reader::new(body());
    let mut small = [0; 7];
    reader.read_exact(&mut small).expect("whole");
    assert_eq!(small, bytes[..7]);
    let next = reader.fill_buf().expect("whole")[0];
    assert_eq!(next, bytes[7]);
    drop(reader);

    assert_eq!(&blocking::run(body().collect(1 << 20)).expect("whole")[..], &bytes[..]);

    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("blocking-film.mp4");
    let length = blocking::run(body().write_to_path(&path)).expect("written");
    assert_eq!(length, bytes.len() as u64);
    assert_eq!(std::fs::read(&path).expect("a file"), bytes);
    std::fs::remove_file(path).expect("a file");
}

#[test]
fn a_broken_output_is_an_error_of_the_reader() {
    let answer = Answer::ok("").body(many_bytes(100_000));
    let server = FaultServer::by(move |_| Step::send(answer.half_body(), End::Close));
    let body = objects(&server).send(load()).expect("the head has arrived").body;
    let error = blocking::Reader::new(body).read_to_end(&mut Vec::new()).expect_err("broken");
    assert!(error.get_ref().is_some_and(|inner| inner.is::<aws_operation::BodyError>()), "{error}");
}

/// A reader that returns at most 1000 bytes at once.
struct Slow {
    bytes: io::Cursor<Vec<u8>>,
    /// Whether it fails after the last byte.
    fails: bool,
}

impl Read for Slow {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = buffer.len().min(1000);
        match self.bytes.read(&mut buffer[..length])? {
            0 if self.fails => Err(io::Error::other("the reader failed")),
            length => Ok(length),
        }
    }
}

#[test]
fn a_reader_is_sent() {
    let bytes = many_bytes(50_000);
    let server = FaultServer::by({
        let bytes = bytes.clone();
        move |seen| {
            let is_whole = seen.body.windows(1000).any(|window| window == &bytes[49_000..]);
            Step::answer(&Answer::new(200).header("x-name", if is_whole { "whole" } else { "not" }))
        }
    });
    let store = |fails: bool| {
        let body = blocking::from_reader(Slow { bytes: io::Cursor::new(bytes.clone()), fails });
        let length = if fails { 60_000 } else { 50_000 };
        let operation = Store { key: "film.mp4".to_owned(), body: body.with_length(length) };
        objects(&server).send(operation)
    };
    assert_eq!(store(false).expect("stored").name.as_deref(), Some("whole"));
    let error = store(true).expect_err("it fails").to_string();
    assert!(error.contains("the reader failed"), "{error}");
}

#[test]
fn a_file_is_sent() {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("blocking-upload");
    std::fs::write(&path, "hello").expect("written");
    let server = FaultServer::by(|seen| {
        let length = seen.header("x-amz-decoded-content-length").to_owned();
        Step::answer(&Answer::new(200).header("x-name", &length))
    });
    let body = blocking::run(ByteStream::from_path(&path)).expect("a file");
    let stored = objects(&server).send(Store { key: "a".to_owned(), body }).expect("stored");
    assert_eq!(stored.name.as_deref(), Some("5"));
    std::fs::remove_file(path).expect("a file");
}

#[aws_operation(method = "POST", uri = "/chat", output = ChatOutput)]
struct Chat {}

#[aws_output]
struct ChatOutput {
    #[payload]
    events: EventStream<ChatEvent>,
}

#[aws_event_stream]
#[derive(Debug)]
enum ChatEvent {
    Delta(Delta),
    Unknown(RawEvent),
}

#[derive(Debug, serde::Deserialize)]
struct Delta {
    text: String,
}

fn event(text: &str) -> Vec<u8> {
    let mut frame = FrameWriter::new();
    for (name, value) in [(":message-type", "event"), (":event-type", "delta")] {
        frame.header(name, EventHeader::Text(value)).expect("a header");
    }
    let payload = format!(r#"{{"text": "{text}"}}"#);
    frame.finish(payload.as_bytes()).expect("a message").to_vec()
}

#[test]
fn events_are_an_iterator() {
    let body = [event("Hel"), event("lo")].concat();
    let answer = Answer::ok("").body(body);
    let server = FaultServer::by(move |_| Step::answer(&answer));
    let client = blocking::Client::from(Client::new(&settings(&server), services::BEDROCK_RUNTIME));
    let events = client.send(Chat {}).expect("answered").events;
    let text: Result<String, _> = blocking::Events::new(events)
        .map(|event| {
            event.map(|event| match event {
                ChatEvent::Delta(delta) => delta.text,
                ChatEvent::Unknown(event) => panic!("{event:?}"),
            })
        })
        .collect();
    assert_eq!(text.expect("whole"), "Hello");
}
