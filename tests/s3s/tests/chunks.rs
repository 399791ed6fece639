//! Streams that s3s accepts. It verifies the signatures and checksums of all chunks: the last test shows
//! that it refuses changed streams.

use aws_operation::{
    ByteStream, Checksums, Client, Config, Credentials, Retry, aws_operation, aws_output, services,
};
use aws_operation_s3s_tests::Server;
use aws_operation_tests::chunked::Upload;
use aws_operation_tests::{ACCESS_KEY, REGION, SECRET_KEY, crc32, many_bytes};

const BUCKET: &str = "pets";
const TRAILER: &str = "x-amz-checksum-crc32";

#[aws_operation(
    protocol = "restXml",
    method = "PUT",
    uri = "/pets/{Key+}",
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
struct PutObjectOutput {
    #[header("x-amz-checksum-sha256")]
    sha256: Option<String>,
}

#[aws_operation(
    protocol = "restXml",
    method = "GET",
    uri = "/pets/{Key+}",
    rename_all = "PascalCase",
    http_checksum(response),
    output = GetObjectOutput
)]
struct GetObject {
    key: String,
}

#[aws_output]
#[derive(Debug)]
struct GetObjectOutput {
    #[payload]
    body: ByteStream,
}

async fn server() -> Server {
    Server::start(BUCKET, ACCESS_KEY, SECRET_KEY).await
}

fn client(server: &Server, secret: &str) -> Client {
    let config = Config::builder()
        .region(REGION)
        .credentials(Credentials::new(ACCESS_KEY, secret))
        .endpoint_url(server.endpoint())
        .retry(Retry::off());
    Client::new(&config.build().expect("it is whole"), services::S3)
}

fn put(key: &str, algorithm: Option<&str>, bytes: &[u8]) -> PutObject {
    let length = bytes.len() as u64;
    let body = ByteStream::from_reader(std::io::Cursor::new(bytes.to_vec())).with_length(length);
    PutObject { key: key.into(), checksum_algorithm: algorithm.map(str::to_owned), body }
}

#[tokio::test]
async fn streams_are_stored_with_signed_chunks_and_trailers() {
    let server = server().await;
    let client = client(&server, SECRET_KEY);
    for algorithm in ["CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256"] {
        for length in [0, 1, 65_535, 65_536, 65_537, 300_000] {
            let (key, bytes) = (format!("{algorithm}-{length}"), many_bytes(length));
            let stored = client.send(put(&key, Some(algorithm), &bytes)).await;
            let stored = stored.unwrap_or_else(|error| panic!("{key}: {error}"));
            assert_eq!(
                stored.sha256.is_some(),
                algorithm == "SHA256",
                "{key}: the trailer is lost"
            );
            let file = std::fs::read(server.folder().join(BUCKET).join(&key)).expect("a file");
            assert!(file == bytes, "{key}: the bytes of the file differ");
            let got = client.send(GetObject { key: key.clone() }).await;
            let body = got.unwrap_or_else(|error| panic!("{key}: {error}")).body;
            let body = body.collect(usize::MAX).await.unwrap_or_else(|e| panic!("{key}: {e}"));
            assert!(body == bytes, "{key}: the bytes differ");
        }
    }
    // Signed chunks without a trailer.
    for length in [0, 65_536, 300_000] {
        let (key, bytes) = (format!("plain-{length}"), many_bytes(length));
        let call = client.send(put(&key, None, &bytes)).checksums(Checksums::WhenRequired);
        call.await.unwrap_or_else(|error| panic!("{key}: {error}"));
        let file = std::fs::read(server.folder().join(BUCKET).join(&key)).expect("a file");
        assert!(file == bytes, "{key}: the bytes of the file differ");
    }
}

#[tokio::test]
async fn a_stream_with_a_wrong_secret_is_refused() {
    let server = server().await;
    let wrong = client(&server, "wrong");
    let error = wrong.send(put("refused", None, &many_bytes(100_000))).await.expect_err("refused");
    assert_eq!(error.code(), Some("SignatureDoesNotMatch"), "{error}");
    assert!(!server.folder().join(BUCKET).join("refused").exists());
}

#[tokio::test]
async fn a_changed_request_is_refused() {
    let server = server().await;
    let data = many_bytes(20_000);
    let (right, wrong) = (crc32(&data), crc32(b"other bytes"));
    let http = reqwest::Client::builder().no_proxy().build().expect("a client");
    let chunk_at = |body: &[u8], number: usize| {
        let mut all = body.windows(16).enumerate().filter(|(_, part)| part == b"chunk-signature=");
        all.nth(number).map(|(at, _)| at + 16).expect("a chunk")
    };
    let trailer_at = |body: &[u8]| {
        let name = b"x-amz-trailer-signature:";
        let found = body.windows(name.len()).position(|part| part == name);
        found.expect("a signed trailer") + name.len()
    };
    type Change<'a> = &'a dyn Fn(&mut Vec<u8>);
    let nothing: Change<'_> = &|_| {};
    let data_of_a_chunk: Change<'_> = &|body| body[10_000] ^= 1;
    let signature: Change<'_> = &|body| {
        let at = chunk_at(body, 1);
        body[at] = if body[at] == b'0' { b'1' } else { b'0' };
    };
    let signature_of_the_trailer: Change<'_> = &|body| {
        let at = trailer_at(body);
        body[at] = if body[at] == b'0' { b'1' } else { b'0' };
    };
    let value_in_the_trailer: Change<'_> = &|body| {
        let at = trailer_at(body) - b"x-amz-trailer-signature:".len() - b"AAAAAA==\r\n".len();
        body[at] = if body[at] == b'A' { b'B' } else { b'A' };
    };
    // (what was changed, whether the chunks are signed, the checksum, the change, the error's code)
    for (what, is_signed, checksum, change, code) in [
        ("nothing", true, &right, nothing, None),
        ("nothing, unsigned", false, &right, nothing, None),
        ("the data of a chunk", true, &right, data_of_a_chunk, Some("InternalError")),
        ("the data of a chunk, unsigned", false, &right, data_of_a_chunk, Some("BadDigest")),
        ("the signature of a chunk", true, &right, signature, Some("InternalError")),
        (
            "the signature of the trailer",
            true,
            &right,
            signature_of_the_trailer,
            Some("InternalError"),
        ),
        ("the value in the trailer", true, &right, value_in_the_trailer, Some("InternalError")),
        ("the checksum before it was signed", true, &wrong, nothing, Some("BadDigest")),
        ("the checksum, unsigned", false, &wrong, nothing, Some("BadDigest")),
    ] {
        let url = format!("{}/{BUCKET}/changed", server.endpoint());
        let trailer = Some((TRAILER, checksum.as_str()));
        let upload = Upload { url: &url, data: &data, chunk: 8 * 1024, is_signed, trailer };
        let mut request = upload.request();
        let headers = request.headers_mut();
        // Without this header, s3s computes no checksum.
        headers.insert("x-amz-sdk-checksum-algorithm", http::HeaderValue::from_static("CRC32"));
        change(request.body_mut());
        let request = request.try_into().expect("a request");
        let answer = http.execute(request).await.expect("it is answered");
        let status = answer.status();
        let text = answer.text().await.expect("it is text");
        let found = text.split_once("<Code>").and_then(|(_, rest)| rest.split_once("</Code>"));
        assert_eq!(found.map(|(code, _)| code), code, "{what}: {status} {text}");
        // s3s verifies signatures before it writes the file, and checksums afterwards.
        let file = server.folder().join(BUCKET).join("changed");
        assert_eq!(file.exists(), code != Some("InternalError"), "{what}");
        let _ = std::fs::remove_file(file);
    }
}
