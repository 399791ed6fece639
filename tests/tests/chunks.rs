//! Properties of streams that are sent in chunks: however a program splits a body, the server decodes
//! the same bytes, checksum and signatures. The decoder shares no code with the encoder.

use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use aws_operation::{
    Body, ByteStream, Client, Config, Credentials, SleepFuture, Timer, Transport, TransportError,
    TransportFuture, aws_operation, aws_output, services,
};
use aws_operation_tests::chunked::{decode, verify};
use aws_operation_tests::{ACCESS_KEY, Listed, SECRET_KEY, crc32, many_bytes};
use bytes::Bytes;
use proptest::prelude::*;

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
    #[header("x-amz-sdk-checksum-algorithm")]
    checksum_algorithm: Option<String>,
    #[payload]
    body: ByteStream,
}

#[aws_output]
#[derive(Debug)]
struct PutObjectOutput {}

/// Keeps what is sent, with its whole body.
#[derive(Clone, Default)]
struct Keep(Arc<Mutex<Vec<http::Request<Bytes>>>>);

impl Transport for Keep {
    fn send(&self, request: http::Request<Body>) -> TransportFuture<'_> {
        Box::pin(async move {
            let (head, body) = request.into_parts();
            let length = body.length();
            let body = body.collect(usize::MAX).await;
            let body = body.map_err(|error| TransportError::other(error.to_string()))?;
            assert_eq!(length, Some(body.len() as u64), "what is announced is what is sent");
            self.0.lock().expect("no panic").push(http::Request::from_parts(head, body));
            Ok(http::Response::new(Body::empty()))
        })
    }
}

/// A clock that stands still, so that signatures can be compared.
struct Still;

impl Timer for Still {
    fn now(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(1_234_567_890)
    }

    fn elapsed(&self) -> Duration {
        Duration::ZERO
    }

    fn sleep(&self, _: Duration) -> SleepFuture {
        Box::pin(std::future::pending())
    }
}

/// The request of an upload whose source produces chunks with these lengths.
fn sent(endpoint: &str, lengths: &[usize], algorithm: Option<&str>) -> http::Request<Bytes> {
    let total: usize = lengths.iter().sum();
    let mut left = Bytes::from(many_bytes(total));
    let chunks = lengths.iter().map(|length| std::io::Result::Ok(left.split_to(*length)));
    let chunks = chunks.collect::<Listed<_>>();
    let body = ByteStream::from_stream(chunks).with_length(total as u64);
    let keep = Keep::default();
    let config = Config::builder()
        .region("us-east-1")
        .credentials(Credentials::new(ACCESS_KEY, SECRET_KEY))
        .endpoint_url(endpoint)
        .timer(Still)
        .transport(keep.clone());
    let client = Client::new(&config.build().expect("it is whole"), services::S3);
    let algorithm = algorithm.map(str::to_owned);
    let put = PutObject { key: "a/b".into(), checksum_algorithm: algorithm, body };
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    runtime.block_on(client.send(put)).expect("it is stored");
    keep.0.lock().expect("no panic").pop().expect("it is sent")
}

/// Lengths on both sides of the size of a chunk and of its multiples, and others.
fn lengths() -> impl Strategy<Value = Vec<usize>> {
    let near = (0..3_usize, 0..5_usize)
        .prop_map(|(times, more)| (times * 65_536 + more).saturating_sub(2));
    prop::collection::vec(prop_oneof![near, 0..100_usize, 0..150_000_usize], 0..6)
}

const ALGORITHMS: [(&str, &str); 10] = [
    ("CRC32", "x-amz-checksum-crc32"),
    ("CRC32C", "x-amz-checksum-crc32c"),
    ("CRC64NVME", "x-amz-checksum-crc64nvme"),
    ("SHA1", "x-amz-checksum-sha1"),
    ("SHA256", "x-amz-checksum-sha256"),
    ("SHA512", "x-amz-checksum-sha512"),
    ("MD5", "x-amz-checksum-md5"),
    ("XXHASH64", "x-amz-checksum-xxhash64"),
    ("XXHASH3", "x-amz-checksum-xxhash3"),
    ("XXHASH128", "x-amz-checksum-xxhash128"),
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_split_gives_the_same_bytes_checksum_and_signatures(
        lengths in lengths(),
        is_https: bool,
        algorithm in prop::sample::select(ALGORITHMS.to_vec()),
    ) {
        let endpoint = if is_https { "https://s3.example.com" } else { "http://127.0.0.1:9" };
        let (name, header) = algorithm;
        let total: usize = lengths.iter().sum();
        let split = sent(endpoint, &lengths, Some(name));
        let whole = sent(endpoint, &[total], Some(name));
        prop_assert!(split.body() == whole.body(), "{lengths:?} differs from one chunk");
        let value = |name: &str| {
            split.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
        };
        prop_assert_eq!(value("authorization"), whole.headers()["authorization"].to_str().unwrap());
        prop_assert_eq!(value("x-amz-trailer"), header);
        prop_assert_eq!(value("x-amz-decoded-content-length"), total.to_string());
        let decoded = match is_https {
            true => decode(split.body()),
            false => verify(split.body(), value("authorization"), value("x-amz-date"), SECRET_KEY),
        };
        let decoded = decoded.map_err(TestCaseError::fail)?;
        let data = many_bytes(total);
        prop_assert!(decoded.data == data, "{lengths:?}: the bytes differ");
        let [(found, checksum)] = decoded.trailer.as_slice() else {
            return Err(TestCaseError::fail(format!("{:?}", decoded.trailer)));
        };
        prop_assert_eq!(found, header);
        if name == "CRC32" {
            prop_assert_eq!(checksum, &crc32(&data));
        }
        // All chunks but the last are full.
        let sizes: Vec<_> = data.chunks(64 * 1024).map(<[u8]>::len).collect();
        prop_assert_eq!(decoded.chunks, sizes);
    }
}

#[test]
fn verify_finds_any_change() {
    let request = sent("http://127.0.0.1:9", &[70_000], None);
    let value = |name: &str| request.headers()[name].to_str().expect("text");
    let check = |body: &[u8]| verify(body, value("authorization"), value("x-amz-date"), SECRET_KEY);
    let body = request.body();
    check(body).expect("it is right");
    for at in (0..body.len()).step_by(997).chain(body.len() - 200..body.len()) {
        let mut changed = body.to_vec();
        changed[at] ^= 1;
        assert!(check(&changed).is_err(), "byte {at} of {}", body.len());
    }
}
