//! Events that are decoded.

use std::future::Future as _;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, ready};

use aws_operation::{
    Blob, Body, BodyError, EventHeader, Service, Timestamp, Transport, TransportFuture, services,
};
use aws_operation_tests::cases;
use aws_operation_tests::paused::Checked;
use bytes::Bytes;

use super::{Chat, ChatEvent, Chunks, Delta, RpcChat, all, client, event, frame, received};

cases! {
    events_have_headers_and_payloads
    unknown_events_are_kept
    minutes_between_events_are_not_an_error
    the_initial_response_has_the_other_members
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

/// This does not depend on the content type of the response.
async fn minutes_between_events_are_not_an_error() -> Checked {
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
        sleep: Pin<Box<tokio::time::Sleep>>,
        polls: Arc<AtomicUsize>,
    }

    impl futures_core::Stream for Paused {
        type Item = Result<Bytes, BodyError>;

        fn poll_next(
            mut self: Pin<&mut Self>,
            context: &mut Context<'_>,
        ) -> Poll<Option<Self::Item>> {
            self.polls.fetch_add(1, Ordering::SeqCst);
            if self.events.len() == 1 {
                ready!(self.sleep.as_mut().poll(context));
            }
            Poll::Ready(self.events.pop_front().map(Ok))
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
