//! Objects that are streamed in both directions.

use std::io::Cursor;
use std::path::PathBuf;

use aws_operation::{Blob, ByteStream, Credentials};
use aws_operation_server_tests::s3::*;
use aws_operation_server_tests::{client_as, seaweedfs};
use aws_operation_tests::{ACCESS_KEY, crc32, many_bytes};
use serde_json::json;

use super::{Bucket, read};

/// More than any buffer on the way, and not a multiple of a chunk.
const SIZE: usize = 20 * 1024 * 1024 + 7;

/// A stream that can be sent once.
fn once(bytes: &[u8]) -> ByteStream {
    let length = bytes.len() as u64;
    ByteStream::from_reader(Cursor::new(bytes.to_vec())).with_length(length)
}

/// A file that is removed at the end.
struct TemporaryFile(PathBuf);

impl TemporaryFile {
    fn new(name: &str, bytes: &[u8]) -> Self {
        let name = format!("aws-operation-{}-{name}", std::process::id());
        let path = std::env::temp_dir().join(name);
        std::fs::write(&path, bytes).expect("a file can be written");
        Self(path)
    }
}

impl Drop for TemporaryFile {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

fn put(bucket: &Bucket, key: &str, body: impl Into<ByteStream>) -> PutObject {
    PutObject {
        bucket: bucket.name.clone(),
        key: key.into(),
        body: Some(body.into()),
        ..PutObject::default()
    }
}

fn get(bucket: &Bucket, key: &str) -> GetObject {
    GetObject { bucket: bucket.name.clone(), key: key.into(), ..GetObject::default() }
}

/// The object as boto3 reads it.
fn theirs(bucket: &Bucket, key: &str) -> Blob {
    let theirs = bucket.boto3("get_object", json!({ "Key": key }));
    serde_json::from_value(theirs["Body"].clone()).expect("it is base64")
}

/// Stores a large object, and reads it with boto3 and in chunks.
async fn store_and_read(key: &str, bytes: &[u8], body: ByteStream) {
    let bucket = Bucket::new().await;
    let stored = bucket.send(put(&bucket, key, body)).await;
    let sum = format!("{:x}", md5::compute(bytes));
    assert_eq!(stored.e_tag.as_deref().map(|e_tag| e_tag.trim_matches('"')), Some(&*sum));
    assert!(theirs(&bucket, key) == Blob::from(bytes.to_vec()), "boto3 reads other bytes");

    let got = bucket.send(get(&bucket, key)).await;
    let mut body = got.body;
    assert_eq!(body.length(), Some(bytes.len() as u64));
    let (mut hash, mut chunks) = (md5::Context::new(), 0);
    while let Some(chunk) = body.next().await {
        hash.consume(chunk.expect("the stream is whole"));
        chunks += 1;
    }
    assert_eq!(format!("{:x}", hash.finalize()), sum);
    assert!(chunks > 10, "{chunks} chunks");
}

#[tokio::test]
async fn a_large_file_is_stored_and_read_in_chunks() {
    let bytes = many_bytes(SIZE);
    let file = TemporaryFile::new("large-file", &bytes);
    let body = ByteStream::from_path(&file.0).await.expect("the file can be read");
    store_and_read("from a file", &bytes, body).await;
}

#[tokio::test]
async fn a_large_stream_that_can_be_sent_once_is_stored_and_read_in_chunks() {
    let bytes = many_bytes(SIZE);
    store_and_read("from a stream", &bytes, once(&bytes)).await;
}

#[tokio::test]
async fn an_object_is_written_to_a_file() {
    let bucket = Bucket::new().await;
    let bytes = many_bytes(SIZE);
    bucket.send(put(&bucket, "file", bytes.clone())).await;
    let file = TemporaryFile::new("written", b"");
    let body = bucket.send(get(&bucket, "file")).await.body;
    body.write_to_path(&file.0).await.expect("the stream is whole");
    assert!(std::fs::read(&file.0).expect("it is there") == bytes, "the bytes differ");
}

#[tokio::test]
async fn an_output_is_the_payload_of_another_request() {
    let bucket = Bucket::new().await;
    let bytes = many_bytes(SIZE);
    bucket.send(put(&bucket, "from", once(&bytes))).await;
    let body = bucket.send(get(&bucket, "from")).await.body;
    bucket.send(put(&bucket, "to", body)).await;
    assert!(theirs(&bucket, "to") == Blob::from(bytes), "the bytes differ");
}

#[tokio::test]
async fn an_empty_stream_is_an_empty_object() {
    let bucket = Bucket::new().await;
    bucket.send(put(&bucket, "empty", once(b""))).await;
    assert_eq!(read(bucket.send(get(&bucket, "empty")).await.body).await, &b""[..]);
    assert_eq!(bucket.boto3("head_object", json!({ "Key": "empty" }))["ContentLength"], 0);
}

/// The checksum of an object is that of all of its bytes, so it says nothing about a range.
#[tokio::test]
async fn a_range_of_a_stream_is_read() {
    let bucket = Bucket::new().await;
    let bytes = many_bytes(SIZE);
    bucket.send(put(&bucket, "range", once(&bytes))).await;
    for (range, expected) in [
        ("bytes=5000000-15000000", 5_000_000..15_000_001),
        ("bytes=20971520-", 20_971_520..SIZE),
        ("bytes=-3", SIZE - 3..SIZE),
    ] {
        let part = GetObject { range: Some(range.into()), ..get(&bucket, "range") };
        let part = bucket.send(part).await;
        let content = format!("bytes {}-{}/{SIZE}", expected.start, expected.end - 1);
        assert_eq!(part.content_range, Some(content), "{range}");
        assert!(Some(&*read(part.body).await) == bytes.get(expected), "{range}");
    }
}

#[tokio::test]
async fn a_part_is_a_stream() {
    let bucket = Bucket::new().await;
    let bytes = many_bytes(SIZE);
    let create = CreateMultipartUpload {
        bucket: bucket.name.clone(),
        key: "parts".into(),
        ..CreateMultipartUpload::default()
    };
    let upload_id = bucket.send(create).await.upload_id.expect("an upload has an id");
    let mut parts = Vec::new();
    for (part_number, part) in (1..).zip(bytes.chunks(8 * 1024 * 1024)) {
        let upload = UploadPart {
            bucket: bucket.name.clone(),
            key: "parts".into(),
            upload_id: upload_id.clone(),
            part_number,
            body: Some(once(part)),
            ..UploadPart::default()
        };
        let e_tag = bucket.send(upload).await.e_tag;
        let part_number = Some(part_number);
        parts.push(CompletedPart { e_tag, part_number, ..CompletedPart::default() });
    }
    let complete = CompleteMultipartUpload {
        bucket: bucket.name.clone(),
        key: "parts".into(),
        upload_id,
        multipart_upload: Some(CompletedMultipartUpload { parts: Some(parts) }),
        ..CompleteMultipartUpload::default()
    };
    bucket.send(complete).await;
    assert!(theirs(&bucket, "parts") == Blob::from(bytes.clone()), "boto3 reads other bytes");
    let body = bucket.send(get(&bucket, "parts")).await.body;
    assert!(read(body).await == bytes, "the bytes differ");
}

#[tokio::test]
async fn a_wrong_checksum_is_refused() {
    let bucket = Bucket::new().await;
    let wrong = || Some(crc32(b"other bytes"));
    for body in [ByteStream::from("bytes"), once(b"bytes")] {
        let put = PutObject { checksum_crc32: wrong(), ..put(&bucket, "checked", body) };
        let error = bucket.s3.send(put).await.expect_err("the checksum is wrong");
        assert_eq!(error.code(), Some("BadDigest"), "{error}");
    }
    for body in [ByteStream::from("bytes"), once(b"bytes")] {
        let right = Some(crc32(b"bytes"));
        bucket.send(PutObject { checksum_crc32: right, ..put(&bucket, "checked", body) }).await;
    }
    assert_eq!(theirs(&bucket, "checked"), Blob::from("bytes"));
}

#[tokio::test]
async fn a_stream_with_a_wrong_secret_is_refused() {
    let bucket = Bucket::new().await;
    let wrong = client_as(Credentials::new(ACCESS_KEY, "wrong"), seaweedfs(), S3);
    for body in [once(b"bytes"), once(&many_bytes(SIZE))] {
        let error = wrong.send(put(&bucket, "refused", body)).await.expect_err("it is refused");
        assert_eq!(error.code(), Some("SignatureDoesNotMatch"), "{error}");
        assert_eq!(error.status().map(|status| status.as_u16()), Some(403));
    }
    assert_eq!(bucket.boto3("list_objects_v2", json!({}))["KeyCount"], 0);
}
