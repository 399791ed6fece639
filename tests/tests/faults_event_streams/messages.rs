//! Messages and bodies that are not events of the declared types.

use aws_operation_tests::event_frames::{frame, header, prelude, text_header};
use aws_operation_tests::faults::{Answer, End, Step};

use super::{chunks, delta, event, exception, response, seen, started, works};

/// A body, and what the reader sees of it.
type Row = (&'static str, Vec<Vec<u8>>, &'static [&'static str]);

#[rustfmt::skip]
fn rows() -> Vec<Row> {
    let kind = |kind| frame(&[text_header(":message-type", kind), text_header(":event-type", "delta")].concat(), b"{}");
    let error = |code: &[u8]| {
        let message = text_header(":error-message", "try later");
        frame(&[text_header(":message-type", "error"), code.to_vec(), message].concat(), b"")
    };
    let unknown_header = frame(&[text_header(":message-type", "event"), header(b"x", 10, b"")].concat(), b"{}");
    let mut wrong_checksum = delta("b");
    *wrong_checksum.last_mut().expect("bytes") ^= 1;
    let throttling = || exception("throttlingException", r#"{"message":"slow down"}"#);
    vec![
        ("no message", vec![], &[]),
        ("an event that is not declared", vec![event("later", "{}"), delta("b")],
            &["unknown event Some(\"later\")", "b"]),
        ("an event of another form", vec![event("delta", r#"{"text":1}"#), delta("b")],
            &["decode: the event `delta`: `text` cannot be read from the body: expected a string, found whole number at byte 9 [request id id-1]", "b"]),
        ("an exception first", vec![throttling(), delta("b")],
            &["service, typed: throttlingException: slow down [request id id-1]"]),
        ("an exception in the middle", vec![delta("a"), throttling(), delta("b")],
            &["a", "service, typed: throttlingException: slow down [request id id-1]"]),
        ("an exception that is not declared", vec![delta("a"), exception("other", r#"{"Message":"why"}"#), delta("b")],
            &["a", "service: other: why [request id id-1]"]),
        ("an exception with another document", vec![delta("a"), exception("throttlingException", "<html>"), delta("b")],
            &["a", "service: throttlingException [request id id-1]"]),
        ("an error", vec![delta("a"), error(&text_header(":error-code", "InternalError")), delta("b")],
            &["a", "service: InternalError: try later [request id id-1]"]),
        ("an error without a code", vec![delta("a"), error(b""), delta("b")],
            &["a", "decode: a message is not an event: its header `:error-code` is missing [request id id-1]"]),
        ("an unknown type of message", vec![delta("a"), kind("ping"), delta("b")],
            &["a", "decode: a message is not an event: its header `:message-type` is `ping`, which is not known [request id id-1]"]),
        ("a header of an unknown type", vec![delta("a"), unknown_header, delta("b")],
            &["a", "decode: the event stream broke: invalid event stream: the header `x` has the unknown type 10 [request id id-1]"]),
        ("a wrong checksum", vec![delta("a"), wrong_checksum, delta("b")],
            &["a", "decode: the event stream broke: invalid event stream: the checksum of a message is wrong [request id id-1]"]),
        ("a huge message", vec![delta("a"), prelude(u32::MAX, 0), delta("b")],
            &["a", "decode: the event stream broke: invalid event stream: a message has a payload of 4294967279 bytes; at most 25165824 are allowed [request id id-1]"]),
        ("huge headers", vec![delta("a"), prelude(u32::MAX, u32::MAX - 16), delta("b")],
            &["a", "decode: the event stream broke: invalid event stream: a message has 4294967279 bytes of headers; at most 131072 are allowed [request id id-1]"]),
        ("lengths that do not fit", vec![delta("a"), prelude(15, 0), delta("b")],
            &["a", "decode: the event stream broke: invalid event stream: a message of 15 bytes cannot have 0 bytes of headers [request id id-1]"]),
        ("text after the events", vec![delta("a"), b"Internal Server Error".to_vec()],
            &["a", "decode: the event stream broke: invalid event stream: the checksum of a message's lengths is wrong [request id id-1]"]),
    ]
}

#[tokio::test]
async fn each_message_that_is_not_an_event_is_described() {
    let (server, client) = started();
    for (what, messages, expected) in rows() {
        let step = Step::send(response(&messages), End::Keep);
        assert_eq!(seen(&server, &client, step).await, expected, "{what}");
        works(&server, &client, what).await;
    }
}

/// A proxy may send a page, and a service a document, with the status of a success.
#[tokio::test]
async fn a_body_that_is_not_an_event_stream_is_described() {
    let (server, client) = started();
    let page = "<!DOCTYPE html><html><body>Please sign in.</body></html>";
    for (content_type, body, expected) in [
        (
            Some("text/html; charset=utf-8"),
            page,
            "the checksum of a message's lengths is wrong; the response has the content type \
             `text/html; charset=utf-8`",
        ),
        (
            Some("application/json"),
            "{}",
            "it ended after 2 bytes of a message; the response has the content type \
             `application/json`",
        ),
        (None, page, "the checksum of a message's lengths is wrong"),
        (
            Some("Application/Vnd.Amazon.EventStream; v=1"),
            page,
            "the checksum of a message's lengths is wrong",
        ),
    ] {
        let mut answer = Answer::ok(body).header("x-amz-request-id", "R").header("x-amz-id-2", "H");
        if let Some(content_type) = content_type {
            answer = answer.header("content-type", content_type);
        }
        let found = seen(&server, &client, Step::answer(&answer)).await;
        let expected = format!(
            "decode: the event stream broke: invalid event stream: {expected} [request id R, extended \
             request id H]"
        );
        assert_eq!(found, [expected]);
        works(&server, &client, body).await;
    }

    // After an event, the content type explains nothing.
    let answer = Answer::ok("").header("content-type", "text/plain").unannounced();
    let answer = answer.header("transfer-encoding", "chunked").head();
    let body = chunks(&[delta("a"), b"Internal Server Error".to_vec()]);
    let step = Step::send([answer, body, b"0\r\n\r\n".to_vec()].concat(), End::Keep);
    let found = seen(&server, &client, step).await;
    let error = "decode: the event stream broke: invalid event stream: the checksum of a message's \
                 lengths is wrong";
    assert_eq!(found, ["a", error]);
}
