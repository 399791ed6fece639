//! Requests whose payloads are streams.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use aws_operation::{ByteStream, Retry};
use aws_operation_tests::chunked::data_and_trailer;
use aws_operation_tests::faults::{Answer, End, FaultServer, Read, Step};
use aws_operation_tests::{Listed, TemporaryFolder};
use bytes::Bytes;
use tokio::io::AsyncReadExt as _;

use super::{PutObject, client, once, s3, stream};

#[tokio::test]
async fn a_payload_that_cannot_be_sent_is_an_error_before_the_request() {
    let server = FaultServer::start([]);
    let client = client(&server.endpoint());
    let unknown = PutObject::new(ByteStream::from_stream(stream(&["a"])));
    let error = client.send(unknown).await.expect_err("no length").to_string();
    assert!(
        error.contains("`body` is a stream of unknown length") && error.contains("multipart"),
        "{error}"
    );
    let algorithm = PutObject { checksum_algorithm: Some("CRC33".into()), ..PutObject::new("") };
    let error = client.send(algorithm).await.expect_err("unknown").to_string();
    assert!(error.contains("\"CRC33\" is unknown; use one of"), "{error}");
    let missing = ByteStream::from_path("no/such/file").await.expect_err("no file").to_string();
    assert!(missing.starts_with("no/such/file cannot be read: No such file"), "{missing}");
    assert_eq!(server.counts().requests(), 0);
}

#[tokio::test]
async fn a_stream_is_sent_once_and_other_payloads_are_retried() {
    let busy = || Step::answer(&Answer::error(503, "SlowDown"));
    let opened = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&opened);
    let again = ByteStream::from_fn(move || {
        counted.fetch_add(1, Ordering::Relaxed);
        stream(&["hel", "lo"])
    });
    let folder = TemporaryFolder::new("streams");
    let path = folder.write("hello", "hello");
    // The payload, and the number of requests that the server receives.
    for (what, body, requests) in [
        ("bytes", ByteStream::from("hello"), 3),
        ("a file", ByteStream::from_path(&path).await.expect("a file"), 3),
        ("a function", again.with_length(5), 3),
        ("a stream", once(&["hello"]), 1),
    ] {
        let server = FaultServer::start([busy(), busy(), Step::answer(&Answer::ok(""))]);
        let retry = Retry::standard().rules_2026(true);
        let client = s3(&server.endpoint(), |config| config.retry(retry));
        let result = client.send(PutObject::new(body)).await;
        assert_eq!(server.counts().requests(), requests, "{what}");
        match requests {
            1 => {
                let error = result.expect_err(what).to_string();
                assert!(error.contains("body cannot be replayed"), "{error}");
            }
            _ => assert!(result.is_ok(), "{what}: {result:?}"),
        }
        for seen in server.counts().seen() {
            let coded = !seen.header("x-amz-trailer").is_empty();
            let body = if coded { data_and_trailer(&seen.body).0 } else { seen.body.clone() };
            assert_eq!(body, b"hello", "{what}");
        }
    }
    assert_eq!(opened.load(Ordering::Relaxed), 3);
}

#[tokio::test]
async fn a_stream_that_was_not_read_is_retried() {
    let down = FaultServer::down();
    let retry = Retry::standard().rules_2026(true);
    let client = s3(&down.endpoint(), |config| config.retry(retry));
    let error = client.send(PutObject::new(once(&["hello"]))).await.expect_err("no server");
    assert_eq!(error.attempts(), 3, "{error}");
}

#[tokio::test]
async fn a_second_call_with_a_sent_stream_is_an_error() {
    let server = FaultServer::start(vec![Step::answer(&Answer::ok("")); 2]);
    let client = client(&server.endpoint());
    let put = PutObject::new(once(&["hello"]));
    client.send(&put).await.expect("it is stored");
    let error = client.send(&put).await.expect_err("it was sent").to_string();
    assert!(error.contains("`body` cannot be read: the stream was sent or read before"), "{error}");
    assert_eq!(server.counts().requests(), 1);
}

#[tokio::test]
async fn a_source_that_fails_or_has_another_length_fails_the_call() {
    let failure = Err::<Bytes, _>(std::io::Error::other("the disk failed"));
    let failing: Listed<_> = [failure].into_iter().collect();
    for (what, body, said) in [
        (
            "short",
            once(&["hello"]).with_length(9),
            "ended after 5 bytes; its announced length is 9",
        ),
        (
            "long",
            once(&["hello"]).with_length(3),
            "more than 3 bytes, which is its announced length",
        ),
        (
            "failing",
            ByteStream::from_stream(failing).with_length(9),
            "the stream cannot be read: the disk failed",
        ),
    ] {
        let server = FaultServer::start(vec![Step::answer(&Answer::ok("")); 3]);
        let error = client(&server.endpoint()).send(PutObject::new(body)).await.expect_err(what);
        assert!(error.to_string().contains(said), "{what}: {error}");
        assert_eq!(error.attempts(), 1, "{what}: {error}");
        assert!(!error.is_retryable());
    }
}

#[tokio::test]
async fn an_upload_that_the_server_does_not_read_stalls_and_a_slow_source_does_not() {
    // The kernel accepts the connection and buffers some megabytes. No program reads them.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let endpoint = format!("http://{}", listener.local_addr().expect("an address"));
    let client = s3(&endpoint, |config| config.retry(Retry::off()));
    let begin = Instant::now();
    let body = ByteStream::from_reader(tokio::io::repeat(7).take(1 << 30)).with_length(1 << 30);
    let error = client.send(PutObject::new(body)).await.expect_err("it stalls");
    assert!(
        error.is_timeout() && error.to_string().contains("the request body stalled"),
        "{error}"
    );
    assert!((1..10).contains(&begin.elapsed().as_secs()), "{:?}", begin.elapsed());

    // The source is slower than the timeout for stalled streams, which does not apply to it.
    let server = FaultServer::start([Step::answer(&Answer::ok(""))]);
    let client = s3(&server.endpoint(), |config| config.retry(Retry::off()));
    let (mut writer, reader) = tokio::io::duplex(64);
    let slow = tokio::spawn(async move {
        for _ in 0..3 {
            tokio::time::sleep(Duration::from_millis(1500)).await;
            tokio::io::AsyncWriteExt::write_all(&mut writer, b"x").await.expect("it is read");
        }
    });
    let body = ByteStream::from_reader(reader).with_length(3);
    client.send(PutObject::new(body)).await.expect("it is stored");
    slow.await.expect("it is written");
    assert_eq!(data_and_trailer(&server.counts().seen()[0].body).0, b"xxx");
}

#[tokio::test]
async fn an_error_before_the_payload_is_read_is_the_error_of_the_call() {
    let refused = Answer::new(403)
        .header("content-type", "application/xml")
        .body("<Error><Code>AccessDenied</Code><Message>no</Message></Error>");
    let server = FaultServer::start([Step {
        read: Read::Head,
        ..Step::send(refused.bytes(), End::CloseAfter(Duration::from_millis(500)))
    }]);
    let body = ByteStream::from_reader(tokio::io::repeat(7).take(1 << 26)).with_length(1 << 26);
    let error = client(&server.endpoint()).send(PutObject::new(body)).await.expect_err("refused");
    assert_eq!(error.code(), Some("AccessDenied"), "{error}");
}
