//! A transport of the program itself streams in both directions, and the client checks what it returns.

use aws_operation::{
    Body, BodyError, ByteStream, Client, Transport, TransportError, TransportFuture,
};
use aws_operation_tests::chunked::verify;
use aws_operation_tests::faults::calls::config;
use aws_operation_tests::faults::objects::{Load, Store, s3};
use aws_operation_tests::{Listed, SECRET_KEY, crc32};
use bytes::Bytes;
use tokio::io::AsyncReadExt as _;

const LENGTH: u64 = 10 << 20;

/// Answers a GET with pieces and these headers, and reads a PUT piece by piece.
struct Own {
    pieces: &'static [&'static str],
    headers: Vec<(&'static str, String)>,
}

impl Transport for Own {
    fn send(&self, request: http::Request<Body>) -> TransportFuture<'_> {
        Box::pin(async move {
            if request.method() == http::Method::PUT {
                return stored(request).await;
            }
            let pieces = self.pieces.iter().map(|piece| Bytes::from_static(piece.as_bytes()));
            let pieces: Listed<_> = pieces.map(Ok::<_, BodyError>).collect();
            let body = Body::stream(pieces, None);
            let mut response = http::Response::builder();
            for (name, value) in &self.headers {
                response = response.header(*name, value);
            }
            response.body(body).map_err(|error| TransportError::other(error.to_string()))
        })
    }
}

async fn stored(request: http::Request<Body>) -> Result<http::Response<Body>, TransportError> {
    let (head, mut body) = request.into_parts();
    let (mut bytes, mut pieces) = (Vec::new(), 0);
    while let Some(piece) = body.next().await {
        bytes.extend_from_slice(&piece.map_err(|error| TransportError::other(error.to_string()))?);
        pieces += 1;
    }
    assert!(pieces > 100, "{pieces} pieces");
    let text = |name: &str| head.headers[name].to_str().expect("text");
    let decoded = verify(&bytes, text("authorization"), text("x-amz-date"), SECRET_KEY);
    let decoded = decoded.expect("it is signed").data;
    assert!(decoded.len() as u64 == LENGTH && decoded.iter().all(|byte| *byte == 7));
    Ok(http::Response::new(Body::empty()))
}

fn client(pieces: &'static [&'static str], headers: &[(&'static str, &str)]) -> Client {
    let headers = headers.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
    s3(config("http://127.0.0.1:9").transport(Own { pieces, headers }))
}

#[tokio::test]
async fn a_request_is_read_in_pieces() {
    let body = ByteStream::from_reader(tokio::io::repeat(7).take(LENGTH)).with_length(LENGTH);
    let stored = client(&[], &[]).send(Store { key: "a".into(), body }).await;
    stored.expect("it is stored");
}

#[tokio::test]
async fn a_response_is_read_in_pieces_and_checked() {
    let pieces = &["hel", "", "lo"];
    let (right, wrong) = (crc32(b"hello"), crc32(b"other"));
    for (headers, said) in [
        (&[][..], None),
        (&[("content-length", "5"), ("x-amz-checksum-crc32", &*right)], None),
        (&[("content-length", "6")], Some("ended after 5 bytes; its announced length is 6")),
        (&[("content-length", "4")], Some("more than 4 bytes")),
        (&[("x-amz-checksum-crc32", &*wrong)], Some("its CRC32 checksum is")),
    ] {
        let loaded = client(pieces, headers).send(Load { key: "a".into() }).await;
        let body = loaded.expect("a head").body.collect(100).await;
        match said {
            None => assert_eq!(body.expect("it is whole"), &b"hello"[..]),
            Some(said) => {
                let error = body.expect_err(said).to_string();
                assert!(error.contains(said), "{error}");
            }
        }
    }
}
