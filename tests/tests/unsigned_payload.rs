//! Operations whose signatures exclude the body (Smithy `unsignedPayload`).

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use aws_operation::{
    Body, ByteStream, Client, Config, Credentials, Retry, Service, Transport, TransportFuture,
    aws_operation, services,
};
use bytes::Bytes;

#[aws_operation(method = "POST", uri = "/orders", unsigned_payload)]
struct PutOrder {
    #[payload]
    body: Bytes,
}

#[aws_operation(method = "POST", uri = "/orders")]
struct PutSignedOrder {
    #[payload]
    body: Bytes,
}

#[aws_operation(method = "POST", uri = "/orders", unsigned_payload)]
struct StreamOrder {
    #[payload]
    body: ByteStream,
}

#[aws_operation(
    protocol = "restXml",
    method = "POST",
    uri = "/WriteGetObjectResponse",
    unsigned_payload
)]
struct WriteGetObjectResponse {
    #[payload]
    body: Bytes,
}

/// Keeps the hash of the body in each request.
#[derive(Clone, Default)]
struct Hashes(Arc<Mutex<Vec<Option<String>>>>);

impl Transport for Hashes {
    fn send(&self, request: http::Request<Body>) -> TransportFuture<'_> {
        let hash = request.headers().get("x-amz-content-sha256");
        let hash = hash.map(|hash| hash.to_str().expect("text").to_owned());
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(hash);
        Box::pin(std::future::ready(Ok(http::Response::new(Body::empty()))))
    }
}

impl Hashes {
    fn client(&self, service: Service, url: &str) -> Client {
        let config = Config::builder()
            .region("eu-west-1")
            .credentials(Credentials::new("AKIDEXAMPLE", "secret"))
            .retry(Retry::off())
            .transport(self.clone())
            .endpoint_url(url)
            .build();
        Client::new(&config.expect("a configuration"), service)
    }

    fn taken(&self) -> Option<String> {
        let mut hashes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let hash = hashes.pop().expect("a request");
        assert!(hashes.is_empty(), "more than one request");
        hash
    }
}

const HELLO: Bytes = Bytes::from_static(b"hello");
const SHA256_OF_HELLO: &str = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
const UNSIGNED: Option<&str> = Some("UNSIGNED-PAYLOAD");

#[tokio::test]
async fn the_signature_excludes_the_body_over_tls_only() {
    let hashes = Hashes::default();
    for (url, unsigned, of_s3) in [
        ("https://orders.example.com", UNSIGNED, UNSIGNED),
        ("http://localhost:1", None, Some(SHA256_OF_HELLO)),
    ] {
        let client = hashes.client(services::EXECUTE_API, url);
        client.send(PutOrder { body: HELLO }).await.expect("an answer");
        assert_eq!(hashes.taken().as_deref(), unsigned, "{url}");
        // Other operations of the service are not affected.
        client.send(PutSignedOrder { body: HELLO }).await.expect("an answer");
        assert_eq!(hashes.taken(), None, "{url}");

        let s3 = hashes.client(services::S3, url);
        s3.send(WriteGetObjectResponse { body: HELLO }).await.expect("an answer");
        assert_eq!(hashes.taken().as_deref(), of_s3, "{url}");
    }
}

#[tokio::test]
async fn a_stream_that_can_be_read_once_needs_no_hash_over_tls() {
    let hashes = Hashes::default();
    let order = || StreamOrder { body: ByteStream::from_reader(&b"hello"[..]).with_length(5) };
    let client = hashes.client(services::EXECUTE_API, "https://orders.example.com");
    client.send(order()).await.expect("an answer");
    assert_eq!(hashes.taken().as_deref(), UNSIGNED);

    let client = hashes.client(services::EXECUTE_API, "http://localhost:1");
    let error = client.send(order()).await.expect_err("the signature covers it").to_string();
    assert!(error.contains("its signature needs the hash of all its bytes"), "{error}");
}

/// The same URL whatever the body is, unless the signature covers it.
#[tokio::test]
async fn a_presigned_url_excludes_the_body_over_tls_only() {
    struct Fixed;
    impl aws_operation::Timer for Fixed {
        fn now(&self) -> std::time::SystemTime {
            std::time::SystemTime::UNIX_EPOCH + Duration::from_secs(1_440_938_160)
        }

        fn elapsed(&self) -> Duration {
            Duration::ZERO
        }

        fn sleep(&self, _: Duration) -> aws_operation::SleepFuture {
            Box::pin(std::future::pending())
        }
    }
    for (url, is_same) in [("https://orders.example.com", true), ("http://localhost:1", false)] {
        let config = Config::builder()
            .region("eu-west-1")
            .credentials(Credentials::new("AKIDEXAMPLE", "secret"))
            .transport(Hashes::default())
            .timer(Fixed)
            .endpoint_url(url)
            .build();
        let client = Client::new(&config.expect("a configuration"), services::EXECUTE_API);
        let minute = Duration::from_secs(60);
        let one = client.presign(PutOrder { body: HELLO }, minute).await.expect("signed");
        let body = Bytes::from_static(b"another");
        let other = client.presign(PutOrder { body }, minute).await.expect("signed");
        assert_eq!(one.url() == other.url(), is_same, "{url}");
    }
}
