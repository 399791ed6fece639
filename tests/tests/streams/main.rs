//! Payloads that are streams.

mod checksums;
mod downloads;
mod uploads;

use std::time::Duration;

use aws_operation::{
    ByteStream, Client, Config, ConfigBuilder, Credentials, Timeouts, aws_operation, aws_output,
    services,
};
use aws_operation_tests::{ACCESS_KEY, Listed, REGION, SECRET_KEY};
use bytes::Bytes;

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

/// A client of S3 at this endpoint, with a short timeout for stalled streams.
fn s3(endpoint: &str, change: impl FnOnce(ConfigBuilder) -> ConfigBuilder) -> Client {
    let config = Config::builder()
        .region(REGION)
        .credentials(Credentials::new(ACCESS_KEY, SECRET_KEY))
        .endpoint_url(endpoint)
        .timeouts(Timeouts::default().stalled_stream(Duration::from_millis(300)));
    Client::new(&change(config).build().expect("a config"), services::S3)
}

fn client(endpoint: &str) -> Client {
    s3(endpoint, |config| config)
}

fn get() -> GetObject {
    GetObject { key: "a".into() }
}

/// A payload of these chunks, which can be sent once.
fn once(chunks: &'static [&'static str]) -> ByteStream {
    let length = chunks.iter().map(|chunk| chunk.len() as u64).sum();
    ByteStream::from_stream(stream(chunks)).with_length(length)
}

fn stream(
    chunks: &'static [&'static str],
) -> impl futures_core::Stream<Item = std::io::Result<Bytes>> + Send {
    chunks.iter().map(|chunk| Ok(Bytes::from_static(chunk.as_bytes()))).collect::<Listed<_>>()
}
