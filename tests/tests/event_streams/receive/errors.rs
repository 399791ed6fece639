//! Exceptions, and messages that are not events.

use aws_operation::{ErrorKind, EventHeader};
use aws_operation_tests::cases;
use aws_operation_tests::paused::Checked;

use super::{ChatEvent, event, exception, frame, received};

cases! {
    exceptions_are_typed_errors_and_end_the_stream
    unmodelled_exceptions_and_errors_keep_code_and_message
    a_message_of_an_unknown_kind_is_an_error
    an_undecodable_event_is_an_error_and_the_next_one_is_read
    a_stream_that_breaks_is_an_error_after_its_events
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
