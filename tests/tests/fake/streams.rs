//! Requests whose body is a stream.

use std::time::Duration;

use aws_operation::testing::Fake;
use aws_operation::{ErrorKind, EventStream, services};

use super::operations::{Heard, ListenOutput, Speak, Talk};

fn word(text: &str) -> Heard {
    Heard::Word { text: text.to_owned() }
}

/// Fails instead of waiting forever.
async fn soon<T>(future: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(30), future).await.expect("it does not hang")
}

#[tokio::test]
async fn all_events_are_read_before_the_output_is_returned() {
    let fake = Fake::new().on(|_: &Speak| Ok(()));
    let (sender, words) = EventStream::channel(1);
    let sending = tokio::spawn(async move {
        for _ in 0..10 {
            sender.send(word("one")).await?;
        }
        Ok::<_, aws_operation::EventSendError<Heard>>(())
    });
    // The operation still exists after the call, so only reading lets the sender continue.
    let speak = Speak { words };
    soon(fake.client(services::LAMBDA).send(&speak)).await.expect("an output");
    soon(sending).await.expect("no panic").expect("all events were sent");
}

#[tokio::test]
async fn an_error_of_the_source_fails_the_call() {
    let fake = Fake::new().on(|_: &Speak| Ok(()));
    let (sender, words) = EventStream::channel(1);
    sender.send(word("one")).await.expect("there is room");
    sender.fail("no microphone");
    let error = soon(fake.client(services::LAMBDA).send(Speak { words })).await;
    let error = error.expect_err("the source failed");
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert!(error.to_string().contains("no microphone"), "{error}");
}

#[tokio::test]
async fn with_events_in_both_directions_the_request_ends_at_once() {
    let fake = Fake::new()
        .on(|_: &Talk| Ok(ListenOutput { heard: [Ok(word("two"))].into_iter().collect() }));
    let (sender, words) = EventStream::channel(1);
    let mut output = soon(fake.client(services::LAMBDA).send(Talk { words }))
        .await
        .expect("the output does not wait for the end of the events");
    assert!(soon(sender.send(word("one"))).await.is_err());
    let first = output.heard.next().await.expect("an event").expect("a word");
    assert_eq!(first, word("two"));
}
