//! Payloads that are streams: what is sent, retried, checked and read, and every way in which they
//! break.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use aws_operation::{
    Body, ByteStream, Checksums, Client, Config, ConfigBuilder, Credentials, Retry, Timeouts,
    Transport, TransportError, TransportFuture, aws_operation, aws_output, services,
};
use aws_operation_tests::chunked::data_and_trailer;
use aws_operation_tests::faults::{Answer, End, FaultServer, Pace, Read, Step};
use aws_operation_tests::{Listed, crc32};
use bytes::Bytes;
use tokio::io::AsyncReadExt as _;

#[aws_operation(
    protocol = "restXml",
    method = "PUT",
    uri = "/{Key+}",
    rename_all = "PascalCase",
    http_checksum(request),
    output = PutObjectOutput
)]
struct PutObject {
    key: String,
    #[header("Content-Encoding")]
    content_encoding: Option<String>,
    #[header("x-amz-sdk-checksum-algorithm")]
    checksum_algorithm: Option<String>,
    #[header("x-amz-checksum-crc32c")]
    crc32c: Option<String>,
    #[payload]
    body: ByteStream,
}

#[aws_operation(
    protocol = "restXml",
    method = "PUT",
    uri = "/?tagging",
    http_checksum(request, required)
)]
struct PutTags {
    #[payload]
    body: Bytes,
}

impl PutObject {
    fn new(body: impl Into<ByteStream>) -> Self {
        let (key, body) = ("a/b".to_owned(), body.into());
        Self { key, content_encoding: None, checksum_algorithm: None, crc32c: None, body }
    }
}

#[aws_output]
#[derive(Debug)]
struct PutObjectOutput {}

#[aws_operation(
    protocol = "restXml",
    method = "GET",
    uri = "/{Key+}",
    rename_all = "PascalCase",
    http_checksum(response),
    output = GetObjectOutput
)]
#[derive(Clone)]
struct GetObject {
    key: String,
}

#[aws_output]
#[derive(Debug)]
struct GetObjectOutput {
    #[header("ETag")]
    e_tag: Option<String>,
    #[payload]
    body: ByteStream,
}

/// A client of S3 at this endpoint, which waits no longer than a test can.
fn s3(endpoint: &str, change: impl FnOnce(ConfigBuilder) -> ConfigBuilder) -> Client {
    let config = Config::builder()
        .region("us-east-1")
        .credentials(Credentials::new("AKIDEXAMPLE", "secret"))
        .endpoint_url(endpoint)
        .timeouts(Timeouts::default().stalled_stream(Duration::from_millis(300)));
    Client::new(&change(config).build().expect("it is whole"), services::S3)
}

fn plain(endpoint: &str) -> Client {
    s3(endpoint, |config| config)
}

fn get() -> GetObject {
    GetObject { key: "a".into() }
}

/// A stream of chunks, which can be read once.
fn once(chunks: &'static [&'static str]) -> ByteStream {
    let length = chunks.iter().map(|chunk| chunk.len() as u64).sum();
    ByteStream::from_stream(futures(chunks)).with_length(length)
}

fn futures(
    chunks: &'static [&'static str],
) -> impl futures_core::Stream<Item = std::io::Result<Bytes>> + Send {
    chunks.iter().map(|chunk| Ok(Bytes::from_static(chunk.as_bytes()))).collect::<Listed<_>>()
}

#[tokio::test]
async fn bytes_have_a_checksum_in_a_header_and_streams_in_a_trailer() {
    let server = FaultServer::start(vec![Step::answer(&Answer::ok("")); 5]);
    let client = plain(&server.endpoint());
    client.send(PutObject::new("hello")).await.expect("it is stored");
    client.send(PutObject::new(once(&["hel", "", "lo"]))).await.expect("it is stored");
    let coded = PutObject { content_encoding: Some("br".into()), ..PutObject::new(once(&["x"])) };
    client.send(coded).await.expect("it is stored");
    let own = PutObject { crc32c: Some("AAAAAA==".into()), ..PutObject::new(once(&["x"])) };
    client.send(own).await.expect("it is stored");
    client.send(PutTags { body: "hello".into() }).await.expect("it is stored");

    let seen = server.counts().seen();
    assert_eq!(seen[0].body, b"hello");
    assert_eq!(seen[0].header("x-amz-checksum-crc32"), crc32(b"hello"));
    assert_eq!(seen[0].header("x-amz-sdk-checksum-algorithm"), "CRC32");
    assert_eq!(seen[0].header("content-encoding"), "");
    // Without a member for its name, the algorithm is not named.
    assert_eq!(seen[4].header("x-amz-checksum-crc32"), crc32(b"hello"));
    assert_eq!(seen[4].header("x-amz-sdk-checksum-algorithm"), "");

    // Over plain HTTP the chunks and the trailer are signed.
    assert_eq!(seen[1].header("x-amz-trailer"), "x-amz-checksum-crc32");
    assert_eq!(seen[1].header("x-amz-decoded-content-length"), "5");
    assert_eq!(seen[1].header("content-encoding"), "aws-chunked");
    assert_eq!(
        seen[1].header("x-amz-content-sha256"),
        "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER"
    );
    assert_eq!(seen[1].header("content-length"), seen[1].body.len().to_string());
    let (data, trailer) = data_and_trailer(&seen[1].body);
    assert_eq!(data, b"hello");
    assert!(trailer.starts_with(&format!("x-amz-checksum-crc32:{}\r\n", crc32(b"hello"))));
    assert!(trailer.contains("x-amz-trailer-signature:"));

    assert_eq!(seen[2].header("content-encoding"), "aws-chunked,br");
    // The caller's own checksum is kept, and no other is added.
    assert_eq!(seen[3].header("x-amz-checksum-crc32c"), "AAAAAA==");
    assert_eq!(seen[3].header("x-amz-trailer"), "");
    assert_eq!(seen[3].header("x-amz-content-sha256"), "STREAMING-AWS4-HMAC-SHA256-PAYLOAD");
}

/// Keeps what is sent, with its whole body.
#[derive(Clone, Default)]
struct Keep(Arc<Mutex<Vec<http::Request<Bytes>>>>);

impl Transport for Keep {
    fn send(&self, request: http::Request<Body>) -> TransportFuture<'_> {
        Box::pin(async move {
            let (head, body) = request.into_parts();
            let length = body.length();
            let body = body
                .collect(usize::MAX)
                .await
                .map_err(|error| TransportError::other(error.to_string()))?;
            assert_eq!(length, Some(body.len() as u64), "what is announced is what is sent");
            let mut kept = self.0.lock().expect("no panic");
            kept.push(http::Request::from_parts(head, body));
            Ok(http::Response::new(Body::empty()))
        })
    }
}

#[tokio::test]
async fn over_tls_the_bytes_are_not_signed() {
    let keep = Keep::default();
    let client = s3("https://s3.example.com", |config| config.transport(keep.clone()));
    client.send(PutObject::new(once(&["hel", "lo"]))).await.expect("it is stored");
    let off = client.send(PutObject::new(once(&["hello"]))).checksums(Checksums::WhenRequired);
    off.await.expect("it is stored");
    let config = Config::builder()
        .region("us-east-1")
        .credentials(Credentials::new("AKIDEXAMPLE", "secret"))
        .transport(keep.clone());
    // Its signature needs the hash, for which the stream is read twice.
    let other = Client::new(&config.build().expect("it is whole"), services::EXECUTE_API);
    let other = other.with_endpoint_url("https://api.example.com").expect("a URL");
    let twice = ByteStream::from_fn(|| futures(&["hello"])).with_length(5);
    other.send(PutObject::new(twice)).checksums(Checksums::WhenRequired).await.expect("stored");
    let put = PutObject::new(once(&["hello"]));
    let error = other.send(put).checksums(Checksums::WhenRequired).await.expect_err("once");
    assert!(error.to_string().contains("use bytes, a file, or `ByteStream::from_fn`"), "{error}");

    let seen = keep.0.lock().expect("no panic");
    let header = |at: usize, name: &str| {
        let value = seen[at].headers().get(name).map(|value| value.to_str().expect("text"));
        value.unwrap_or_default().to_owned()
    };
    assert_eq!(header(0, "x-amz-content-sha256"), "STREAMING-UNSIGNED-PAYLOAD-TRAILER");
    let (data, trailer) = data_and_trailer(seen[0].body());
    assert_eq!(data, b"hello");
    assert_eq!(trailer, format!("x-amz-checksum-crc32:{}\r\n\r\n", crc32(b"hello")));
    assert_eq!(header(1, "x-amz-content-sha256"), "UNSIGNED-PAYLOAD");
    assert_eq!(
        (header(1, "content-encoding"), &seen[1].body()[..]),
        (String::new(), &b"hello"[..])
    );
    assert_eq!(&seen[2].body()[..], b"hello");
    assert!(!header(2, "authorization").is_empty() && header(2, "x-amz-content-sha256").is_empty());
    assert_eq!(seen.len(), 3);
}

#[tokio::test]
async fn checksums_are_switched_off_for_clients_and_for_calls() {
    let server = FaultServer::start(vec![Step::answer(&Answer::ok("")); 6]);
    let off = s3(&server.endpoint(), |config| {
        config
            .request_checksums(Checksums::WhenRequired)
            .response_checksums(Checksums::WhenRequired)
    });
    off.send(PutObject::new("hello")).await.expect("it is stored");
    off.send(get()).await.expect("it is read");
    let asked = PutObject { checksum_algorithm: Some("SHA256".into()), ..PutObject::new("hello") };
    off.send(asked).await.expect("it is stored");
    off.send(PutObject::new("hello"))
        .checksums(Checksums::WhenSupported)
        .await
        .expect("it is stored");
    plain(&server.endpoint())
        .send(get())
        .checksums(Checksums::WhenRequired)
        .await
        .expect("it is read");
    off.send(PutObject::new(once(&[]))).await.expect("an empty stream is stored");
    let seen = server.counts().seen();
    assert_eq!(seen[5].header("x-amz-decoded-content-length"), "0");
    assert_eq!(data_and_trailer(&seen[5].body).0, b"");
    for (at, crc, sha, mode) in [
        (0, false, false, ""),
        (1, false, false, ""),
        (2, false, true, ""),
        (3, true, false, ""),
        (4, false, false, ""),
    ] {
        assert_eq!(!seen[at].header("x-amz-checksum-crc32").is_empty(), crc, "{at}");
        assert_eq!(!seen[at].header("x-amz-checksum-sha256").is_empty(), sha, "{at}");
        assert_eq!(seen[at].header("x-amz-checksum-mode"), mode, "{at}");
    }
}

#[tokio::test]
async fn what_cannot_be_sent_is_an_error_before_anything_is_sent() {
    let server = FaultServer::start([]);
    let client = plain(&server.endpoint());
    let unknown = PutObject::new(ByteStream::from_stream(futures(&["a"])));
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
async fn a_stream_is_sent_once_and_other_bodies_again() {
    let busy = || Step::answer(&Answer::error(503, "SlowDown"));
    // (what, the body, requests, whether it works)
    let opened = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&opened);
    let again = ByteStream::from_fn(move || {
        counted.fetch_add(1, Ordering::Relaxed);
        futures(&["hel", "lo"])
    });
    let folder = std::env::temp_dir().join(format!("streams-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let path = folder.join("hello");
    std::fs::write(&path, "hello").expect("a file");
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

    // Without a connection, the stream was not read, so each attempt can send it.
    let down = FaultServer::down();
    let retry = Retry::standard().rules_2026(true);
    let client = s3(&down.endpoint(), |config| config.retry(retry));
    let error = client.send(PutObject::new(once(&["hello"]))).await.expect_err("no server");
    assert_eq!(error.attempts(), 3, "{error}");

    // A stream that was sent is not sent empty.
    let server = FaultServer::start(vec![Step::answer(&Answer::ok("")); 2]);
    let client = plain(&server.endpoint());
    let put = PutObject::new(once(&["hello"]));
    client.send(&put).await.expect("it is stored");
    let error = client.send(&put).await.expect_err("it was sent").to_string();
    assert!(error.contains("`body` cannot be read: the stream was sent or read before"), "{error}");
    assert_eq!(server.counts().requests(), 1);
    std::fs::remove_dir_all(&folder).expect("it was there");
}

#[tokio::test]
async fn a_source_that_fails_or_has_another_length_fails_the_call() {
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
            ByteStream::from_stream(Fails).with_length(9),
            "the stream cannot be read: the disk is gone",
        ),
    ] {
        let server = FaultServer::start(vec![Step::answer(&Answer::ok("")); 3]);
        let error = plain(&server.endpoint()).send(PutObject::new(body)).await.expect_err(what);
        assert!(error.to_string().contains(said), "{what}: {error}");
        assert_eq!(error.attempts(), 1, "{what}: {error}");
        assert!(!error.is_retryable());
    }
}

struct Fails;

impl futures_core::Stream for Fails {
    type Item = std::io::Result<Bytes>;

    fn poll_next(
        self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        std::task::Poll::Ready(Some(Err(std::io::Error::other("the disk is gone"))))
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
    let error = client.send(PutObject::new(body)).await.expect_err("the server does not read");
    assert!(
        error.is_timeout() && error.to_string().contains("the request body stalled"),
        "{error}"
    );
    assert!((1..10).contains(&begin.elapsed().as_secs()), "{:?}", begin.elapsed());

    // Slower than the limit, but the program's own.
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
async fn an_output_is_read_in_every_way() {
    let text = "hello, ".repeat(50_000);
    let crc = crc32(text.as_bytes());
    let answer = || {
        let answer = Answer::ok(&text).header("etag", "\"1\"");
        Step::answer(&answer.header("x-amz-checksum-crc32", &crc))
    };
    let server = FaultServer::start((0..5).map(|_| answer()));
    let client = plain(&server.endpoint());

    let mut output = client.send(get()).await.expect("it is there");
    assert_eq!(output.e_tag.as_deref(), Some("\"1\""));
    assert_eq!(output.body.length(), Some(350_000));
    let mut bytes = Vec::new();
    while let Some(chunk) = output.body.next().await {
        let chunk = chunk.expect("it is whole");
        assert!(!chunk.is_empty());
        bytes.extend_from_slice(&chunk);
    }
    assert_eq!(bytes, text.as_bytes());
    assert!(output.body.next().await.is_none());

    let body = client.send(get()).await.expect("it is there").body;
    assert_eq!(body.collect(400_000).await.expect("it is whole"), text.as_bytes());
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
    .expect("it is whole");
    assert!(string == text && read.load(Ordering::Relaxed) == 350_000);

    let path = std::env::temp_dir().join(format!("streams-{}-file", std::process::id()));
    let body = client.send(get()).await.expect("it is there").body;
    assert_eq!(body.write_to_path(&path).await.expect("it is written"), 350_000);
    assert_eq!(std::fs::read_to_string(&path).expect("a file"), text);
    std::fs::remove_file(&path).expect("it was there");
    // All read to their ends, but for the one that was too large.
    assert_eq!(server.counts().connections(), 2);
}

#[tokio::test]
async fn an_output_that_breaks_is_never_a_short_body() {
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
        let client = plain(&server.endpoint());
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
    // What is written to a file is whole or not there.
    let server = FaultServer::start([half(End::Close)]);
    let body = plain(&server.endpoint()).send(get()).await.expect("a head").body;
    let path = std::env::temp_dir().join(format!("streams-{}-half", std::process::id()));
    std::fs::write(&path, "before").expect("a file");
    body.write_to_path(&path).await.expect_err("it breaks");
    assert_eq!(std::fs::read_to_string(&path).expect("a file"), "before");
    assert!(!path.with_extension("part").exists());
    std::fs::remove_file(&path).expect("it was there");
}

#[tokio::test]
async fn errors_of_operations_with_streams_are_errors() {
    let missing = Answer::new(404)
        .header("content-type", "application/xml")
        .body("<Error><Code>NoSuchKey</Code><Message>no</Message></Error>");
    let server = FaultServer::start([Step::answer(&missing)]);
    let error = plain(&server.endpoint()).send(get()).await.expect_err("it is not there");
    assert_eq!((error.code(), error.attempts()), (Some("NoSuchKey"), 1));

    // A server that answers before it has read the body.
    let refused = Answer::new(403)
        .header("content-type", "application/xml")
        .body("<Error><Code>AccessDenied</Code><Message>no</Message></Error>");
    let server = FaultServer::start([Step {
        read: Read::Head,
        ..Step::send(refused.bytes(), End::CloseAfter(Duration::from_millis(500)))
    }]);
    let body = ByteStream::from_reader(tokio::io::repeat(7).take(1 << 26)).with_length(1 << 26);
    let error = plain(&server.endpoint()).send(PutObject::new(body)).await.expect_err("refused");
    assert_eq!(error.code(), Some("AccessDenied"), "{error}");
}

#[tokio::test]
async fn an_output_is_the_payload_of_another_request() {
    let server =
        FaultServer::start([Step::answer(&Answer::ok("hello")), Step::answer(&Answer::ok(""))]);
    let client = plain(&server.endpoint());
    let body = client.send(get()).await.expect("it is there").body;
    client.send(PutObject::new(body)).await.expect("it is stored");
    assert_eq!(data_and_trailer(&server.counts().seen()[1].body).0, b"hello");
}
