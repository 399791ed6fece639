//! Uploads that are resumed.

use aws_operation::{ByteStream, Checksums};

use super::{LENGTH, PART, count, denied, unknown, upload};
use crate::file::TemporaryFile;
use crate::many_bytes;
use crate::store::{Store, client};

#[tokio::test]
async fn a_resumed_upload_sends_the_missing_parts() {
    let store = Store::default();
    let server = store.serve();
    let client = client(&server);
    let bytes = many_bytes(LENGTH);
    let file = TemporaryFile::with("resumed", &bytes);
    // With the checksums of the parts, and with their MD5 alone.
    for checksums in [Checksums::WhenSupported, Checksums::WhenRequired] {
        for is_file in [true, false] {
            let body = async || match is_file {
                true => ByteStream::from_path(&file.path).await.expect("a file"),
                false => unknown(&bytes),
            };
            let upload = |body| upload(&client, body).checksums(checksums).concurrency(1);
            store.fail(|request| (request.name() == "UploadPart 4").then(denied));
            let error = upload(body().await).resumable().await.expect_err("it is denied");
            let id = error.upload_id().expect("it is kept").to_owned();
            assert!(error.to_string().contains("continue it with `resume`"), "{error}");
            assert_eq!(count(&store.take_names(), "AbortMultipartUpload"), 0);

            store.recover();
            let done = upload(body().await).resume(&id).await.expect("it is stored");
            assert_eq!(done.parts, 5);
            assert!(store.get("key").expect("it is stored").body == bytes);
            let names = store.take_names();
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
async fn a_resumed_upload_replaces_parts_with_other_bytes() {
    let store = Store::default();
    let server = store.serve();
    let client = client(&server);
    store.fail(|request| (request.name() == "UploadPart 4").then(denied));
    let before = upload(&client, many_bytes(LENGTH)).concurrency(1).resumable();
    let id = before.await.expect_err("denied").upload_id().expect("it is kept").to_owned();
    store.recover();
    store.take_seen();
    // The first byte of the second part is changed.
    let mut other = many_bytes(LENGTH).to_vec();
    other[PART as usize] ^= 1;
    upload(&client, other.clone()).concurrency(1).resume(id).await.expect("it is stored");
    assert!(store.get("key").expect("it is stored").body == other);
    let names = store.take_names();
    let sent: Vec<_> = names.iter().filter(|name| name.starts_with("UploadPart")).collect();
    assert_eq!(sent, ["UploadPart 2", "UploadPart 4", "UploadPart 5"]);
}
