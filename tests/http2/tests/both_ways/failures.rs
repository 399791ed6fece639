//! Errors: of the source, and of the service.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use aws_operation::{ErrorKind, EventStream};
use aws_operation_http2_tests::{Conversation, Heard, Server, TalkError, client, echo, say};

use super::{echo_all, expect, expect_reset, soon, talk};

const NO_MICROPHONE: &str =
    "the request's body failed: the source of the events failed: no microphone";

#[tokio::test]
async fn an_error_of_the_source_resets_the_request() {
    let mut server = Server::start(async |mut conversation: Conversation| {
        conversation.begin()?;
        expect(&mut conversation, "hello").await?;
        conversation.echo("hello")?;
        expect_reset(&mut conversation).await
    })
    .await;
    let (sender, said) = EventStream::channel(1);
    let mut heard =
        soon(client(&server.endpoint()).send(talk(said))).await.expect("an output").heard;
    sender.send(say("hello")).await.expect("it is sent");
    soon(heard.next()).await.expect("an event").expect("no error");
    sender.fail("no microphone");
    let error = soon(heard.next()).await.expect("an error").expect_err("an error");
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert_eq!(error.to_string(), format!("the event stream broke: {NO_MICROPHONE}"));
    assert!(soon(heard.next()).await.is_none());
    server.finished().await.expect("the request was reset");
}

#[tokio::test]
async fn an_error_of_the_source_before_the_response_fails_the_call() {
    let mut server =
        Server::start(async |mut conversation: Conversation| expect_reset(&mut conversation).await)
            .await;
    let (sender, said) = EventStream::channel(1);
    sender.send(say("hello")).await.expect("there is room");
    sender.fail("no microphone");
    let error = soon(client(&server.endpoint()).send(talk(said))).await.expect_err("an error");
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert!(error.to_string().contains(NO_MICROPHONE), "{error}");
    server.finished().await.expect("the request was reset");
}

#[tokio::test]
async fn an_error_of_the_service_before_the_events_is_the_error_of_the_call() {
    for has_event in [false, true] {
        let mut server = Server::start(async |mut conversation: Conversation| {
            conversation.refuse(400, "BadRequestException")?;
            expect_reset(&mut conversation).await
        })
        .await;
        let (sender, said) = EventStream::channel(1);
        if has_event {
            sender.send(say("hello")).await.expect("there is room");
        }
        let error = soon(client(&server.endpoint()).send(talk(said))).await.expect_err("an error");
        let Some(TalkError::BadRequestException { message }) = error.service() else {
            panic!("{error}");
        };
        assert_eq!(message.as_deref(), Some("no"));
        soon(sender.closed()).await;
        server.finished().await.expect("the request was reset");
    }
}

#[tokio::test]
async fn a_call_is_retried_if_no_event_was_taken() {
    let attempts = Arc::<AtomicUsize>::default();
    let counted = Arc::clone(&attempts);
    let mut server = Server::start(move |mut conversation: Conversation| {
        let is_first = counted.fetch_add(1, Ordering::SeqCst) == 0;
        async move {
            match is_first {
                true => conversation.refuse(503, "ServiceUnavailableException"),
                false => echo_all(conversation).await,
            }
        }
    })
    .await;
    soon(echo(&client(&server.endpoint()), 3)).await.expect("the second attempt succeeds");
    assert_eq!(attempts.load(Ordering::SeqCst), 2);
    for _ in 0..2 {
        server.finished().await.expect("all signatures are right");
    }
}

#[tokio::test]
async fn an_exception_ends_both_streams() {
    let mut server = Server::start(async |mut conversation: Conversation| {
        conversation.begin()?;
        expect(&mut conversation, "one").await?;
        conversation.echo("one")?;
        conversation.exception("badRequestException", "too loud")?;
        conversation.end()?;
        expect_reset(&mut conversation).await
    })
    .await;
    let (sender, said) = EventStream::channel(1);
    let mut heard =
        soon(client(&server.endpoint()).send(talk(said))).await.expect("an output").heard;
    let sending = tokio::spawn(async move {
        sender.send(say("one")).await?;
        loop {
            sender.send(say("more")).await?;
            tokio::task::yield_now().await;
        }
        #[allow(unreachable_code)]
        Ok::<(), aws_operation::EventSendError<_>>(())
    });
    soon(heard.next()).await.expect("an event").expect("no error");
    let error = soon(heard.next()).await.expect("an exception").expect_err("an exception");
    let message = Some("too loud".to_owned());
    assert_eq!(error.exception(), Some(&Heard::BadRequestException { message }));
    assert!(soon(heard.next()).await.is_none());
    soon(sending).await.expect("no panic").expect_err("the request has ended");
    server.finished().await.expect("the request was reset");
}

#[tokio::test]
async fn a_reset_by_the_service_ends_both_streams() {
    let mut server = Server::start(async |mut conversation: Conversation| {
        conversation.begin()?;
        expect(&mut conversation, "one").await?;
        conversation.reset();
        Ok(())
    })
    .await;
    let (sender, said) = EventStream::channel(1);
    let mut heard =
        soon(client(&server.endpoint()).send(talk(said))).await.expect("an output").heard;
    sender.send(say("one")).await.expect("it is sent");
    let error = soon(heard.next()).await.expect("an error").expect_err("it was reset");
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert!(error.to_string().starts_with("the event stream broke: "), "{error}");
    assert!(soon(heard.next()).await.is_none());
    soon(sender.closed()).await;
    server.finished().await.expect("the request was reset");
}
