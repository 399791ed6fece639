//! How each side ends, and what the other side sees.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use aws_operation::EventStream;
use aws_operation_http2_tests::{Conversation, Heard, Message, Said, Server, client, say};
use tokio::sync::Notify;

use super::{echo_all, expect, expect_reset, soon, talk};

#[tokio::test]
async fn dropping_the_output_ends_the_request() {
    let mut server = Server::start(async |mut conversation: Conversation| {
        conversation.begin()?;
        expect(&mut conversation, "hello").await?;
        expect_reset(&mut conversation).await
    })
    .await;
    let (sender, said) = EventStream::channel(1);
    let output = soon(client(&server.endpoint()).send(talk(said))).await.expect("an output");
    sender.send(say("hello")).await.expect("it is sent");
    tokio::task::yield_now().await;
    assert!(!sender.is_closed());
    drop(output);
    soon(sender.closed()).await;
    let error = sender.send(say("too late")).await.expect_err("the request has ended");
    assert_eq!(error.0, say("too late"));
    assert_eq!(error.to_string(), "the event was not sent, because the request has ended");
    server.finished().await.expect("the request was reset");
}

/// A source that never has an event. It notifies when it is dropped.
struct Silent(Arc<Notify>);

impl futures_core::Stream for Silent {
    type Item = Result<Said, std::io::Error>;

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Pending
    }
}

impl Drop for Silent {
    fn drop(&mut self) {
        self.0.notify_one();
    }
}

#[tokio::test]
async fn dropping_the_output_drops_the_source() {
    let server = Server::start(echo_all).await;
    let dropped = Arc::<Notify>::default();
    let said = EventStream::new(Silent(Arc::clone(&dropped)));
    let output = soon(client(&server.endpoint()).send(talk(said))).await.expect("an output");
    drop(output);
    soon(dropped.notified()).await;
}

#[tokio::test]
async fn dropping_the_call_ends_the_request() {
    let mut server = Server::start(async |mut conversation: Conversation| {
        expect(&mut conversation, "hello").await?;
        expect_reset(&mut conversation).await
    })
    .await;
    let (sender, said) = EventStream::channel(1);
    let call = tokio::spawn(client(&server.endpoint()).send(talk(said)));
    for _ in 0..3 {
        sender.send(say("hello")).await.expect("it is sent");
    }
    call.abort();
    soon(sender.closed()).await;
    server.finished().await.expect("the request was reset");
}

#[tokio::test]
async fn dropping_the_sender_does_not_end_the_responses() {
    let mut server = Server::start(async |mut conversation: Conversation| {
        conversation.begin()?;
        expect(&mut conversation, "one").await?;
        expect(&mut conversation, "two").await?;
        match conversation.next().await? {
            Message::End => {}
            other => return Err(format!("{other:?} instead of the end")),
        }
        for text in ["a", "b", "c"] {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
            conversation.echo(text)?;
        }
        conversation.end()
    })
    .await;
    let (sender, said) = EventStream::channel(2);
    let other = sender.clone();
    sender.send(say("one")).await.expect("there is room");
    drop(sender);
    other.send(say("two")).await.expect("one sender is left");
    drop(other);
    let mut heard =
        soon(client(&server.endpoint()).send(talk(said))).await.expect("an output").heard;
    for text in ["a", "b", "c"] {
        let event = soon(heard.next()).await.expect("an event").expect("no error");
        assert_eq!(event, Heard::Echo { text: text.into() });
    }
    assert!(soon(heard.next()).await.is_none());
    server.finished().await.expect("the events were ended");
}

#[tokio::test]
async fn the_end_of_the_responses_ends_the_request() {
    let mut server = Server::start(async |mut conversation: Conversation| {
        conversation.begin()?;
        conversation.echo("bye")?;
        conversation.end()?;
        expect_reset(&mut conversation).await
    })
    .await;
    let (sender, said) = EventStream::channel(1);
    let mut heard =
        soon(client(&server.endpoint()).send(talk(said))).await.expect("an output").heard;
    let event = soon(heard.next()).await.expect("an event").expect("no error");
    assert_eq!(event, Heard::Echo { text: "bye".into() });
    assert!(!sender.is_closed());
    assert!(soon(heard.next()).await.is_none());
    soon(sender.closed()).await;
    server.finished().await.expect("the request was reset");
}
