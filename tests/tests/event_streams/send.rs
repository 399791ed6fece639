//! The events that a program sends.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::{Duration, SystemTime};

use aws_operation::{
    Blob, Body, Client, Config, Credentials, EventHeader, EventStream, RawEvent, Service,
    Timestamp, Transport, TransportFuture, aws_event_stream, aws_operation,
};
use aws_operation_tests::event_frames::messages;
use aws_operation_tests::event_signatures::EventChain;
use aws_operation_tests::paused::Checked;
use aws_operation_tests::scripted::StartsAt;
use aws_operation_tests::{Listed, cases};
use bytes::Bytes;

cases! {
    each_event_is_signed_in_a_chain
    the_initial_request_has_the_other_members
    events_are_sent_once
    an_error_of_the_source_ends_the_request
    a_stream_that_is_read_to_its_end_is_not_sent
}

#[aws_operation(method = "POST", uri = "/listen")]
struct Listen {
    #[header("x-rate")]
    rate: u32,
    #[payload]
    audio: EventStream<AudioStream>,
}

#[aws_operation(protocol = "awsJson1_0", auth = "none")]
struct RpcListen {
    language: String,
    #[payload]
    audio: EventStream<AudioStream>,
}

#[aws_event_stream(rename_all = "PascalCase")]
#[derive(Debug, Clone, PartialEq)]
enum AudioStream {
    AudioEvent {
        #[event_header("sequence")]
        sequence: i64,
        #[event_header("last")]
        last: Option<bool>,
        #[event_payload]
        chunk: Blob,
    },
    Configuration {
        language: String,
        channels: Option<Vec<String>>,
    },
    Unknown(RawEvent),
}

/// Records the head and the whole body of a request.
#[derive(Clone, Default)]
pub struct Recorder(pub Arc<Mutex<Option<(http::request::Parts, Bytes)>>>);

impl Transport for Recorder {
    fn send(&self, request: http::Request<Body>) -> TransportFuture<'_> {
        Box::pin(async move {
            let (parts, body) = request.into_parts();
            let body = body
                .collect(usize::MAX)
                .await
                .map_err(|error| aws_operation::TransportError::other(error.to_string()))?;
            *self.0.lock().expect("no panic") = Some((parts, body));
            Ok(http::Response::new(Body::from("{}")))
        })
    }
}

/// A stream of events to send.
pub fn stream_of<E: Send + 'static>(events: impl IntoIterator<Item = E>) -> EventStream<E> {
    EventStream::new(events.into_iter().map(Ok::<_, Infallible>).collect::<Listed<_>>())
}

fn audio() -> EventStream<AudioStream> {
    stream_of([
        AudioStream::Configuration { language: "en".into(), channels: None },
        AudioStream::AudioEvent { sequence: 1, last: None, chunk: Blob::from(&b"abc"[..]) },
        AudioStream::AudioEvent { sequence: 2, last: Some(true), chunk: Blob::default() },
    ])
}

const LISTEN: Service = Service::new("transcribe").target_prefix("Listen");
const NOW: u64 = 1_700_000_000;

pub async fn client(recorder: &Recorder) -> Client {
    let config = Config::builder()
        .region("us-west-2")
        .credentials(Credentials::new("id", "secret"))
        .endpoint_url("https://listen.example.com")
        .transport(recorder.clone())
        .timer(StartsAt::new(SystemTime::UNIX_EPOCH + Duration::from_secs(NOW)))
        .load()
        .await
        .expect("a config");
    Client::new(&config, LISTEN)
}

fn headers(message: &RawEvent) -> Vec<(&str, EventHeader<'_>)> {
    message.headers().collect()
}

async fn each_event_is_signed_in_a_chain() -> Checked {
    let recorder = Recorder::default();
    client(&recorder).await.send(Listen { rate: 8000, audio: audio() }).await?;
    let (parts, body) = recorder.0.lock().expect("no panic").take().ok_or("no request")?;
    let header = |name: &str| parts.headers[name].to_str().unwrap_or_default().to_owned();
    assert_eq!(header("content-type"), "application/vnd.amazon.eventstream");
    assert_eq!(header("x-amz-content-sha256"), "STREAMING-AWS4-HMAC-SHA256-EVENTS");
    assert_eq!(header("x-rate"), "8000");
    assert!(!parts.headers.contains_key("content-length"));

    let mut chain = EventChain::open(&parts, "secret")?;
    let time = SystemTime::UNIX_EPOCH + Duration::from_secs(NOW);
    let outer = messages(body)?;
    assert_eq!(outer.len(), 4, "three events and the end");
    let mut inner = Vec::new();
    for message in &outer {
        let date = message.header(":date");
        assert_eq!(date, Some(EventHeader::Timestamp(Timestamp::from(time))));
        chain.verify(message)?;
        inner.extend(messages(message.payload_bytes())?);
    }
    assert!(outer[3].payload().is_empty());
    let text = EventHeader::Text;
    assert_eq!(
        headers(&inner[0]),
        [
            (":message-type", text("event")),
            (":event-type", text("Configuration")),
            (":content-type", text("application/json")),
        ]
    );
    assert_eq!(inner[0].payload(), br#"{"Language":"en"}"#);
    assert_eq!(
        headers(&inner[1]),
        [
            (":message-type", text("event")),
            (":event-type", text("AudioEvent")),
            (":content-type", text("application/octet-stream")),
            ("sequence", EventHeader::Long(1)),
        ]
    );
    assert_eq!(inner[1].payload(), b"abc");
    assert_eq!(inner[2].header("last"), Some(EventHeader::Bool(true)));
    Ok(())
}

async fn the_initial_request_has_the_other_members() -> Checked {
    let recorder = Recorder::default();
    client(&recorder).await.send(RpcListen { language: "de".into(), audio: audio() }).await?;
    let (parts, body) = recorder.0.lock().expect("no panic").take().ok_or("no request")?;
    assert_eq!(parts.headers["content-type"], "application/vnd.amazon.eventstream");
    assert_eq!(parts.headers["x-amz-target"], "Listen.RpcListen");
    let messages = messages(body)?;
    let text = EventHeader::Text;
    assert_eq!(
        headers(&messages[0]),
        [
            (":message-type", text("event")),
            (":event-type", text("initial-request")),
            (":content-type", text("application/x-amz-json-1.0")),
        ]
    );
    assert_eq!(messages[0].payload(), br#"{"language":"de"}"#);
    assert_eq!(messages.len(), 4, "without a signature, there is no empty message at the end");
    Ok(())
}

async fn events_are_sent_once() -> Checked {
    let recorder = Recorder::default();
    let (client, listen) = (client(&recorder).await, Listen { rate: 1, audio: audio() });
    client.send(&listen).await?;
    let error = client.send(&listen).await.expect_err("they were sent");
    let error = error.to_string();
    assert!(error.contains("the stream was sent or read before"), "{error}");
    Ok(())
}

/// A source that fails at each poll.
struct Fails;

impl futures_core::Stream for Fails {
    type Item = Result<AudioStream, std::io::Error>;

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(Some(Err(std::io::Error::other("no microphone"))))
    }
}

async fn an_error_of_the_source_ends_the_request() -> Checked {
    let recorder = Recorder::default();
    let listen = Listen { rate: 1, audio: EventStream::new(Fails) };
    let error = client(&recorder).await.send(listen).await.expect_err("no events").to_string();
    assert!(error.contains("the source of the events failed: no microphone"), "{error}");
    Ok(())
}

/// The program may read its own stream: an error and the last event end it.
async fn a_stream_that_is_read_to_its_end_is_not_sent() -> Checked {
    let recorder = Recorder::default();
    let client = client(&recorder).await;
    let sent = Listen { rate: 1, audio: audio() };
    client.send(&sent).await?;
    for (stream, events, expected) in [
        (audio(), 3, None),
        (EventStream::new(Fails), 0, Some("the source of the events failed: no microphone")),
        (sent.audio, 0, Some("the stream was sent or read before, and cannot be replayed")),
    ] {
        let mut stream = stream;
        for _ in 0..events {
            stream.next().await.ok_or("an event")??;
        }
        if let Some(expected) = expected {
            let error = stream.next().await.ok_or("an error")?.expect_err("no event");
            assert_eq!(error.to_string(), format!("the event stream broke: {expected}"));
        }
        for _ in 0..2 {
            assert!(stream.next().await.is_none(), "it has ended");
        }
        recorder.0.lock().expect("no panic").take();
        let error = client.send(Listen { rate: 1, audio: stream }).await.expect_err("no events");
        assert!(error.to_string().contains("`audio` was read to its end"), "{error}");
        assert!(recorder.0.lock().expect("no panic").is_none(), "nothing was sent");
    }
    Ok(())
}
