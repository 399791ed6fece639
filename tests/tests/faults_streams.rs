//! Faults in the middle of streams: what the caller sees, how often it was tried, and that the next
//! call of the same client works.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use aws_operation::{ByteStream, Client, ErrorKind, Timeouts, aws_operation, aws_output};
use aws_operation_tests::crc32;
use aws_operation_tests::faults::calls::config;
use aws_operation_tests::faults::objects::{Load, Store, s3};
use aws_operation_tests::faults::{Answer, End, FaultServer, Hasty, Pace, Read, Step};
use bytes::Bytes;
use tokio::io::AsyncReadExt as _;

const MS: fn(u64) -> Duration = Duration::from_millis;

const MIB: u64 = 1024 * 1024;

/// A client whose waits between attempts are short, and that has no server.
fn base() -> Client {
    let timeouts = Timeouts::default().stalled_stream(Duration::from_secs(5)).read(MS(60_000));
    s3(config("http://127.0.0.1:9").timer(Hasty::new(20)).timeouts(timeouts))
}

fn at(base: &Client, server: &FaultServer) -> Client {
    base.clone().with_endpoint_url(&server.endpoint()).expect("it is loopback")
}

fn load() -> Load {
    Load { key: "a".into() }
}

fn store(body: ByteStream) -> Store {
    Store { key: "a".into(), body }
}

/// A stream that can be sent once.
fn once(length: u64) -> ByteStream {
    ByteStream::from_reader(tokio::io::repeat(7).take(length)).with_length(length)
}

/// A stream that can be sent again.
fn again(length: u64) -> ByteStream {
    let pieces = move || Pieces { left: length };
    ByteStream::from_fn(pieces).with_length(length)
}

struct Pieces {
    left: u64,
}

impl futures_core::Stream for Pieces {
    type Item = std::io::Result<Bytes>;

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        let length = self.left.min(32 * 1024);
        self.left -= length;
        let piece = (length > 0).then(|| Ok(vec![7; length as usize].into()));
        std::task::Poll::Ready(piece)
    }
}

/// What was read, and the error at its end.
async fn read(mut body: ByteStream) -> (Vec<u8>, Option<String>) {
    let mut bytes = Vec::new();
    loop {
        match body.next().await {
            Some(Ok(chunk)) => bytes.extend_from_slice(&chunk),
            Some(Err(error)) => return (bytes, Some(error.to_string())),
            None => return (bytes, None),
        }
    }
}

/// The next calls of the client work in both directions.
async fn works(client: &Client, server: &FaultServer, what: &str) {
    server.next([Step::answer(&Answer::ok("stored")), Step::answer(&Answer::ok("loaded"))]);
    client.send(store(once(3))).await.unwrap_or_else(|error| panic!("{what}, then: {error}"));
    let body = client.send(load()).await.unwrap_or_else(|e| panic!("{what}, then: {e}")).body;
    assert_eq!(read(body).await, (b"loaded".to_vec(), None), "{what}");
}

#[tokio::test]
async fn a_response_that_is_cut_at_any_byte_is_retried_or_an_error_of_its_reader() {
    let text = "0123456789 abcdefghijklmnopqrstuvwxyz";
    let announced = Answer::ok(text).header("x-amz-checksum-crc32", &crc32(text.as_bytes()));
    let chunks = Answer::ok("b\r\n0123456789 \r\n1a\r\nabcdefghijklmnopqrstuvwxyz\r\n0\r\n\r\n");
    let chunks = chunks.unannounced().header("transfer-encoding", "chunked");
    let base = base();
    for answer in [announced, chunks] {
        let (bytes, head) = (answer.bytes(), answer.head().len());
        for cut in 0..=bytes.len() {
            let server = FaultServer::start(vec![Step::send(&bytes[..cut], End::Close); 3]);
            let client = at(&base, &server);
            let what = format!("cut at {cut} of {}", bytes.len());
            let result = client.send(load()).await;
            if cut < head {
                let error = result.expect_err(&what);
                assert_eq!((error.kind(), error.attempts()), (ErrorKind::Transport, 3), "{what}");
                assert!(error.is_retryable(), "{what}: {error}");
                assert_eq!(server.counts().requests(), 3, "{what}");
            } else {
                // After the head there is only one attempt, because the caller has begun to read.
                let (found, error) = read(result.expect(&what).body).await;
                assert!(text.as_bytes().starts_with(&found), "{what}: {found:?}");
                assert_eq!(error.is_none(), cut == bytes.len(), "{what}: {error:?}");
                assert_eq!(server.counts().requests(), 1, "{what}");
            }
            if cut % 16 == 0 {
                works(&client, &server, &what).await;
            }
        }
    }
}

#[tokio::test]
async fn bytes_behind_the_announced_length_are_not_the_bodys_and_not_the_next_responses() {
    let base = base();
    let answer = Answer::ok("0123456789").announcing("4");
    let wrong = answer.clone().header("x-amz-checksum-crc32", &crc32(b"0123456789"));
    for (answer, expected) in [(answer, None), (wrong, Some("its CRC32 checksum is"))] {
        let server = FaultServer::start([Step::answer(&answer)]);
        let client = at(&base, &server);
        let (found, error) = read(client.send(load()).await.expect("a head").body).await;
        assert_eq!(found, b"0123");
        match expected {
            None => assert_eq!(error, None),
            Some(said) => assert!(error.is_some_and(|error| error.contains(said))),
        }
        works(&client, &server, "too long").await;
    }
}

#[tokio::test]
async fn a_wrong_checksum_of_any_algorithm_is_an_error_at_the_end() {
    let base = base();
    for (name, header, value) in [
        ("CRC32", "x-amz-checksum-crc32", "AAAAAA=="),
        ("CRC32C", "x-amz-checksum-crc32c", "AAAAAA=="),
        ("CRC64NVME", "x-amz-checksum-crc64nvme", "AAAAAAAAAAA="),
        ("SHA1", "x-amz-checksum-sha1", "2jmj7l5rSw0yVb/vlWAYkK/YBwk="),
        ("SHA256", "x-amz-checksum-sha256", "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="),
        ("XXHASH64", "x-amz-checksum-xxhash64", "AAAAAAAAAAA="),
    ] {
        let answer = Answer::ok("hello").header(header, value);
        let server = FaultServer::start([Step::answer(&answer)]);
        let client = at(&base, &server);
        let body = client.send(load()).await.expect("a head").body;
        let error = body.collect(1024).await.expect_err(name);
        assert!(error.is_corrupt(), "{name}: {error}");
        assert!(error.to_string().contains(&format!("its {name} checksum is")), "{error}");
        assert_eq!(server.counts().requests(), 1);
        works(&client, &server, name).await;
    }
}

#[tokio::test]
async fn an_upload_that_the_server_finds_corrupted_fails_at_once() {
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
async fn an_upload_that_is_reset_is_sent_again_if_it_can_be() {
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
async fn a_part_that_meets_503_is_sent_again_and_the_others_are_not() {
    let path = std::env::temp_dir().join(format!("faults-streams-{}", std::process::id()));
    let content: Vec<u8> = (0..400_000_u32).map(|byte| (byte % 251) as u8).collect();
    std::fs::write(&path, &content).expect("a file");
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
    std::fs::remove_file(&path).expect("it was there");
    let seen = server.counts().seen();
    let parts: Vec<_> = seen.iter().map(|seen| seen.target().split("partNumber=").nth(1)).collect();
    let number = |part: &Option<&str>| part.and_then(|part| part.chars().next());
    let numbers: String = parts.iter().filter_map(number).collect();
    assert_eq!(numbers, "122234");
    for (seen, part) in seen.iter().zip([0, 1, 1, 1, 2, 3]) {
        let expected = &content[part * 100_000..(part + 1) * 100_000];
        let (authorization, date) = (seen.header("authorization"), seen.header("x-amz-date"));
        let secret = aws_operation_tests::SECRET_KEY;
        let decoded = aws_operation_tests::chunked::verify(&seen.body, authorization, date, secret);
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

/// A body that counts what the connection has taken.
fn counted(body: ByteStream) -> (ByteStream, Arc<AtomicU64>) {
    let taken = Arc::new(AtomicU64::new(0));
    let counter = Arc::clone(&taken);
    let body = body.on_progress(move |progress| counter.store(progress.bytes, Ordering::SeqCst));
    (body, taken)
}

#[tokio::test]
async fn a_server_that_answers_before_it_has_read_the_body_is_heard() {
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

#[tokio::test]
async fn a_slow_drip_is_read_and_a_slower_one_stalls() {
    let timeouts = Timeouts::default().stalled_stream(MS(300));
    let base = s3(config("http://127.0.0.1:9").timeouts(timeouts));
    for (every, stalls) in [(50, false), (2_000, true)] {
        let answer = Answer::ok("0123456789");
        let server = FaultServer::start([Step::answer(&answer).pace(Pace::Drip(4, MS(every)))]);
        let client = at(&base, &server);
        let (found, error) = read(client.send(load()).await.expect("a head").body).await;
        assert_eq!(found.len(), if stalls { 6 } else { 10 }, "{every} ms");
        let said = "the response body stalled: 0 bytes in 300ms";
        assert_eq!(error.is_some_and(|error| error.contains(said)), stalls, "{every} ms");
        works(&client, &server, "drip").await;
    }
}
