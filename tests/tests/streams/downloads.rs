//! Responses whose payloads are streams.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use aws_operation_tests::chunked::data_and_trailer;
use aws_operation_tests::faults::{Answer, End, FaultServer, Pace, Step};
use aws_operation_tests::{TemporaryFolder, crc32};
use tokio::io::AsyncReadExt as _;

use super::{PutObject, client, get};

#[tokio::test]
async fn an_output_is_read_by_each_method() {
    let text = "hello, ".repeat(50_000);
    let crc = crc32(text.as_bytes());
    let answer = || {
        let answer = Answer::ok(&text).header("etag", "\"1\"");
        Step::answer(&answer.header("x-amz-checksum-crc32", &crc))
    };
    let server = FaultServer::start((0..5).map(|_| answer()));
    let client = client(&server.endpoint());

    let mut output = client.send(get()).await.expect("it is there");
    assert_eq!(output.e_tag.as_deref(), Some("\"1\""));
    assert_eq!(output.body.length(), Some(350_000));
    let mut bytes = Vec::new();
    while let Some(chunk) = output.body.next().await {
        let chunk = chunk.expect("it is complete");
        assert!(!chunk.is_empty());
        bytes.extend_from_slice(&chunk);
    }
    assert_eq!(bytes, text.as_bytes());
    assert!(output.body.next().await.is_none());

    let body = client.send(get()).await.expect("it is there").body;
    assert_eq!(body.collect(400_000).await.expect("it is complete"), text.as_bytes());
    let body = client.send(get()).await.expect("it is there").body;
    let error = body.collect(300_000).await.expect_err("it is larger");
    assert!(error.is_too_large() && error.to_string().contains("300000 bytes"), "{error}");

    let read = Arc::new(AtomicU64::new(0));
    let seen = Arc::clone(&read);
    let body = client.send(get()).await.expect("it is there").body;
    let mut string = String::new();
    body.on_progress(move |progress| {
        assert_eq!(progress.total, Some(350_000));
        seen.store(progress.bytes, Ordering::Relaxed);
    })
    .into_reader()
    .read_to_string(&mut string)
    .await
    .expect("it is complete");
    assert!(string == text && read.load(Ordering::Relaxed) == 350_000);

    let folder = TemporaryFolder::new("streams");
    let path = folder.path().join("file");
    let body = client.send(get()).await.expect("it is there").body;
    assert_eq!(body.write_to_path(&path).await.expect("it is written"), 350_000);
    assert_eq!(std::fs::read_to_string(&path).expect("a file"), text);
    // Only the response that was too large was not read to its end. Its connection was closed.
    assert_eq!(server.counts().connections(), 2);
}

#[tokio::test]
async fn an_output_that_breaks_is_an_error() {
    let text = "hello, ".repeat(20_000);
    let whole = Answer::ok(&text).header("x-amz-checksum-crc32", &crc32(text.as_bytes()));
    let wrong = Answer::ok(&text).header("x-amz-checksum-crc32", &crc32(b"other"));
    let parts = Answer::ok(&text).header("x-amz-checksum-crc32", "AAAAAA==-2");
    let unannounced = Answer::ok(&text).unannounced();
    let slow = Step::send(whole.bytes(), End::Keep).pace(Pace::Drip(1, Duration::from_secs(1)));
    let half = |end| Step::send(whole.half_body(), end);
    for (what, step, said) in [
        ("whole", Step::answer(&whole), None),
        ("the checksum of parts", Step::answer(&parts), None),
        ("no length", Step::send(unannounced.bytes(), End::Close), None),
        ("cut", half(End::Close), Some("end of file before message length reached")),
        ("reset", half(End::Reset), Some("reset")),
        ("stalled", half(End::Hang), Some("the response body stalled: 0 bytes in 300ms")),
        ("dripping", slow, Some("stalled")),
        ("another checksum", Step::answer(&wrong), Some("its CRC32 checksum is")),
    ] {
        let server = FaultServer::start([step]);
        let client = client(&server.endpoint());
        let result = match client.send(get()).await {
            Ok(output) => output.body.collect(usize::MAX).await.map_err(|error| error.to_string()),
            Err(error) => Err(error.to_string()),
        };
        match said {
            None => assert_eq!(result.as_deref().map(str::from_utf8), Ok(Ok(&*text)), "{what}"),
            Some(said) => {
                let error = result.expect_err(what);
                assert!(error.contains(said), "{what}: {error}");
            }
        }
        // The next call works.
        server.next([Step::answer(&whole)]);
        let next = client.send(get()).await.expect(what).body.collect(usize::MAX).await;
        assert_eq!(next.expect(what), text, "{what}");
    }
    // A file is replaced only by a complete body.
    let server = FaultServer::start([half(End::Close)]);
    let body = client(&server.endpoint()).send(get()).await.expect("a head").body;
    let folder = TemporaryFolder::new("streams");
    let path = folder.write("file", "before");
    body.write_to_path(&path).await.expect_err("it breaks");
    assert_eq!(std::fs::read_to_string(&path).expect("a file"), "before");
    let files = std::fs::read_dir(folder.path()).expect("a folder");
    assert_eq!(files.count(), 1, "there is a temporary file");
}

#[tokio::test]
async fn an_error_response_is_the_error_of_the_call() {
    let missing = Answer::new(404)
        .header("content-type", "application/xml")
        .body("<Error><Code>NoSuchKey</Code><Message>no</Message></Error>");
    let server = FaultServer::start([Step::answer(&missing)]);
    let error = client(&server.endpoint()).send(get()).await.expect_err("it is not there");
    assert_eq!((error.code(), error.attempts()), (Some("NoSuchKey"), 1));
}

#[tokio::test]
async fn an_output_is_the_payload_of_another_request() {
    let server =
        FaultServer::start([Step::answer(&Answer::ok("hello")), Step::answer(&Answer::ok(""))]);
    let client = client(&server.endpoint());
    let body = client.send(get()).await.expect("it is there").body;
    client.send(PutObject::new(body)).await.expect("it is stored");
    assert_eq!(data_and_trailer(&server.counts().seen()[1].body).0, b"hello");
}
