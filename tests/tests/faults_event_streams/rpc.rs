//! Faults of streams whose first message is the initial response. The call waits for it, so that a fault
//! before it is an error of the call, which is retried.

use aws_operation::{Client, ErrorKind, EventStream, Service, aws_operation, aws_output};
use aws_operation_tests::faults::calls::config;
use aws_operation_tests::faults::{Answer, End, FaultServer, Step};

use super::{ChatEvent, LAST_CHUNK, chunks, delta, event, exception, head, read, response};

const RPC: Service = Service::new("chat").target_prefix("Chat");

#[aws_operation(protocol = "awsJson1_0", output = RpcChatOutput)]
struct RpcChat {}

#[aws_output]
#[derive(Debug)]
struct RpcChatOutput {
    session: String,
    #[payload]
    events: EventStream<ChatEvent>,
}

fn initial() -> Vec<u8> {
    event("initial-response", r#"{"session":"s"}"#)
}

fn started() -> (FaultServer, Client) {
    let server = FaultServer::start([]);
    let config = config(&server.endpoint()).build().expect("it is whole");
    (server, Client::new(&config, RPC))
}

async fn works(server: &FaultServer, client: &Client, what: &str) {
    server.next([Step::send(response(&[initial(), delta("works")]), End::Keep)]);
    let output = client.send(RpcChat {}).await.unwrap_or_else(|error| panic!("{what}: {error}"));
    assert_eq!(output.session, "s");
    assert_eq!(read(output.events).await, ["works"], "after {what}");
}

/// A cut within the first message is retried. Later ones are errors of the stream.
#[tokio::test]
async fn a_cut_before_the_first_message_is_retried() {
    let (server, client) = started();
    let whole = response(&[initial(), delta("a")]);
    let (start, first) = (head().head().len(), chunks(&[initial()]).len() - 2);
    // The waits between attempts take time, so not every byte is tried.
    for cut in [start, start + 7, start + 30, start + first - 1, start + first, whole.len() - 1] {
        let what = format!("cut at {cut}: the first message ends at {}", start + first);
        server.next([
            Step::send(&whole[..cut], End::Close),
            Step::send(response(&[initial(), delta("again")]), End::Keep),
        ]);
        let before = server.counts().requests();
        let output = client.send(RpcChat {}).await.unwrap_or_else(|e| panic!("{what}: {e}"));
        let requests = server.counts().requests() - before;
        assert_eq!(output.session, "s", "{what}");
        let found = read(output.events).await;
        if cut < start + first {
            assert_eq!((requests, &found[..]), (2, &["again".to_owned()][..]), "{what}");
        } else {
            let (error, events) = found.split_last().expect("an error");
            assert!(error.starts_with("transport: the event stream broke: "), "{what}: {error}");
            let expected: &[&str] = if cut == start + first { &[] } else { &["a"] };
            assert_eq!(
                (requests, events),
                (1, &expected.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>()[..]),
                "{what}"
            );
        }
        works(&server, &client, &what).await;
    }
}

#[tokio::test]
async fn a_body_that_is_not_an_event_stream_is_an_error_of_the_call() {
    let (server, client) = started();
    let page = Answer::ok("<html>Please sign in.</html>").header("content-type", "text/html");
    server.next(vec![Step::answer(&page); 3]);
    let error = client.send(RpcChat {}).await.expect_err("no events");
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Transport, 3), "{error}");
    let expected = "invalid event stream: the checksum of a message's lengths is wrong; the response has \
                    the content type `text/html`";
    assert!(error.to_string().contains(expected), "{error}");
    works(&server, &client, "a page").await;
}

/// The call returns, and the stream begins with the exception.
#[tokio::test]
async fn an_exception_in_place_of_the_initial_response_is_an_error_of_the_stream() {
    let (server, client) = started();
    let throttling = exception("throttlingException", r#"{"message":"slow down"}"#);
    server.next([Step::send(response(&[throttling, delta("a")]), End::Keep)]);
    let output = client.send(RpcChat {}).await.expect("the head arrives");
    assert_eq!(output.session, "");
    let expected = "service, typed: throttlingException: slow down [request id id-1]";
    assert_eq!(read(output.events).await, [expected]);
    works(&server, &client, "an exception").await;
}

#[tokio::test]
async fn an_initial_response_of_another_form_is_an_error_of_the_call() {
    let (server, client) = started();
    let other = event("initial-response", r#"{"session":1}"#);
    let answer = [head().head(), chunks(&[other, delta("a")]), LAST_CHUNK.to_vec()].concat();
    server.next([Step::send(answer, End::Keep)]);
    let error = client.send(RpcChat {}).await.expect_err("another type");
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Decode, 1), "{error}");
    assert!(error.to_string().contains("`session`"), "{error}");
    assert!(error.to_string().contains("request id id-1"), "{error}");
    works(&server, &client, "another form").await;
}
