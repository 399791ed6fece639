//! Any response with a stream: what is read to its end without an error is what was sent, of the length
//! and with the checksum that the response says.
#![no_main]

use std::sync::Mutex;

use arbitrary::Arbitrary;
use aws_operation::{
    Body, ByteStream, Client, Config, Credentials, Retry, Timeouts, Transport, TransportFuture,
    aws_operation, aws_output, services,
};
use aws_operation_fuzz::chunks::{AnyStream, finish};
use aws_operation_fuzz::line;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderName, HeaderValue};
use libfuzzer_sys::fuzz_target;
use sha2::{Digest as _, Sha256};

#[aws_operation(
    protocol = "restXml",
    method = "GET",
    uri = "/object",
    http_checksum(response),
    output = Object
)]
struct GetObject {}

#[aws_output]
struct Object {
    #[payload]
    body: ByteStream,
}

#[derive(Debug, Arbitrary)]
struct Input<'a> {
    status: u16,
    stream: AnyStream<'a>,
    length: Length<'a>,
    checksum: Checksum<'a>,
    headers: Vec<(Name, &'a [u8])>,
}

#[derive(Debug, Arbitrary)]
enum Length<'a> {
    None,
    Right,
    Number(u64),
    Any(&'a [u8]),
}

#[derive(Debug, Arbitrary)]
enum Checksum<'a> {
    None,
    Right,
    /// In base64.
    Digest([u8; 32]),
    Any(&'a [u8]),
}

/// Other headers that have to do with bodies and checksums.
#[derive(Debug, Clone, Copy, Arbitrary)]
enum Name {
    Crc32,
    Sha1,
    Sha512,
    Type,
    Md5,
    Encoding,
    Range,
    ETag,
}

impl Name {
    fn header(self) -> HeaderName {
        HeaderName::from_static(match self {
            Self::Crc32 => "x-amz-checksum-crc32",
            Self::Sha1 => "x-amz-checksum-sha1",
            Self::Sha512 => "x-amz-checksum-sha512",
            Self::Type => "x-amz-checksum-type",
            Self::Md5 => "content-md5",
            Self::Encoding => "content-encoding",
            Self::Range => "content-range",
            Self::ETag => "etag",
        })
    }
}

/// Answers once.
struct Once(Mutex<Option<http::Response<Body>>>);

impl Transport for Once {
    fn send(&self, _: http::Request<Body>) -> TransportFuture<'_> {
        let response = self.0.lock().expect("no panic").take().expect("one attempt");
        Box::pin(std::future::ready(Ok(response)))
    }
}

fuzz_target!(|input: Input<'_>| {
    let bytes = input.stream.bytes();
    let Ok(mut response) = http::Response::builder()
        .status(input.status)
        .body(Body::stream(input.stream.open(), None))
    else {
        return;
    };
    let is_whole_object = response.status().as_u16() == 200;
    let hash = STANDARD.encode(Sha256::digest(&bytes));
    let checksum = match &input.checksum {
        Checksum::None => None,
        Checksum::Right => HeaderValue::try_from(&hash).ok(),
        Checksum::Digest(digest) => HeaderValue::try_from(STANDARD.encode(digest)).ok(),
        Checksum::Any(any) => HeaderValue::from_bytes(any).ok(),
    };
    let length = match &input.length {
        Length::None => None,
        Length::Right => Some(bytes.len().into()),
        Length::Number(number) => Some((*number).into()),
        Length::Any(any) => HeaderValue::from_bytes(any).ok(),
    };
    let headers = response.headers_mut();
    for (name, value) in &input.headers {
        HeaderValue::from_bytes(value).ok().map(|value| headers.append(name.header(), value));
    }
    let sha256 = checksum.clone();
    checksum.map(|value| headers.insert("x-amz-checksum-sha256", value));
    length.clone().map(|value| headers.insert("content-length", value));
    let config = Config::builder()
        .region("us-east-1")
        .credentials(Credentials::new("AKIDEXAMPLE", "secret"))
        .endpoint_url("https://example.com")
        .retry(Retry::off())
        .timeouts(Timeouts::none())
        .transport(Once(Mutex::new(Some(response))));
    let client = Client::new(&config.build().expect("it is whole"), services::S3);
    let body = match finish(client.send(GetObject {})) {
        Ok(object) => object.body,
        Err(error) => return line::check("GetObject", &error.to_string()),
    };
    let read = match finish(body.collect(usize::MAX)) {
        Ok(read) => read,
        Err(error) => {
            let text = error.to_string();
            assert!(!text.contains('\n') && !text.is_empty(), "{text:?}");
            return;
        }
    };
    assert!(!input.stream.fails(), "an error was lost");
    assert_eq!(read, bytes);
    let length = length.and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    assert!(length.is_none_or(|length| length == bytes.len()), "another length: {length:?}");
    // The first of several algorithms counts, and those of CRC come before.
    let others = input.headers.iter().any(|(name, _)| matches!(name, Name::Crc32 | Name::Sha1));
    let is_digest = |value: &HeaderValue| value.to_str().is_ok_and(|text| text.len() == hash.len());
    if let Some(sha256) = sha256.filter(|value| is_whole_object && !others && is_digest(value)) {
        assert_eq!(sha256, hash, "another checksum");
    }
});
