//! The events that a program receives.

pub mod errors;
pub mod events;

use aws_operation::internals::FrameWriter;
use aws_operation::{
    Blob, Body, BodyError, Client, Config, Credentials, EventHeader, EventStream, EventStreamError,
    RawEvent, Service, Timestamp, Transport, TransportFuture, aws_event_stream, aws_operation,
    aws_output, services,
};
use aws_operation_tests::Listed;
use bytes::Bytes;
use serde::Deserialize;

#[aws_operation(method = "POST", uri = "/chat", output = ChatOutput)]
struct Chat {}

#[aws_output]
struct ChatOutput {
    #[header("x-session")]
    session: String,
    #[payload]
    events: EventStream<ChatEvent>,
}

#[aws_operation(protocol = "awsJson1_1", output = RpcChatOutput)]
struct RpcChat {}

#[aws_output]
struct RpcChatOutput {
    session: String,
    #[payload]
    events: EventStream<ChatEvent>,
}

#[aws_event_stream]
#[derive(Debug, PartialEq)]
enum ChatEvent {
    Delta(Delta),
    #[tag("audio")]
    Sound {
        #[event_header]
        rate: i32,
        #[event_header("at")]
        time: Option<Timestamp>,
        #[event_payload]
        samples: Blob,
    },
    Usage {
        #[event_header]
        unit: String,
        tokens: u32,
        #[body("costs")]
        price: Option<f64>,
    },
    Stop,
    #[exception]
    ThrottlingException {
        message: Option<String>,
    },
    Unknown(RawEvent),
}

#[derive(Debug, PartialEq, Deserialize)]
struct Delta {
    text: String,
}

/// A message with these headers and this payload.
pub fn frame(headers: &[(&str, EventHeader<'_>)], payload: &str) -> Bytes {
    let mut frame = FrameWriter::new();
    for (name, value) in headers {
        frame.header(name, *value).expect("a header");
    }
    frame.finish(payload.as_bytes()).expect("a message")
}

/// An event with this document.
pub fn event(name: &str, payload: &str) -> Bytes {
    let text = EventHeader::Text;
    frame(&[(":message-type", text("event")), (":event-type", text(name))], payload)
}

/// An exception with this document.
fn exception(name: &str, payload: &str) -> Bytes {
    let text = EventHeader::Text;
    frame(&[(":message-type", text("exception")), (":exception-type", text(name))], payload)
}

/// Responds to every request with these chunks.
pub struct Chunks(pub Vec<Result<Bytes, &'static str>>);

impl Transport for Chunks {
    fn send(&self, _: http::Request<Body>) -> TransportFuture<'_> {
        let chunks: Vec<_> = self.0.clone();
        Box::pin(async move {
            let chunks = chunks.into_iter().map(|it| it.map_err(BodyError::new));
            let body = Body::stream(chunks.collect::<Listed<_>>(), None);
            let response = http::Response::builder()
                .header("x-session", "s1")
                .header("content-type", "application/vnd.amazon.eventstream");
            Ok(response.body(body).expect("a response"))
        })
    }
}

pub async fn client(service: Service, transport: impl Transport + 'static) -> Client {
    let config = Config::builder()
        .region("eu-west-1")
        .credentials(Credentials::new("id", "secret"))
        .endpoint_url("https://chat.example.com")
        .transport(transport)
        .load()
        .await
        .expect("a config");
    Client::new(&config, service)
}

type Received = Result<ChatEvent, EventStreamError<ChatEvent>>;

/// All events of a response with these chunks.
async fn received(chunks: Vec<Result<Bytes, &'static str>>) -> Vec<Received> {
    let client = client(services::API_GATEWAY, Chunks(chunks)).await;
    let output = client.send(Chat {}).await.expect("an output");
    assert_eq!(output.session, "s1");
    all(output.events).await
}

async fn all(mut events: EventStream<ChatEvent>) -> Vec<Received> {
    let mut all = Vec::new();
    while let Some(event) = events.next().await {
        all.push(event);
    }
    assert!(events.next().await.is_none(), "it has ended");
    all
}
