//! Streams that are slow, silent or reset, and readers that stop waiting.

use std::time::Instant;

use aws_operation::Timeouts;
use aws_operation_tests::faults::calls::{client_of, config};
use aws_operation_tests::faults::{End, FastTimer, FaultServer, Pace, Step};

use super::{Chat, LAST_CHUNK, MS, chunks, delta, head, next, response, seen, started, works};

#[tokio::test]
async fn a_stream_that_arrives_byte_by_byte_is_read() {
    let (server, client) = started();
    let whole = response(&[delta("a"), delta("b")]);
    let length = whole.len() - head().head().len();
    let step = Step::send(whole, End::Keep).pace(Pace::Drip(length, MS(1)));
    assert_eq!(seen(&server, &client, step).await, ["a", "b"]);
    works(&server, &client, "a drip").await;
}

/// The timer of the client runs 2,000 times faster: the last event arrives after 200 seconds. The
/// timeouts of the call have passed by then.
#[tokio::test]
async fn a_stream_without_data_for_minutes_is_not_an_error() {
    let server = FaultServer::start([]);
    let second = MS(1_000);
    let timeouts = Timeouts::default().stalled_stream(second).attempt(100 * second);
    let timeouts = timeouts.operation(150 * second).read(100 * second);
    let client =
        client_of(config(&server.endpoint()).timer(FastTimer::new(2_000)).timeouts(timeouts));
    let begin = Instant::now();
    // The last byte of the last message is followed by the end of its chunk, and the last chunk.
    let last = 1 + 2 + LAST_CHUNK.len();
    let whole = response(&[delta("a"), delta("b")]);
    let step = Step::send(whole, End::Keep).pace(Pace::Drip(last, MS(100)));
    assert_eq!(seen(&server, &client, step).await, ["a", "b"]);
    assert!(begin.elapsed() >= MS(100), "there was a pause");
    works(&server, &client, "silence").await;
}

/// There is no timeout between events, so the reader decides how long to wait. No event is lost.
#[tokio::test]
async fn a_reader_may_stop_waiting_and_continue() {
    let (server, client) = started();
    let whole = response(&[delta("a"), delta("b"), delta("c")]);
    let length = whole.len() - head().head().len();
    server.next([Step::send(whole, End::Keep).pace(Pace::Drip(length, MS(1)))]);
    let mut events = client.send(Chat {}).await.expect("the head arrives").events;
    let (mut found, mut stopped) = (Vec::new(), 0);
    while found.last().is_none_or(|last| last != "end") {
        match tokio::time::timeout(MS(10), next(&mut events)).await {
            Ok(event) => found.push(event),
            Err(_) => stopped += 1,
        }
    }
    assert_eq!(found, ["a", "b", "c", "end"]);
    assert!(stopped > 3, "the reader stopped {stopped} times");

    // After one event, the server sends nothing, and does not end the stream.
    server.next([Step::send([head().head(), chunks(&[delta("a")])].concat(), End::Hang)]);
    let mut events = client.send(Chat {}).await.expect("the head arrives").events;
    assert_eq!(next(&mut events).await, "a");
    assert!(tokio::time::timeout(MS(200), next(&mut events)).await.is_err());
    works(&server, &client, "a stalled stream that is kept").await;
    drop(events);
    let begin = Instant::now();
    while server.counts().open() > 1 {
        assert!(begin.elapsed() < MS(5_000), "the dropped stream keeps its connection open");
        tokio::time::sleep(MS(5)).await;
    }
}

#[tokio::test]
async fn a_reset_is_an_error_after_the_events_before_it() {
    let (server, client) = started();
    let whole = response(&[delta("a"), delta("b")]);
    let second = chunks(&[delta("b")]).len();
    // Within the second message, between the messages, and instead of the last chunk.
    for (cut, expected) in [(10, vec!["a"]), (second, vec!["a"]), (0, vec!["a", "b"])] {
        let sent = &whole[..whole.len() - LAST_CHUNK.len() - cut];
        // The last byte is sent a little later, so that the client has read what was before it.
        let step = Step::send(sent, End::Reset).pace(Pace::Drip(1, MS(30)));
        let mut found = seen(&server, &client, step).await;
        let error = found.pop().expect("an error");
        assert!(error.starts_with("transport: the event stream broke: "), "{error}");
        assert!(error.ends_with(" [request id id-1]"), "{error}");
        assert_eq!(found, expected, "{cut} bytes before the end");
        works(&server, &client, "a reset").await;
    }
}
