//! Checksums and signatures of requests with streams.

use std::sync::{Arc, Mutex};

use aws_operation::{
    Body, ByteStream, Checksums, Client, Config, Credentials, Transport, TransportError,
    TransportFuture, aws_operation, services,
};
use aws_operation_tests::chunked::data_and_trailer;
use aws_operation_tests::faults::{Answer, FaultServer, Step};
use aws_operation_tests::{ACCESS_KEY, REGION, SECRET_KEY, crc32};
use bytes::Bytes;

use super::{PutObject, client, get, once, s3, stream};

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

#[tokio::test]
async fn bytes_have_a_checksum_in_a_header_and_streams_in_a_trailer() {
    let server = FaultServer::start(vec![Step::answer(&Answer::ok("")); 5]);
    let client = client(&server.endpoint());
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

/// A transport that keeps the requests, with their whole bodies.
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
            assert_eq!(length, Some(body.len() as u64), "the announced length is the sent length");
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
    // The signature of another service contains the hash, so the stream is read twice.
    let config = Config::builder()
        .region(REGION)
        .credentials(Credentials::new(ACCESS_KEY, SECRET_KEY))
        .transport(keep.clone());
    let other = Client::new(&config.build().expect("a config"), services::EXECUTE_API);
    let other = other.with_endpoint_url("https://api.example.com").expect("a URL");
    let twice = ByteStream::from_fn(|| stream(&["hello"])).with_length(5);
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
    client(&server.endpoint())
        .send(get())
        .checksums(Checksums::WhenRequired)
        .await
        .expect("it is read");
    off.send(PutObject::new(once(&[]))).await.expect("it is stored");
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
