//! Uploads with requests that fail.

use std::sync::{Arc, Mutex};

use aws_operation::s3::{self, TransferErrorKind};
use aws_operation::{ByteStream, Retry};

use super::{LENGTH, PART, busy, count, denied, unknown, upload};
use crate::file::TemporaryFile;
use crate::store::{Fault, Reply, Store, client};
use crate::{many_bytes, until};

#[tokio::test]
async fn a_part_that_fails_twice_is_retried() {
    let store = Store::default();
    let server = store.serve();
    let client = client(&server);
    let bytes = many_bytes(LENGTH);
    let file = TemporaryFile::with("retried", &bytes);
    let seen = Arc::new(Mutex::new(Vec::new()));
    for body in [
        ByteStream::from_path(&file.path).await.expect("a file"),
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
        assert_eq!(count(&store.take_names(), "UploadPart 2"), 3);
        // The part that was sent three times is counted once.
        let seen = std::mem::take(&mut *seen.lock().expect("no panic"));
        assert!(seen.windows(2).all(|two| two[0].bytes < two[1].bytes), "{seen:?}");
        assert!(seen.iter().all(|progress| progress.total == total));
        assert_eq!(seen.last().expect("some").bytes, LENGTH as u64);
    }
}

#[tokio::test]
async fn a_part_that_cannot_be_sent_aborts_the_upload() {
    let store = Store::default();
    let server = store.serve();
    store.fail(|request| (request.name() == "UploadPart 2").then(denied));
    let bytes = || ByteStream::from(many_bytes(LENGTH));
    let stream = || unknown(&many_bytes(LENGTH));
    for (body, concurrency) in [(bytes(), 1), (bytes(), 3), (stream(), 1), (stream(), 3)] {
        let upload = upload(&client(&server), body).concurrency(concurrency);
        let error = upload.await.expect_err("it is denied");
        assert_eq!(error.kind(), TransferErrorKind::Call);
        assert_eq!((error.code(), error.part()), (Some("AccessDenied"), Some(2)));
        assert_eq!(error.upload_id(), None);
        let text = error.to_string();
        let start =
            "upload to bucket/key: part 2 (bytes 65536 to 131071): UploadPart: AccessDenied";
        assert!(text.starts_with(start), "{text}");
        assert!(text.ends_with("; the upload was aborted"), "{text}");
        let names = store.take_names();
        assert_eq!(count(&names, "AbortMultipartUpload"), 1);
        // Another part that is in flight may reach the server after the abort.
        if concurrency == 1 {
            assert_eq!(names.last().map(String::as_str), Some("AbortMultipartUpload"));
        }
        assert_eq!((store.uploads(), store.get("key").is_none()), (0, true));
    }
}

#[tokio::test]
async fn the_error_has_the_id_of_an_upload_that_cannot_be_aborted() {
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
    // With a higher concurrency, another part could reach the server after the abort.
    let upload = upload(&client, many_bytes(LENGTH)).concurrency(1).into_future();
    let upload = tokio::spawn(upload);
    until(|| store.uploads() == 1).await;
    until(|| store.take_seen().iter().any(|it| it.name() == "UploadPart 5")).await;
    upload.abort();
    until(|| store.uploads() == 0).await;
    assert_eq!(store.take_names().last().map(String::as_str), Some("AbortMultipartUpload"));
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
async fn the_completion_is_retried_and_an_error_with_status_200_is_an_error() {
    let store = Store::default();
    let server = store.serve();
    let client = client(&server);
    let bytes = many_bytes(LENGTH);
    let late = |code: &str| Fault::Instead(Reply { status: 200, ..Reply::error(500, code) });
    store.fail_first("CompleteMultipartUpload", [late("InternalError"), busy()]);
    upload(&client, bytes.clone()).await.expect("it is stored");
    assert_eq!(count(&store.take_names(), "CompleteMultipartUpload"), 3);

    store.fail_first("CompleteMultipartUpload", [late("InvalidPart")]);
    let error = upload(&client, bytes.clone()).await.expect_err("it is refused");
    assert_eq!(error.code(), Some("InvalidPart"));
    assert!(error.to_string().ends_with("; the upload was aborted"), "{error}");
    assert_eq!(store.uploads(), 0);
}

#[tokio::test]
async fn a_completion_whose_response_was_lost_is_successful() {
    let bytes = many_bytes(LENGTH);
    for ignores_checksums in [false, true] {
        let store = Store::default().ignoring_checksums(ignores_checksums);
        let server = store.serve();
        let client = client(&server);
        // The first attempt has completed the upload. The retry finds no upload, or the object.
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
            let names = store.take_names();
            assert_eq!(count(&names, "CompleteMultipartUpload"), 2);
            assert_eq!(names.last().map(String::as_str), Some("HeadObject"));
        }
        // The response is lost, and the client does not retry.
        store.fail_first("CompleteMultipartUpload", [Fault::Lost]);
        let once = client.clone().with_retry(Retry::off());
        upload(&once, bytes.clone()).await.expect("it is stored");
        // The key has another object.
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
