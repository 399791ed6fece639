//! Objects that are uploaded and downloaded in parts.

use std::io::Cursor;
use std::path::PathBuf;

use aws_operation::s3::{self, Upload};
use aws_operation::{ByteStream, Checksums};
use aws_operation_server_tests::s3::*;
use aws_operation_tests::{Listed, many_bytes};
use serde_json::json;

use super::{Bucket, read};

const MIB: usize = 1024 * 1024;

/// A folder that is removed at the end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let name = format!("aws-operation-{}-transfers-{name}", std::process::id());
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path).expect("a folder");
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// An upload in parts of 5 MiB.
fn upload(bucket: &Bucket, key: &str, body: impl Into<ByteStream>) -> Upload {
    s3::upload(&bucket.s3, &bucket.name, key, body).part_size(5 * MIB as u64)
}

/// The ETag that S3 gives to an object of parts of 5 MiB.
fn e_tag_of_parts(bytes: &[u8]) -> String {
    let parts = bytes.chunks(5 * MIB);
    let count = parts.len();
    let sums: Vec<u8> = parts.flat_map(|part| md5::compute(part).0).collect();
    format!("\"{:x}-{count}\"", md5::compute(sums))
}

/// The uploads that were neither completed nor aborted.
fn unfinished(bucket: &Bucket) -> usize {
    let theirs = bucket.boto3("list_multipart_uploads", json!({}));
    theirs.get("Uploads").and_then(|uploads| uploads.as_array()).map_or(0, Vec::len)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_goes_up_and_down_in_parts() {
    let bucket = Bucket::new().await;
    let bytes = many_bytes(40 * MIB + 7);
    let folder = Folder::new("file");
    let (source, target) = (folder.0.join("source"), folder.0.join("target"));
    std::fs::write(&source, &bytes).expect("a file");
    let key = "films/ä b+c.bin";
    let body = ByteStream::from_path(&source).await.expect("a file");
    let done = upload(&bucket, key, body).content_type("video/mp4").metadata("a", "b").await;
    let done = done.unwrap_or_else(|error| panic!("{error}"));
    assert_eq!((done.parts, done.bytes), (9, bytes.len() as u64));
    assert_eq!(done.e_tag, Some(e_tag_of_parts(&bytes)));
    let head = bucket.boto3("head_object", json!({ "Key": key }));
    assert_eq!(head["ContentLength"], json!(bytes.len()));
    assert_eq!(head["ContentType"], "video/mp4");
    assert_eq!(head["Metadata"], json!({ "a": "b" }));

    let download = s3::download(&bucket.s3, &bucket.name, key).part_size(3 * MIB as u64);
    let done = download.to_path(&target).await.unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(done.bytes, bytes.len() as u64);
    assert!(std::fs::read(&target).expect("a file") == bytes, "the bytes differ");
    let stream = s3::download(&bucket.s3, &bucket.name, key).stream().await.expect("it is there");
    assert!(read(stream).await == bytes, "the bytes differ");
    let range = 5_000_000..15_000_000;
    let part = s3::download(&bucket.s3, &bucket.name, key).range(range.start..range.end);
    part.to_path(&target).await.unwrap_or_else(|error| panic!("{error}"));
    let range = range.start as usize..range.end as usize;
    assert!(std::fs::read(&target).expect("a file") == bytes[range], "the bytes differ");
    assert_eq!(unfinished(&bucket), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_of_unknown_length_goes_up() {
    let bucket = Bucket::new().await;
    for (length, parts) in [(0, 0), (5, 0), (5 * MIB, 0), (5 * MIB + 1, 2), (12 * MIB, 3)] {
        for checksums in [Checksums::WhenSupported, Checksums::WhenRequired] {
            let bytes = many_bytes(length);
            let body = ByteStream::from_reader(Cursor::new(bytes.clone()));
            let done = upload(&bucket, "unknown", body).checksums(checksums).await;
            let done = done.unwrap_or_else(|error| panic!("{error}"));
            assert_eq!((done.bytes, done.parts), (length as u64, parts));
            let stream = s3::download(&bucket.s3, &bucket.name, "unknown").stream().await;
            let stream = stream.unwrap_or_else(|error| panic!("{error}"));
            assert!(read(stream).await == bytes, "{length}: the bytes differ");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_that_fails_leaves_nothing_and_a_resumable_one_is_resumed() {
    let bucket = Bucket::new().await;
    let bytes = many_bytes(12 * MIB);
    let wrong = || {
        let chunks = bytes.chunks(MIB).take(11).map(|chunk| Ok(chunk.to_vec()));
        let broken = [Err(std::io::Error::other("the disk is on fire"))];
        ByteStream::from_stream(chunks.chain(broken).collect::<Listed<_>>())
    };
    let error = upload(&bucket, "broken", wrong()).await.expect_err("it breaks");
    assert!(error.to_string().ends_with("; the upload was aborted"), "{error}");
    assert_eq!(unfinished(&bucket), 0);

    let error = upload(&bucket, "broken", wrong()).resumable().await.expect_err("it breaks");
    assert_eq!(unfinished(&bucket), 1);
    let id = error.upload_id().expect("it is kept");
    let body = ByteStream::from(bytes.clone());
    let done = upload(&bucket, "broken", body).resume(id).await;
    let done = done.unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(done.e_tag, Some(e_tag_of_parts(&bytes)));
    assert_eq!(unfinished(&bucket), 0);
    let get =
        GetObject { bucket: bucket.name.clone(), key: "broken".into(), ..GetObject::default() };
    assert!(read(bucket.send(get).await.body).await == bytes, "the bytes differ");
}

#[tokio::test(flavor = "multi_thread")]
async fn conditions_hold_for_objects_in_parts() {
    let bucket = Bucket::new().await;
    for length in [5, 6 * MIB] {
        let bytes = many_bytes(length);
        let key = format!("once-{length}");
        let first = upload(&bucket, &key, bytes.clone()).if_none_match("*").await;
        let e_tag = first.unwrap_or_else(|error| panic!("{error}")).e_tag.expect("an ETag");
        let again = upload(&bucket, &key, "other").if_none_match("*").await.expect_err("it exists");
        assert_eq!(again.code(), Some("PreconditionFailed"), "{again}");
        upload(&bucket, &key, bytes)
            .if_match(&e_tag)
            .await
            .unwrap_or_else(|error| panic!("{error}"));
    }
    assert_eq!(unfinished(&bucket), 0);
}
