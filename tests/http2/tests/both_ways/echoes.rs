//! A service that returns each event.

use std::time::Duration;

use aws_operation::{Client, Credentials, EventStream, Service, Timeouts};
use aws_operation_http2_tests::{Heard, Server, client, config, echo, say};

use super::{echo_all, soon, talk};

#[tokio::test]
async fn events_are_sent_and_received_in_turn() {
    let mut server = Server::start(echo_all).await;
    soon(echo(&client(&server.endpoint()), 100)).await.expect("100 events");
    server.finished().await.expect("all signatures are right");
}

#[tokio::test]
async fn streams_share_a_connection_and_end_separately() {
    let mut server = Server::start(echo_all).await;
    let client = client(&server.endpoint());
    soon(echo(&client, 1)).await.expect("an event");
    server.finished().await.expect("all signatures are right");

    let (other, said) = EventStream::channel(1);
    let mut heard = soon(client.send(talk(said))).await.expect("an output").heard;
    let (dropped, said) = EventStream::channel(1);
    drop(soon(client.send(talk(said))).await.expect("an output"));
    soon(dropped.closed()).await;
    let error = server.finished().await.expect_err("it was reset");
    assert!(error.contains("it was reset"), "{error}");

    other.send(say("still here")).await.expect("it is sent");
    let event = soon(heard.next()).await.expect("an event").expect("no error");
    assert_eq!(event, Heard::Echo { text: "still here".into() });
    drop(other);
    assert!(soon(heard.next()).await.is_none());
    server.finished().await.expect("all signatures are right");
    assert_eq!(server.connections(), 1);
}

#[tokio::test]
async fn the_timeouts_of_the_call_end_with_the_head_of_the_response() {
    let mut server = Server::start(echo_all).await;
    let (sender, said) = EventStream::channel(1);
    let limit = Duration::from_secs(1);
    let timeouts = Timeouts::default().operation(limit).attempt(limit).read(limit);
    let call = client(&server.endpoint()).send(talk(said)).timeouts(timeouts);
    let mut heard = soon(call).await.expect("an output").heard;
    tokio::time::sleep(limit + limit / 5).await;
    sender.send(say("late")).await.expect("it is sent");
    let event = soon(heard.next()).await.expect("an event").expect("no error");
    assert_eq!(event, Heard::Echo { text: "late".into() });
    drop(sender);
    assert!(soon(heard.next()).await.is_none());
    server.finished().await.expect("all signatures are right");
}

#[tokio::test]
async fn a_wrong_signature_is_an_error_of_the_call() {
    let mut server = Server::start(echo_all).await;
    let credentials = Credentials::new(aws_operation_tests::ACCESS_KEY, "another secret");
    let config = config(&server.endpoint()).credentials(credentials).build().expect("a config");
    let (sender, said) = EventStream::channel(1);
    sender.send(say("hello")).await.expect("there is room");
    let call = Client::new(&config, Service::new("talk")).send(talk(said));
    let error = soon(call).await.expect_err("a wrong signature").to_string();
    assert!(error.contains("InvalidSignatureException"), "{error}");
    soon(sender.closed()).await;
    let wrong = server.finished().await.expect_err("a wrong signature");
    assert!(wrong.contains("does not match the provided signature"), "{wrong}");
}
