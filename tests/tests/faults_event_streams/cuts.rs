//! Streams that end too early, or have a wrong byte.

use aws_operation_tests::faults::{End, Step};

use super::{LAST_CHUNK, chunks, delta, head, response, seen, started, works};

const TEXTS: [&str; 3] = ["a", "b", "c"];

fn messages() -> Vec<Vec<u8>> {
    TEXTS.iter().map(|text| delta(text)).collect()
}

/// The server closes the connection, or resets it after the client had time to read.
#[tokio::test]
async fn a_connection_that_breaks_at_any_byte_is_an_error_after_the_events_before_it() {
    let (server, client) = started();
    let (head, messages) = (head().head(), messages());
    let whole = response(&messages);
    // The positions at which messages are complete. Each is within an HTTP chunk.
    let mut ends = Vec::new();
    for count in 1..=messages.len() {
        ends.push(head.len() + chunks(&messages[..count]).len() - 2);
    }
    for cut in head.len()..=whole.len() {
        let what = format!("cut at {cut} of {}", whole.len());
        let mut found = seen(&server, &client, Step::send(&whole[..cut], End::Close)).await;
        if cut < whole.len() {
            let error = found.pop().expect("an error");
            let expected = "transport: the event stream broke: ";
            assert!(error.starts_with(expected), "{what}: {error}");
            assert!(error.ends_with(" [request id id-1]"), "{what}: {error}");
        }
        let before = ends.iter().filter(|end| **end <= cut).count();
        assert_eq!(found, TEXTS[..before], "{what}");
        if cut % 16 == 0 {
            works(&server, &client, &what).await;
        }
    }
}

/// HTTP is complete, but the last message is not.
#[tokio::test]
async fn a_message_that_is_cut_at_any_byte_is_an_error_after_the_events_before_it() {
    let (server, client) = started();
    let bytes = messages().concat();
    let length = bytes.len() / TEXTS.len();
    for cut in 0..=bytes.len() {
        let what = format!("cut at {cut} of {}", bytes.len());
        // An empty chunk would be the last one.
        let chunks = if cut == 0 { Vec::new() } else { chunks(&[bytes[..cut].to_vec()]) };
        let answer = [head().head(), chunks, LAST_CHUNK.to_vec()].concat();
        let found = seen(&server, &client, Step::send(answer, End::Keep)).await;
        let (before, rest) = (cut / length, cut % length);
        let error = match rest {
            0 => None,
            1..12 => Some(format!("it ended after {rest} bytes of a message")),
            _ => Some(format!("it ended after {rest} of the {length} bytes of a message")),
        };
        let error = error.map(|error| {
            format!(
                "decode: the event stream broke: invalid event stream: {error} [request id id-1]"
            )
        });
        let expected: Vec<_> =
            TEXTS[..before].iter().map(|text| (*text).to_owned()).chain(error).collect();
        assert_eq!(found, expected, "{what}");
    }
    works(&server, &client, "a cut").await;
    // Complete responses leave their connection in use.
    assert_eq!(server.counts().connections(), 1);
}

#[tokio::test]
async fn a_wrong_byte_anywhere_is_an_error_after_the_events_before_it() {
    let (server, client) = started();
    for at in 0..delta("b").len() {
        for flip in [1, 0xff] {
            let mut wrong = delta("b");
            wrong[at] ^= flip;
            let what = format!("byte {at} ^ {flip}");
            let step = Step::send(response(&[delta("a"), wrong, delta("c")]), End::Keep);
            let found = seen(&server, &client, step).await;
            let part = if at < 12 { "a message's lengths" } else { "a message" };
            let error = format!(
                "decode: the event stream broke: invalid event stream: the checksum of {part} is wrong \
                 [request id id-1]"
            );
            assert_eq!(found, ["a".to_owned(), error], "{what}");
        }
        if at % 16 == 0 {
            works(&server, &client, &format!("a wrong byte {at}")).await;
        }
    }
}
