//! Uploads.

use std::io::Cursor;
use std::sync::{Arc, Mutex};

use aws_operation::s3::{self, TransferErrorKind, Upload};
use aws_operation::{ByteStream, Checksums, Client, Retry};
use aws_operation_tests::crc32;
use bytes::Bytes;

use super::store::{Fault, Reply, Request, Store, TemporaryFile, client, many_bytes, until};

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
        ("file", ByteStream::from_path(&file.0).await.expect("a file")),
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
        assert_eq!(count(&store.names(), "UploadPart"), 5, "{what}");
    }
    assert_eq!(store.uploads(), 0);
}

#[tokio::test]
async fn what_is_not_longer_than_a_part_is_sent_in_one_request() {
    let store = Store::default();
    let server = store.serve();
    let client = client(&server);
    for length in [0, 1, PART as usize] {
        let bytes = many_bytes(length);
        let file = TemporaryFile::with("one-request", &bytes);
        for (what, body) in [
            ("bytes", bytes.clone().into()),
            ("file", ByteStream::from_path(&file.0).await.expect("a file")),
            ("once", unknown(&bytes).with_length(length as u64)),
            ("unknown", unknown(&bytes)),
        ] {
            let done = upload(&client, body).metadata("a", "b").await.expect(what);
            let object = store.get("key").expect("it is stored");
            assert!(object.body == bytes, "{what}");
            assert_eq!(object.headers["x-amz-checksum-crc32"], crc32(&bytes), "{what}");
            assert_eq!((done.bytes, done.parts), (length as u64, 0), "{what}");
            assert_eq!(done.checksum_crc32, Some(crc32(&bytes)), "{what}");
            assert_eq!(store.names(), ["PutObject"], "{what} {length}");
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
    for body in [bytes.clone().into(), ByteStream::from_path(&file.0).await.expect("a file")] {
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
    assert!(store.names().is_empty());
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
    assert!(store.names().is_empty());
}

#[tokio::test]
async fn a_part_that_fails_for_a_while_is_sent_again() {
    let store = Store::default();
    let server = store.serve();
    let client = client(&server);
    let bytes = many_bytes(LENGTH);
    let file = TemporaryFile::with("retried", &bytes);
    let seen = Arc::new(Mutex::new(Vec::new()));
    for body in [
        ByteStream::from_path(&file.0).await.expect("a file"),
        bytes.clone().into(),
        unknown(&bytes),
    ] {
        let total = body.length();
        store.fail_first("UploadPart 2", [busy(), Fault::Lost]);
        let report = Arc::clone(&seen);
        let done = upload(&client, body).on_progress(move |progress| {
            report.lock().expect("no panic").push(progress);
        });
        done.await.expect("it is stored");
        assert!(store.get("key").expect("it is stored").body == bytes);
        assert_eq!(count(&store.names(), "UploadPart 2"), 3);
        // The part that was sent three times is counted once.
        let seen = std::mem::take(&mut *seen.lock().expect("no panic"));
        assert!(seen.windows(2).all(|two| two[0].bytes < two[1].bytes), "{seen:?}");
        assert!(seen.iter().all(|progress| progress.total == total));
        assert_eq!(seen.last().expect("some").bytes, LENGTH as u64);
    }
}

#[tokio::test]
async fn a_part_that_fails_for_good_aborts_the_upload() {
    let store = Store::default();
    let server = store.serve();
    store.fail(|request| (request.name() == "UploadPart 2").then(denied));
    for body in [many_bytes(LENGTH).into(), unknown(&many_bytes(LENGTH))] {
        let error = upload(&client(&server), body).await.expect_err("it is denied");
        assert_eq!(error.kind(), TransferErrorKind::Call);
        assert_eq!((error.code(), error.part()), (Some("AccessDenied"), Some(2)));
        assert_eq!(error.upload_id(), None);
        let text = error.to_string();
        let start =
            "upload to bucket/key: part 2 (bytes 65536 to 131071): UploadPart: AccessDenied";
        assert!(text.starts_with(start), "{text}");
        assert!(text.ends_with("; the upload was aborted"), "{text}");
        let names = store.names();
        assert_eq!(count(&names, "AbortMultipartUpload"), 1);
        assert_eq!(names.last().map(String::as_str), Some("AbortMultipartUpload"));
        assert_eq!((store.uploads(), store.get("key").is_none()), (0, true));
    }
}

#[tokio::test]
async fn an_upload_that_cannot_be_aborted_is_named() {
    let store = Store::default();
    let server = store.serve();
    store.fail(|request| match request.name().as_str() {
        "UploadPart 2" | "AbortMultipartUpload" => Some(denied()),
        _ => None,
    });
    let error = upload(&client(&server), many_bytes(LENGTH)).await.expect_err("it is denied");
    assert_eq!(error.upload_id(), Some("upload+1/="));
    let text = error.to_string();
    assert!(
        text.contains("the upload \"upload+1/=\" could not be aborted, and its parts are stored"),
        "{text}"
    );
    assert!(text.contains("AbortMultipartUpload: AccessDenied"), "{text}");
}

#[tokio::test]
async fn a_dropped_upload_is_aborted() {
    let store = Store::default();
    let server = store.serve();
    let client = client(&server);
    store.fail(|request| (request.name() == "UploadPart 5").then_some(Fault::Never));
    let upload = upload(&client, many_bytes(LENGTH)).into_future();
    let upload = tokio::spawn(upload);
    until(|| store.uploads() == 1).await;
    until(|| store.take_seen().iter().any(|it| it.name() == "UploadPart 5")).await;
    upload.abort();
    until(|| store.uploads() == 0).await;
    assert_eq!(store.names().last().map(String::as_str), Some("AbortMultipartUpload"));
}

#[tokio::test]
async fn a_resumed_upload_sends_only_what_is_missing() {
    let store = Store::default();
    let server = store.serve();
    let client = client(&server);
    let bytes = many_bytes(LENGTH);
    let file = TemporaryFile::with("resumed", &bytes);
    // With the checksums of the parts, and with their MD5 alone.
    for checksums in [Checksums::WhenSupported, Checksums::WhenRequired] {
        for is_file in [true, false] {
            let body = async || match is_file {
                true => ByteStream::from_path(&file.0).await.expect("a file"),
                false => unknown(&bytes),
            };
            let upload = |body| upload(&client, body).checksums(checksums).concurrency(1);
            store.fail(|request| (request.name() == "UploadPart 4").then(denied));
            let error = upload(body().await).resumable().await.expect_err("it is denied");
            let id = error.upload_id().expect("it is kept").to_owned();
            assert!(error.to_string().contains("continue it with `resume`"), "{error}");
            assert_eq!(count(&store.names(), "AbortMultipartUpload"), 0);

            store.well();
            let done = upload(body().await).resume(&id).await.expect("it is stored");
            assert_eq!(done.parts, 5);
            assert!(store.get("key").expect("it is stored").body == bytes);
            let names = store.names();
            let expected = [
                "ListParts",
                "ListParts",
                "UploadPart 4",
                "UploadPart 5",
                "CompleteMultipartUpload",
            ];
            assert_eq!(names, expected, "{checksums:?}");
            assert_eq!(store.uploads(), 0);

            let gone = upload(body().await).resume(&id).await.expect_err("it is gone");
            assert_eq!(gone.code(), Some("NoSuchUpload"));
            assert!(gone.to_string().contains("begin a new upload"), "{gone}");
            store.take_seen();
        }
    }
}

#[tokio::test]
async fn parts_with_other_bytes_are_sent_again() {
    let store = Store::default();
    let server = store.serve();
    let client = client(&server);
    store.fail(|request| (request.name() == "UploadPart 4").then(denied));
    let before = upload(&client, many_bytes(LENGTH)).concurrency(1).resumable();
    let id = before.await.expect_err("denied").upload_id().expect("it is kept").to_owned();
    store.well();
    store.take_seen();
    // The first byte of the second part is changed.
    let mut other = many_bytes(LENGTH).to_vec();
    other[PART as usize] ^= 1;
    upload(&client, other.clone()).concurrency(1).resume(id).await.expect("it is stored");
    assert!(store.get("key").expect("it is stored").body == other);
    let names = store.names();
    let sent: Vec<_> = names.iter().filter(|name| name.starts_with("UploadPart")).collect();
    assert_eq!(sent, ["UploadPart 2", "UploadPart 4", "UploadPart 5"]);
}

#[tokio::test]
async fn a_wrong_checksum_is_an_error() {
    let store = Store::default();
    let server = store.serve();
    let client = client(&server);
    for (name, part) in [("UploadPart 3", Some(3)), ("CompleteMultipartUpload", None)] {
        let wrong = Reply::new(200)
            .header("ETag", "\"x\"")
            .header("x-amz-checksum-crc32", "AAAAAA==")
            .body("<C><ETag>x</ETag><ChecksumCRC32>AAAAAA==</ChecksumCRC32></C>");
        store.fail_first(name, [Fault::Afterwards(wrong)]);
        let error = upload(&client, many_bytes(LENGTH)).await.expect_err("it is wrong");
        assert_eq!((error.kind(), error.part()), (TransferErrorKind::Corrupt, part), "{error}");
        assert!(
            error.to_string().contains("its CRC32 checksum on the server is AAAAAA=="),
            "{error}"
        );
        assert_eq!(error.to_string().contains("the object exists: delete it"), part.is_none());
        assert_eq!(store.uploads(), 0);
    }
}

#[tokio::test]
async fn the_completion_is_retried_and_its_late_errors_are_errors() {
    let store = Store::default();
    let server = store.serve();
    let client = client(&server);
    let bytes = many_bytes(LENGTH);
    let late = |code: &str| Fault::Instead(Reply { status: 200, ..Reply::error(500, code) });
    store.fail_first("CompleteMultipartUpload", [late("InternalError"), busy()]);
    upload(&client, bytes.clone()).await.expect("it is stored");
    assert_eq!(count(&store.names(), "CompleteMultipartUpload"), 3);

    store.fail_first("CompleteMultipartUpload", [late("InvalidPart")]);
    let error = upload(&client, bytes.clone()).await.expect_err("it is refused");
    assert_eq!(error.code(), Some("InvalidPart"));
    assert!(error.to_string().ends_with("; the upload was aborted"), "{error}");
    assert_eq!(store.uploads(), 0);
}

#[tokio::test]
async fn a_completion_whose_response_was_lost_is_found() {
    let bytes = many_bytes(LENGTH);
    for ignores_checksums in [false, true] {
        let store = Store::default().ignoring_checksums(ignores_checksums);
        let server = store.serve();
        let client = client(&server);
        // The retry finds no upload, or its own object.
        for is_conditional in [false, true] {
            store.fail_first("CompleteMultipartUpload", [Fault::Lost]);
            let mut upload =
                s3::upload(&client, "bucket", is_conditional.to_string(), bytes.clone())
                    .any_part_size(PART);
            if is_conditional {
                upload = upload.if_none_match("*");
            }
            let done = upload.await.expect("it is stored");
            assert_eq!(done.parts, 5);
            let names = store.names();
            assert_eq!(count(&names, "CompleteMultipartUpload"), 2);
            assert_eq!(names.last().map(String::as_str), Some("HeadObject"));
        }
        // All responses are lost, and the client does not retry.
        store.fail_first("CompleteMultipartUpload", [Fault::Lost]);
        let once = client.clone().with_retry(Retry::off());
        upload(&once, bytes.clone()).await.expect("it is stored");
        // Another object is there.
        store.put("other", "other");
        store.fail_first(
            "CompleteMultipartUpload",
            [busy(), Fault::Instead(Reply::error(404, "NoSuchUpload"))],
        );
        let error = s3::upload(&client, "bucket", "other", bytes.clone()).any_part_size(PART);
        let error = error.await.expect_err("it is not there");
        assert!(error.to_string().contains("may have completed the upload"), "{error}");
    }
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
    // The retry of a request that was carried out.
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
        let body = ByteStream::from_path(&file.0).await.expect("a file");
        let path = file.0.clone();
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
async fn a_stream_that_breaks_aborts_the_upload() {
    let store = Store::default();
    let server = store.serve();
    let body = ByteStream::from_stream(Breaks(3)).with_length(LENGTH as u64);
    let error = upload(&client(&server), body).await.expect_err("it breaks");
    assert_eq!(error.kind(), TransferErrorKind::Source);
    assert!(error.to_string().contains("the disk is on fire"), "{error}");
    assert_eq!(store.uploads(), 0);
    let seen = store.names();
    assert_eq!(
        (count(&seen, "CreateMultipartUpload"), count(&seen, "AbortMultipartUpload")),
        (1, 1)
    );
}

/// Chunks, and then an error.
struct Breaks(usize);

impl futures_core::Stream for Breaks {
    type Item = std::io::Result<Bytes>;

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        let left = self.0;
        self.0 = left.saturating_sub(1);
        std::task::Poll::Ready(Some(match left {
            0 => Err(std::io::Error::other("the disk is on fire")),
            _ => Ok(many_bytes(PART as usize - 1)),
        }))
    }
}
