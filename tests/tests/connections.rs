//! Which connections are used again: not one that answered as a broken server does, or not in time.

use std::time::Duration;

use aws_operation::{
    Client, Config, ConfigBuilder, Credentials, Retry, Timeouts, aws_operation, services,
};
use aws_operation_tests::raw::RawServer;

const OK: &str = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}";

#[aws_operation(method = "GET", uri = "/")]
struct Get {}

fn builder(server: &RawServer) -> ConfigBuilder {
    Config::builder()
        .region("us-east-1")
        .credentials(Credentials::new("AKIDEXAMPLE", "hunter2"))
        .endpoint_url(server.endpoint())
        .retry(Retry::standard().rules_2026(true))
}

fn client(builder: ConfigBuilder) -> Client {
    Client::new(&builder.build().expect("it is whole"), services::API_GATEWAY)
}

fn answer(status: &str, body: &str) -> String {
    format!("HTTP/1.1 {status}\r\ncontent-length: {}\r\n\r\n{body}", body.len())
}

/// How many requests there were, and on how many connections.
fn counts(server: &RawServer) -> (usize, usize) {
    (server.heads().len(), server.connections())
}

#[tokio::test]
async fn a_connection_that_answers_as_a_broken_server_is_not_used_again() {
    for status in ["500 A", "502 B", "503 C", "504 D"] {
        for body in ["", "{}", "<html>"] {
            let broken = answer(status, body);
            // Every connection leads to a server that is broken, and would go on to answer.
            let server = RawServer::start(&[&*broken; 6]);
            let client = client(builder(&server));
            for _ in 0..2 {
                let error = client.send(Get {}).await.expect_err("it is broken");
                assert_eq!(error.attempts(), 3, "{error}");
            }
            assert_eq!(counts(&server), (6, 6), "{status} {body}");
        }
    }
}

#[tokio::test]
async fn other_answers_keep_their_connection() {
    for status in ["200 A", "204 B", "400 C", "403 D", "404 E", "409 F", "429 G", "501 H", "505 I"]
    {
        let body = if status.starts_with("204") { "" } else { "{}" };
        let same = answer(status, body);
        let server = RawServer::start(&[&*same; 6]);
        let client = client(builder(&server).retry(Retry::off()));
        for _ in 0..6 {
            let _ = client.send(Get {}).await;
        }
        assert_eq!(counts(&server), (6, 1), "{status}");
    }
}

#[tokio::test]
async fn the_retry_goes_to_another_connection_and_healthy_ones_stay() {
    // The second request of each connection finds it broken.
    let broken = answer("503 Slow", "");
    let server = RawServer::start(&[OK, &broken, OK]);
    let client = client(builder(&server));
    client.send(Get {}).await.expect("the first connection's first answer");
    client.send(Get {}).await.expect("the second connection's first answer");
    assert_eq!(counts(&server), (3, 2));
    client.send(Get {}).await.expect("the third connection's first answer");
    assert_eq!(counts(&server), (5, 3));

    // Two connections, of which only that is retired that answered so.
    let server = RawServer::slow(&[OK, &broken, OK], Duration::from_millis(100));
    let client = self::client(builder(&server).retry(Retry::off()));
    let both = tokio::join!(client.send(Get {}), client.send(Get {}));
    assert!(both.0.is_ok() && both.1.is_ok());
    assert_eq!(counts(&server), (2, 2));
    assert!(client.send(Get {}).await.is_err());
    assert!(client.send(Get {}).await.is_err(), "the other one is still used");
    assert_eq!(counts(&server), (4, 2));
    assert!(client.send(Get {}).await.is_ok());
    assert_eq!(counts(&server), (5, 3));
}

#[tokio::test]
async fn a_connection_that_did_not_answer_in_time_is_not_used_again() {
    let limit = Duration::from_millis(100);
    let half = "HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n{";
    for (answer, wait, timeouts) in [
        (OK, Duration::from_secs(3), Timeouts::default().attempt(limit)),
        (OK, Duration::from_secs(3), Timeouts::default().read(limit)),
        (half, Duration::ZERO, Timeouts::default().attempt(limit)),
        (half, Duration::ZERO, Timeouts::default().stalled_stream(limit)),
    ] {
        // After half a body, the answer to the next request would complete it.
        let server = RawServer::slow(&[answer, OK, OK], wait);
        let client = client(builder(&server).timeouts(timeouts));
        let error = client.send(Get {}).await.expect_err("it is too slow");
        assert!(error.is_timeout() && error.attempts() == 3, "{error}");
        assert_eq!(counts(&server), (3, 3), "{timeouts:?}");
    }
}
