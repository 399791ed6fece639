//! Uploads: the sources, the requests, and errors of the caller.

mod failures;
mod resumed;

use std::io::Cursor;

use aws_operation::s3::{self, TransferErrorKind, Upload};
use aws_operation::{ByteStream, Checksums, Client};
use aws_operation_tests::{Listed, crc32};
use bytes::Bytes;

use super::file::TemporaryFile;
use super::many_bytes;
use super::store::{Fault, Reply, Request, Store, client};

/// The size of the parts of the tests.
const PART: u64 = 64 * 1024;

/// The length of an object with five parts.
const LENGTH: usize = 300_000;

fn upload(client: &Client, body: impl Into<ByteStream>) -> Upload {
    s3::upload(client, "bucket", "key", body).any_part_size(PART).concurrency(3)
}

/// A stream that can be read once, of unknown length.
fn unknown(bytes: &Bytes) -> ByteStream {
    ByteStream::from_reader(Cursor::new(bytes.clone()))
}

fn busy() -> Fault {
    Fault::Instead(Reply::error(503, "SlowDown"))
}

fn denied() -> Fault {
    Fault::Instead(Reply::error(403, "AccessDenied"))
}

fn count(names: &[String], name: &str) -> usize {
    names.iter().filter(|found| found.starts_with(name)).count()
}

#[tokio::test]
async fn all_sources_are_sent_in_parts() {
    let store = Store::default();
    let server = store.serve();
    let client = client(&server);
    let bytes = many_bytes(LENGTH);
    let file = TemporaryFile::with("all-sources", &bytes);
    let length = LENGTH as u64;
    for (what, body) in [
        ("bytes", bytes.clone().into()),
        ("file", ByteStream::from_path(&file.path).await.expect("a file")),
        ("once", unknown(&bytes).with_length(length)),
        ("unknown", unknown(&bytes)),
    ] {
        let done = upload(&client, body).content_type("video/mp4").metadata("a", "b");
        let done = done.await.expect(what);
        let object = store.get("key").expect("it is stored");
        assert!(object.body == bytes, "{what}: the bytes differ");
        assert_eq!((done.bytes, done.parts), (length, 5), "{what}");
        assert_eq!(done.e_tag.as_deref(), Some(&*object.e_tag), "{what}");
        assert_eq!(done.version_id.as_deref(), Some("v1"), "{what}");
        assert_eq!(done.checksum_crc32, Some(crc32(&bytes)), "{what}");
        assert_eq!(object.headers["content-type"], "video/mp4");
        assert_eq!(object.headers["x-amz-meta-a"], "b");
        assert_eq!(object.headers["x-amz-checksum-crc32"], crc32(&bytes), "{what}");
        assert_eq!(count(&store.take_names(), "UploadPart"), 5, "{what}");
    }
    assert_eq!(store.uploads(), 0);
}

#[tokio::test]
async fn a_body_that_fits_in_one_part_is_sent_in_one_request() {
    let store = Store::default();
    let server = store.serve();
    let client = client(&server);
    for length in [0, 1, PART as usize] {
        let bytes = many_bytes(length);
        let file = TemporaryFile::with("one-request", &bytes);
        for (what, body) in [
            ("bytes", bytes.clone().into()),
            ("file", ByteStream::from_path(&file.path).await.expect("a file")),
            ("once", unknown(&bytes).with_length(length as u64)),
            ("unknown", unknown(&bytes)),
        ] {
            let done = upload(&client, body).metadata("a", "b").await.expect(what);
            let object = store.get("key").expect("it is stored");
            assert!(object.body == bytes, "{what}");
            assert_eq!(object.headers["x-amz-checksum-crc32"], crc32(&bytes), "{what}");
            assert_eq!((done.bytes, done.parts), (length as u64, 0), "{what}");
            assert_eq!(done.checksum_crc32, Some(crc32(&bytes)), "{what}");
            assert_eq!(store.take_names(), ["PutObject"], "{what} {length}");
        }
    }
}

#[tokio::test]
async fn checksums_can_be_switched_off() {
    let store = Store::default().ignoring_checksums(true);
    let server = store.serve();
    let client = client(&server);
    let bytes = many_bytes(LENGTH);
    let file = TemporaryFile::with("no-checksums", &bytes);
    for body in [bytes.clone().into(), ByteStream::from_path(&file.path).await.expect("a file")] {
        let done = upload(&client, body).checksums(Checksums::WhenRequired).await.expect("stored");
        assert_eq!(done.checksum_crc32, None);
        for request in store.take_seen() {
            let names: Vec<_> = request
                .headers
                .keys()
                .filter(|name| {
                    name.contains("checksum") || *name == "x-amz-trailer" || name.contains("-mp-")
                })
                .collect();
            assert!(names.is_empty(), "{}: {names:?}", request.name());
        }
    }
    // A server may ignore checksums.
    upload(&client, bytes.clone()).await.expect("it is stored");
    assert!(store.get("key").expect("it is stored").body == bytes);
}

#[tokio::test]
async fn headers_are_sent_with_the_requests_they_apply_to() {
    let store = Store::default();
    let server = store.serve();
    let client = client(&server);
    let key = "x-amz-server-side-encryption-customer-key";
    let upload = upload(&client, many_bytes(LENGTH))
        .header("X-Amz-Storage-Class", "STANDARD_IA")
        .header("x-amz-expected-bucket-owner", "111122223333")
        .header(key, "0123456789abcdef0123456789abcdef")
        .if_none_match("*");
    upload.await.expect("it is stored");
    let each = [key, "x-amz-expected-bucket-owner"];
    for request in store.take_seen() {
        let has = |name: &str| request.header(name).is_some();
        let name = request.name();
        assert!(each.into_iter().all(has), "{name}");
        assert_eq!(has("x-amz-storage-class"), name.starts_with("Create"), "{name}");
        assert_eq!(has("if-none-match"), name.starts_with("Complete"), "{name}");
    }
    let error = s3::upload(&client, "bucket", "key", "x").header("Content-MD5", "x");
    let error = error.await.expect_err("it is refused");
    assert_eq!(error.kind(), TransferErrorKind::Invalid);
    assert!(error.to_string().contains("`content-md5`"), "{error}");
    assert!(store.take_names().is_empty());
}

#[tokio::test]
async fn wrong_settings_are_errors_before_anything_is_sent() {
    let store = Store::default();
    let server = store.serve();
    let client = client(&server);
    for (upload, expected) in [
        (s3::upload(&client, "bucket", "key", "x").part_size(1), "use 5242880 (5 MiB)"),
        (
            s3::upload(&client, "bucket", "key", unknown(&Bytes::new()).with_length(1 << 60)),
            "S3 allows 10000 parts",
        ),
    ] {
        let error = upload.await.expect_err("it is refused");
        assert!(error.to_string().starts_with("upload to bucket/key: "), "{error}");
        assert!(error.to_string().contains(expected), "{error}");
        assert_eq!(error.kind(), TransferErrorKind::Invalid);
    }
    assert!(store.take_names().is_empty());
}

#[tokio::test]
async fn a_condition_that_fails_is_an_error() {
    let store = Store::default();
    let server = store.serve();
    let client = client(&server);
    store.put("key", "before");
    for body in [many_bytes(LENGTH), many_bytes(5)] {
        let error = upload(&client, body).if_none_match("*").await.expect_err("it exists");
        assert_eq!(error.code(), Some("PreconditionFailed"));
        assert_eq!(store.get("key").expect("it is there").body, "before");
        assert_eq!(store.uploads(), 0);
    }
    // The response is lost, so the request is retried. The object of the first attempt exists then.
    store.fail_first("PutObject", [Fault::Lost]);
    let new = s3::upload(&client, "bucket", "new", "new").if_none_match("*");
    assert_eq!(new.await.expect("it is stored").e_tag, store.get("new").map(|it| it.e_tag));
}

#[tokio::test]
async fn a_file_that_changes_is_an_error() {
    let store = Store::default();
    let server = store.serve();
    let client = client(&server);
    let bytes = many_bytes(LENGTH);
    type Change = fn(&std::path::Path);
    let changes: [Change; 3] = [
        |path| {
            std::fs::OpenOptions::new()
                .write(true)
                .open(path)
                .expect("a file")
                .set_len(1)
                .expect("a file")
        },
        |path| std::fs::write(path, many_bytes(LENGTH + 1)).expect("a file"),
        |path| std::fs::remove_file(path).expect("a file"),
    ];
    for change in changes {
        let file = TemporaryFile::with("changes", &bytes);
        let body = ByteStream::from_path(&file.path).await.expect("a file");
        let path = file.path.clone();
        store.fail(move |request: &Request| {
            if request.name() == "UploadPart 1" {
                change(&path);
            }
            None
        });
        let error = upload(&client, body).concurrency(1).await.expect_err("it changed");
        assert!(error.to_string().ends_with("; the upload was aborted"), "{error}");
        assert_eq!((store.uploads(), store.get("key").is_none()), (0, true));
    }
}

#[tokio::test]
async fn a_stream_that_fails_aborts_the_upload() {
    let store = Store::default();
    let server = store.serve();
    let chunk = || Ok(many_bytes(PART as usize - 1));
    let failure = Err(std::io::Error::other("the disk failed"));
    let chunks: Listed<_> = [chunk(), chunk(), chunk(), failure].into_iter().collect();
    let body = ByteStream::from_stream(chunks).with_length(LENGTH as u64);
    let error = upload(&client(&server), body).await.expect_err("it fails");
    assert_eq!(error.kind(), TransferErrorKind::Source);
    assert!(error.to_string().contains("the disk failed"), "{error}");
    assert_eq!(store.uploads(), 0);
    let seen = store.take_names();
    assert_eq!(
        (count(&seen, "CreateMultipartUpload"), count(&seen, "AbortMultipartUpload")),
        (1, 1)
    );
}
