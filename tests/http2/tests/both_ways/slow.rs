//! A service that does not read: the client stops sending.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use aws_operation::EventStream;
use aws_operation_http2_tests::{Conversation, Message, Said, Server, client, say};
use tokio::sync::Notify;
use tokio::time::timeout;

use super::{soon, talk};

/// A source with any number of events of a kilobyte.
struct Endless(Arc<AtomicUsize>);

impl futures_core::Stream for Endless {
    type Item = Result<Said, std::io::Error>;

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.fetch_add(1, Ordering::SeqCst);
        Poll::Ready(Some(Ok(say("x".repeat(1000)))))
    }
}

/// A service that begins its response, and reads the events only after `read` notifies it.
async fn reads_after(read: &Notify, mut conversation: Conversation) -> Result<(), String> {
    conversation.begin()?;
    read.notified().await;
    loop {
        match conversation.next().await? {
            Message::Event(_) => {}
            Message::Reset(_) => return Ok(()),
            Message::End => return conversation.end(),
        }
    }
}

#[tokio::test]
async fn only_the_window_of_events_is_taken_from_the_source() {
    let read = Arc::<Notify>::default();
    let notified = Arc::clone(&read);
    let mut server = Server::start(move |conversation| {
        let read = Arc::clone(&notified);
        async move { reads_after(&read, conversation).await }
    })
    .await;
    let taken = Arc::<AtomicUsize>::default();
    let said = EventStream::new(Endless(Arc::clone(&taken)));
    let output = soon(client(&server.endpoint()).send(talk(said))).await.expect("an output");
    // The server's window is 64 KiB. On a busy machine, the client may fill it slowly.
    let before = soon(async {
        let mut before = 0;
        loop {
            tokio::time::sleep(Duration::from_millis(200)).await;
            let now = taken.load(Ordering::SeqCst);
            if now == before && now >= 40 {
                return now;
            }
            before = now;
        }
    })
    .await;
    assert!(before < 60, "{before} events");

    read.notify_one();
    soon(async {
        while taken.load(Ordering::SeqCst) < before + 100 {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    })
    .await;
    drop(output);
    server.finished().await.expect("the request was reset");
}

#[tokio::test]
async fn a_sender_waits_and_sees_the_end_even_if_the_service_does_not_read() {
    let read = Arc::<Notify>::default();
    let notified = Arc::clone(&read);
    let mut server = Server::start(move |conversation| {
        let read = Arc::clone(&notified);
        async move { reads_after(&read, conversation).await }
    })
    .await;
    let (sender, said) = EventStream::channel(4);
    let output = soon(client(&server.endpoint()).send(talk(said))).await.expect("an output");
    let mut sent = 0;
    let event = say("x".repeat(1000));
    while let Ok(result) = timeout(Duration::from_millis(500), sender.send(event.clone())).await {
        result.expect("the request has not ended");
        sent += 1;
        assert!(sent < 100, "the service does not read");
    }
    assert!(sent > 10, "{sent} events");
    drop(output);
    soon(sender.closed()).await;
    sender.send(event).await.expect_err("the request has ended");
    // The connection is blocked. When the service reads again, it sees the end.
    read.notify_one();
    server.finished().await.expect("the request was reset");
}
