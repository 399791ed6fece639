//! Faults of event streams over sockets: the error that the reader gets, the events before it, and that
//! the next call of the same client works.

mod cuts;
mod messages;
mod pauses;
mod rpc;

use std::time::Duration;

use aws_operation::{
    Client, ErrorKind, EventStream, EventStreamError, RawEvent, aws_event_stream, aws_operation,
    aws_output,
};
use aws_operation_tests::event_frames::{frame, text_header};
use aws_operation_tests::faults::calls::{client_of, config};
use aws_operation_tests::faults::{Answer, End, FaultServer, Step};

const MS: fn(u64) -> Duration = Duration::from_millis;
const EVENT_STREAM: &str = "application/vnd.amazon.eventstream";

#[aws_operation(method = "POST", uri = "/chat", output = ChatOutput)]
struct Chat {}

#[aws_output]
struct ChatOutput {
    #[payload]
    events: EventStream<ChatEvent>,
}

#[aws_event_stream]
enum ChatEvent {
    Delta {
        text: String,
    },
    #[exception]
    ThrottlingException {
        message: Option<String>,
    },
    Unknown(RawEvent),
}

/// What `next` returned, as text: an event, the kind and the line of an error, or `end`.
async fn next(events: &mut EventStream<ChatEvent>) -> String {
    match events.next().await {
        Some(Ok(ChatEvent::Delta { text })) => text,
        Some(Ok(ChatEvent::ThrottlingException { .. })) => "an exception as an event".to_owned(),
        Some(Ok(ChatEvent::Unknown(event))) => {
            let name =
                event.header(":event-type").and_then(|name| name.as_str().map(str::to_owned));
            format!("unknown event {name:?}")
        }
        Some(Err(error)) => described(&error),
        None => "end".to_owned(),
    }
}

fn described(error: &EventStreamError<ChatEvent>) -> String {
    let kind = match error.kind() {
        ErrorKind::Service => "service",
        ErrorKind::Decode => "decode",
        ErrorKind::Transport => "transport",
        _ => "another kind",
    };
    let is_typed = if error.exception().is_some() { ", typed" } else { "" };
    format!("{kind}{is_typed}: {error}")
}

/// All that the reader sees, up to the end.
async fn read(mut events: EventStream<ChatEvent>) -> Vec<String> {
    let mut seen = Vec::new();
    loop {
        match next(&mut events).await {
            end if end == "end" => break,
            other => seen.push(other),
        }
    }
    assert_eq!(next(&mut events).await, "end", "the end is final");
    seen
}

fn event(name: &str, payload: &str) -> Vec<u8> {
    let headers = [text_header(":message-type", "event"), text_header(":event-type", name)];
    frame(&headers.concat(), payload.as_bytes())
}

fn delta(text: &str) -> Vec<u8> {
    event("delta", &format!(r#"{{"text":"{text}"}}"#))
}

fn exception(name: &str, payload: &str) -> Vec<u8> {
    let headers = [text_header(":message-type", "exception"), text_header(":exception-type", name)];
    frame(&headers.concat(), payload.as_bytes())
}

/// The head of a response with events.
fn head() -> Answer {
    Answer::new(200)
        .unannounced()
        .header("content-type", EVENT_STREAM)
        .header("transfer-encoding", "chunked")
        .header("x-amzn-requestid", "id-1")
}

/// Each of these pieces as one chunk of HTTP.
fn chunks(pieces: &[Vec<u8>]) -> Vec<u8> {
    let chunk = |piece: &Vec<u8>| {
        [format!("{:x}\r\n", piece.len()).as_bytes(), piece, &b"\r\n"[..]].concat()
    };
    pieces.iter().flat_map(chunk).collect()
}

const LAST_CHUNK: &[u8] = b"0\r\n\r\n";

/// A whole response with these messages.
fn response(messages: &[Vec<u8>]) -> Vec<u8> {
    [head().head(), chunks(messages), LAST_CHUNK.to_vec()].concat()
}

/// A client and its server. Streams are not retried, so a retry cannot hide a fault.
fn started() -> (FaultServer, Client) {
    let server = FaultServer::start([]);
    let client = client_of(config(&server.endpoint()));
    (server, client)
}

/// What a reader sees of this step's response.
async fn seen(server: &FaultServer, client: &Client, step: Step) -> Vec<String> {
    server.next([step]);
    read(client.send(Chat {}).await.expect("the head arrives").events).await
}

/// The next call of the client works.
async fn works(server: &FaultServer, client: &Client, what: &str) {
    let step = Step::send(response(&[delta("works")]), End::Keep);
    assert_eq!(seen(server, client, step).await, ["works"], "after {what}");
}
