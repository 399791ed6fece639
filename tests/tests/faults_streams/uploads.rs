//! Faults of requests with streams.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use aws_operation::{ByteStream, ErrorKind, aws_operation, aws_output};
use aws_operation_tests::chunked::verify;
use aws_operation_tests::faults::{Answer, End, FaultServer, Read, Step};
use aws_operation_tests::{SECRET_KEY, TemporaryFolder, many_bytes};

use super::{MIB, MS, again, at, base, load, once, read, store, works};

#[tokio::test]
async fn an_upload_that_arrives_corrupted_is_not_retried() {
    let refused = "<Error><Code>BadDigest</Code><Message>The CRC32 you specified did not match the \
                   calculated checksum.</Message></Error>";
    let base = base();
    for body in [once(100_000), again(100_000), ByteStream::from("bytes")] {
        let server = FaultServer::start([Step::answer(&Answer::new(400).body(refused))]);
        let client = at(&base, &server);
        let error = client.send(store(body)).await.expect_err("it is refused");
        assert_eq!((error.code(), error.attempts()), (Some("BadDigest"), 1), "{error}");
        assert!(!error.is_retryable(), "{error}");
        works(&client, &server, "refused").await;
    }
}

#[tokio::test]
async fn an_upload_that_is_reset_is_retried_if_its_stream_can_be_repeated() {
    let base = base();
    for end in [End::Reset, End::Close] {
        for part in [Read::Nothing, Read::Head, Read::All] {
            let what = format!("{part:?}, {end:?}");
            let steps = vec![Step::nothing(part, end), Step::nothing(part, end)];
            let server = FaultServer::start(steps.clone());
            let client = at(&base, &server);
            let stored = client.send(store(again(3 * MIB))).await;
            assert!(stored.is_ok(), "{what}: {stored:?}");
            works(&client, &server, &what).await;

            let server = FaultServer::start(steps);
            let client = at(&base, &server);
            let error = client.send(store(once(3 * MIB))).await.expect_err(&what);
            assert_eq!(error.attempts(), 1, "{what}: {error}");
            assert!(error.to_string().contains("body cannot be replayed"), "{what}: {error}");
            works(&client, &server, &what).await;
        }
    }
}

#[aws_operation(
    protocol = "restXml",
    method = "PUT",
    uri = "/objects/{Key+}?x-id=UploadPart",
    rename_all = "PascalCase",
    http_checksum(request),
    output = UploadPartOutput
)]
struct UploadPart {
    key: String,
    #[query("partNumber")]
    part_number: u32,
    #[query("uploadId")]
    upload_id: String,
    #[payload]
    body: ByteStream,
}

#[aws_output]
#[derive(Debug)]
struct UploadPartOutput {
    #[header("ETag")]
    e_tag: Option<String>,
}

#[tokio::test]
async fn only_the_part_with_an_error_is_retried() {
    let folder = TemporaryFolder::new("parts");
    let content = many_bytes(400_000);
    let path = folder.write("object", &content);
    let stored = |tag: &str| Step::answer(&Answer::ok("").header("etag", tag));
    let busy = Step::answer(&Answer::new(503).body("<Error><Code>SlowDown</Code></Error>"));
    let server = FaultServer::start([
        stored("1"),
        busy.clone(),
        busy,
        stored("2"),
        stored("3"),
        stored("4"),
    ]);
    let client = at(&base(), &server);
    for part in 1..=4_u32 {
        let range = u64::from(part - 1) * 100_000..u64::from(part) * 100_000;
        let body = ByteStream::from_path_range(&path, range).await.expect("a file");
        let (key, upload_id) = ("a".to_owned(), "id".to_owned());
        let upload = UploadPart { key, part_number: part, upload_id, body };
        let output = client.send(upload).await.expect("the part is stored");
        assert_eq!(output.e_tag, Some(part.to_string()));
    }
    let seen = server.counts().seen();
    let parts: Vec<_> = seen.iter().map(|seen| seen.target().split("partNumber=").nth(1)).collect();
    let number = |part: &Option<&str>| part.and_then(|part| part.chars().next());
    let numbers: String = parts.iter().filter_map(number).collect();
    assert_eq!(numbers, "122234");
    for (seen, part) in seen.iter().zip([0, 1, 1, 1, 2, 3]) {
        let expected = &content[part * 100_000..(part + 1) * 100_000];
        let (authorization, date) = (seen.header("authorization"), seen.header("x-amz-date"));
        let decoded = verify(&seen.body, authorization, date, SECRET_KEY);
        assert!(decoded.expect("it is signed").data == expected, "part {part}");
    }
}

#[tokio::test]
async fn interim_responses_are_skipped() {
    let base = base();
    let interim = [
        "HTTP/1.1 100 Continue\r\n\r\n",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 100 Continue\r\nx-a: b\r\n\r\n",
        "HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n",
    ];
    for interim in interim {
        for read_first in [Read::Head, Read::All] {
            let bytes = |answer: &Answer| [interim.as_bytes(), &answer.bytes()].concat();
            let step =
                |answer: &Answer| Step { read: read_first, ..Step::send(bytes(answer), End::Keep) };
            // A request with a short body, so that it is read with its head.
            let server = FaultServer::start([Step::send(bytes(&Answer::ok("x")), End::Keep)]);
            let client = at(&base, &server);
            client.send(store(once(10))).await.expect(interim);
            server.next([step(&Answer::ok("loaded"))]);
            let body = client.send(load()).await.expect(interim).body;
            assert_eq!(read(body).await, (b"loaded".to_vec(), None), "{interim}");
            works(&client, &server, interim).await;
        }
        // Only an interim response: the connection breaks before the response.
        let server = FaultServer::start(vec![Step::send(interim, End::Close); 3]);
        let client = at(&base, &server);
        let error = client.send(store(again(10))).await.expect_err(interim);
        assert_eq!(error.attempts(), 3, "{error}");
        works(&client, &server, interim).await;
    }
}

/// A body that counts the bytes that the connection has taken.
fn counted(body: ByteStream) -> (ByteStream, Arc<AtomicU64>) {
    let taken = Arc::new(AtomicU64::new(0));
    let counter = Arc::clone(&taken);
    let body = body.on_progress(move |progress| counter.store(progress.bytes, Ordering::SeqCst));
    (body, taken)
}

#[tokio::test]
async fn a_response_before_the_body_is_read_is_returned() {
    // On loopback, a connection may take many megabytes before its task looks at the response.
    const LENGTH: u64 = 1024 * MIB;
    let answer = |status: u16, code: &str| {
        Answer::new(status).body(format!("<Error><Code>{code}</Code></Error>"))
    };
    let base = base();
    for (status, code, attempts) in
        [(403, "AccessDenied", 1), (413, "EntityTooLarge", 1), (503, "SlowDown", 3)]
    {
        for end in [End::Hang, End::CloseAfter(MS(300)), End::Close] {
            for repeats in [false, true] {
                let what = format!("{status}, {end:?}, repeats: {repeats}");
                let step =
                    Step { read: Read::Head, ..Step::send(answer(status, code).bytes(), end) };
                let server = FaultServer::start(vec![step; 3]);
                let client = at(&base, &server);
                let body = if repeats { again(LENGTH) } else { once(LENGTH) };
                let (body, taken) = counted(body);
                let error = client.send(store(body)).await.expect_err(&what);
                // When a server closes a connection with unread bytes, the system may reset it before
                // the response was read.
                let is_reset = end == End::Close && error.kind() == ErrorKind::Transport;
                if !is_reset {
                    assert_eq!(error.code(), Some(code), "{what}: {error}");
                    let attempts = if repeats { attempts } else { 1 };
                    assert_eq!(error.attempts(), attempts, "{what}: {error}");
                }
                // The rest is not sent.
                let mut last = u64::MAX;
                let begin = Instant::now();
                while last != taken.load(Ordering::SeqCst) {
                    assert!(begin.elapsed() < MS(5_000), "{what}: it is still sent");
                    last = taken.load(Ordering::SeqCst);
                    tokio::time::sleep(MS(50)).await;
                }
                assert!(last < LENGTH, "{what}: all {last} bytes were sent");
                works(&client, &server, &what).await;
            }
        }
    }
}
