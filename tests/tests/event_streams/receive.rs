//! The events that a program receives.

use std::future::Future as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use aws_operation::internals::FrameWriter;
use aws_operation::{
    Blob, Body, BodyError, Client, Config, Credentials, ErrorKind, EventHeader, EventStream,
    EventStreamError, RawEvent, Service, Timestamp, Transport, TransportFuture, aws_event_stream,
    aws_operation, aws_output, services,
};
use aws_operation_tests::cases;
use aws_operation_tests::paused::Checked;
use bytes::Bytes;
use serde::Deserialize;

cases! {
    events_have_headers_and_payloads
    unknown_events_are_kept
    exceptions_are_typed_errors_and_end_the_stream
    unmodelled_exceptions_and_errors_keep_code_and_message
    a_message_of_an_unknown_kind_is_an_error
    an_undecodable_event_is_an_error_and_the_next_one_is_read
    a_stream_that_breaks_is_an_error_after_its_events
    there_may_be_minutes_between_events
    the_initial_response_has_the_other_members
}

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

pub fn event(name: &str, payload: &str) -> Bytes {
    let text = EventHeader::Text;
    frame(&[(":message-type", text("event")), (":event-type", text(name))], payload)
}

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
            let body = Body::stream(Listed(chunks.collect()), None);
            let response = http::Response::builder()
                .header("x-session", "s1")
                .header("content-type", "application/vnd.amazon.eventstream");
            Ok(response.body(body).expect("a response"))
        })
    }
}

struct Listed(std::collections::VecDeque<Result<Bytes, BodyError>>);

impl futures_core::Stream for Listed {
    type Item = Result<Bytes, BodyError>;

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        std::task::Poll::Ready(self.0.pop_front())
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

async fn events_have_headers_and_payloads() -> Checked {
    let at = Timestamp::from_epoch_nanos(1_730_000_000_123_000_000).ok_or("a time")?;
    let text = EventHeader::Text;
    let sound = frame(
        &[
            (":message-type", text("event")),
            (":event-type", text("audio")),
            (":content-type", text("application/octet-stream")),
            ("rate", EventHeader::Int(8000)),
            ("at", EventHeader::Timestamp(at)),
        ],
        "\u{1}\u{2}",
    );
    let usage = frame(
        &[
            (":message-type", text("event")),
            (":event-type", text("usage")),
            ("unit", text("token")),
        ],
        r#"{"tokens":7,"other":[1],"costs":0.5}"#,
    );
    let chunks = vec![
        Ok(event("delta", r#"{"text":"hi"}"#)),
        Ok([sound, usage, event("stop", "")].concat().into()),
    ];
    let events: Result<Vec<_>, _> = received(chunks).await.into_iter().collect();
    let expected = [
        ChatEvent::Delta(Delta { text: "hi".into() }),
        ChatEvent::Sound { rate: 8000, time: Some(at), samples: Blob::from(&b"\x01\x02"[..]) },
        ChatEvent::Usage { unit: "token".into(), tokens: 7, price: Some(0.5) },
        ChatEvent::Stop,
    ];
    assert_eq!(events?, expected);
    Ok(())
}

async fn unknown_events_are_kept() -> Checked {
    let unknown = event("later", r#"{"a":1}"#);
    let events = received(vec![Ok(unknown), Ok(event("delta", r#"{"text":"x"}"#))]).await;
    match &events[..] {
        [Ok(ChatEvent::Unknown(raw)), Ok(ChatEvent::Delta(_))] => {
            assert_eq!(raw.payload(), br#"{"a":1}"#);
            assert_eq!(raw.header(":event-type"), Some(EventHeader::Text("later")));
            Ok(())
        }
        other => Err(format!("{other:?}").into()),
    }
}

async fn exceptions_are_typed_errors_and_end_the_stream() -> Checked {
    let chunks = vec![
        Ok(event("delta", r#"{"text":"x"}"#)),
        Ok(exception("throttlingException", r#"{"Message":"Too many"}"#)),
        Ok(event("delta", r#"{"text":"y"}"#)),
    ];
    let mut events = received(chunks).await;
    assert_eq!(events.len(), 2);
    let error = events.pop().ok_or("an error")?.expect_err("an exception");
    assert_eq!(error.to_string(), "throttlingException: Too many");
    assert_eq!(error.kind(), ErrorKind::Service);
    assert_eq!((error.code(), error.message()), (Some("throttlingException"), Some("Too many")));
    let expected = ChatEvent::ThrottlingException { message: Some("Too many".into()) };
    assert_eq!(error.into_exception(), Some(expected));
    Ok(())
}

async fn unmodelled_exceptions_and_errors_keep_code_and_message() -> Checked {
    let text = EventHeader::Text;
    let error = frame(
        &[
            (":message-type", text("error")),
            (":error-code", text("internal-error")),
            (":error-message", text("An unknown error occurred.")),
        ],
        "",
    );
    for (message, expected) in [
        (exception("newException", r#"{"message":"why"}"#), "newException: why"),
        (exception("newException", "not json"), "newException"),
        (error, "internal-error: An unknown error occurred."),
    ] {
        let mut events = received(vec![Ok(message)]).await;
        let error = events.pop().ok_or("an error")?.expect_err("an exception");
        assert_eq!((error.to_string().as_str(), error.kind()), (expected, ErrorKind::Service));
        assert!(error.exception().is_none());
    }
    Ok(())
}

async fn a_message_of_an_unknown_kind_is_an_error() -> Checked {
    let (text, blob) = (EventHeader::Text, EventHeader::Blob);
    for (headers, expected) in [
        (
            vec![(":event-type", text("delta"))],
            "a message is not an event: its header `:message-type` is missing",
        ),
        (
            vec![(":message-type", blob(b"event")), (":event-type", text("delta"))],
            "a message is not an event: its header `:message-type` is not text",
        ),
        (
            vec![(":message-type", text("event"))],
            "a message is not an event: its header `:event-type` is missing",
        ),
        (
            vec![(":message-type", text("event")), (":event-type", blob(b"delta"))],
            "a message is not an event: its header `:event-type` is not text",
        ),
        (
            vec![(":message-type", text("ping"))],
            "a message is not an event: its header `:message-type` is `ping`, which is not known",
        ),
    ] {
        let chunks = vec![Ok(frame(&headers, "{}")), Ok(event("stop", ""))];
        let mut events = received(chunks).await;
        assert_eq!(events.len(), 1, "the stream ends");
        let error = events.pop().ok_or("an error")?.expect_err("no event");
        assert_eq!((error.to_string().as_str(), error.kind()), (expected, ErrorKind::Decode));
    }
    Ok(())
}

async fn an_undecodable_event_is_an_error_and_the_next_one_is_read() -> Checked {
    let chunks = vec![Ok(event("delta", r#"{"text":1}"#)), Ok(event("stop", ""))];
    match &received(chunks).await[..] {
        [Err(error), Ok(ChatEvent::Stop)] => {
            let expected = "the event `delta`: cannot decode its payload: expected a string, found \
                            whole number at byte 9 in `text`";
            assert_eq!(error.to_string(), expected);
            Ok(())
        }
        other => Err(format!("{other:?}").into()),
    }
}

async fn a_stream_that_breaks_is_an_error_after_its_events() -> Checked {
    let whole = event("delta", r#"{"text":"x"}"#);
    let cut = whole.slice(..whole.len() - 1);
    let mut wrong = whole.to_vec();
    wrong[20] ^= 1;
    for (last, kind) in [
        (Ok(cut), ErrorKind::Decode),
        (Ok(wrong.into()), ErrorKind::Decode),
        (Err("reset"), ErrorKind::Transport),
    ] {
        let events = received(vec![Ok(whole.clone()), last]).await;
        match &events[..] {
            [Ok(ChatEvent::Delta(_)), Err(error)] => assert_eq!(error.kind(), kind, "{error}"),
            other => return Err(format!("{other:?}").into()),
        }
    }
    Ok(())
}

/// Whatever the content type of the response is, or if it has none.
async fn there_may_be_minutes_between_events() -> Checked {
    /// An event, and another one after ten minutes.
    struct Slow(Option<&'static str>, Arc<AtomicUsize>);

    impl Transport for Slow {
        fn send(&self, _: http::Request<Body>) -> TransportFuture<'_> {
            let mut response = http::Response::builder();
            if let Some(content_type) = self.0 {
                response = response.header("content-type", content_type);
            }
            let body = Paused {
                events: [event("stop", ""), event("stop", "")].into(),
                sleep: Box::pin(tokio::time::sleep(std::time::Duration::from_secs(600))),
                polls: Arc::clone(&self.1),
            };
            let response = response.body(Body::stream(body, None)).expect("a response");
            Box::pin(async { Ok(response) })
        }
    }

    struct Paused {
        events: std::collections::VecDeque<Bytes>,
        sleep: std::pin::Pin<Box<tokio::time::Sleep>>,
        polls: Arc<AtomicUsize>,
    }

    impl futures_core::Stream for Paused {
        type Item = Result<Bytes, BodyError>;

        fn poll_next(
            mut self: std::pin::Pin<&mut Self>,
            context: &mut std::task::Context<'_>,
        ) -> std::task::Poll<Option<Self::Item>> {
            self.polls.fetch_add(1, Ordering::SeqCst);
            if self.events.len() == 1 {
                std::task::ready!(self.sleep.as_mut().poll(context));
            }
            std::task::Poll::Ready(self.events.pop_front().map(Ok))
        }
    }

    for content_type in [Some("application/vnd.amazon.eventstream"), None] {
        let polls = Arc::new(AtomicUsize::new(0));
        let slow = Slow(content_type, Arc::clone(&polls));
        let client = client(services::API_GATEWAY, slow).await;
        let output = client.send(Chat {}).await?;
        let events: Result<Vec<_>, _> = all(output.events).await.into_iter().collect();
        assert_eq!(events?, [ChatEvent::Stop, ChatEvent::Stop], "{content_type:?}");
        // The two events, the wait, and the end.
        assert_eq!(polls.load(Ordering::SeqCst), 4, "the body is polled only when it may be ready");
    }
    Ok(())
}

async fn the_initial_response_has_the_other_members() -> Checked {
    const RPC: Service = Service::new("chat").target_prefix("Chat");
    let delta = event("delta", r#"{"text":"x"}"#);
    let initial = event("initial-response", r#"{"session":"s2"}"#);
    for (chunks, session) in [
        (vec![initial.clone(), delta.clone()], "s2"),
        (vec![[&initial[..], &delta].concat().into()], "s2"),
        (vec![initial.slice(..9), initial.slice(9..), delta.clone()], "s2"),
        (vec![delta.clone()], ""),
        (vec![delta.slice(..20), delta.slice(20..)], ""),
    ] {
        let client = client(RPC, Chunks(chunks.into_iter().map(Ok).collect())).await;
        let output = client.send(RpcChat {}).await?;
        assert_eq!(output.session, session);
        let events: Result<Vec<_>, _> = all(output.events).await.into_iter().collect();
        assert_eq!(events?, [ChatEvent::Delta(Delta { text: "x".into() })]);
    }
    Ok(())
}
