//! Downloads: files, streams and ranges.

mod checksums;
mod continued;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use aws_operation::Client;
use aws_operation::s3::{self, Download, TransferErrorKind};
use aws_operation_tests::crc32;
use bytes::Bytes;

use super::file::TemporaryFile;
use super::store::{Fault, Store, client};
use super::{many_bytes, until};

/// The size of the parts of the tests.
const PART: u64 = 64 * 1024;

/// The length of an object with five parts.
const LENGTH: usize = 300_000;

fn download(client: &Client) -> Download {
    s3::download(client, "bucket", "key").part_size(PART).concurrency(3)
}

fn stored(bytes: &Bytes) -> Store {
    let store = Store::default();
    store.put("key", bytes.clone());
    store
}

async fn read(download: Download) -> Result<Bytes, aws_operation::BodyError> {
    download.stream().await.expect("it is there").collect(usize::MAX).await
}

#[tokio::test]
async fn an_object_is_written_to_a_file_in_parts() {
    let bytes = many_bytes(LENGTH);
    let store = Store::default();
    let headers = BTreeMap::from(
        [
            ("content-type", "video/mp4"),
            ("x-amz-meta-a", "b"),
            ("x-amz-checksum-crc32", &crc32(&bytes)),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned())),
    );
    store.put_with("key", bytes.clone(), headers);
    let server = store.serve();
    let file = TemporaryFile::with("down", b"before");
    let seen = Arc::new(Mutex::new(Vec::new()));
    let report = Arc::clone(&seen);
    let download = download(&client(&server)).on_progress(move |progress| {
        report.lock().expect("no panic").push(progress);
    });
    let done = download.to_path(&file.path).await.expect("it is there");
    assert!(file.read() == bytes, "the bytes differ");
    assert_eq!(file.names(), ["film.mp4"]);
    assert_eq!(done.bytes, LENGTH as u64);
    assert_eq!(done.e_tag, store.get("key").map(|object| object.e_tag));
    assert_eq!(done.content_type.as_deref(), Some("video/mp4"));
    assert_eq!(done.metadata, BTreeMap::from([("a".to_owned(), "b".to_owned())]));
    assert_eq!(done.checksum_algorithm, Some("CRC32"));
    // The response to the first request has the first part.
    let mut names = store.take_names();
    names.sort();
    let expected = [
        "GetObject ",
        "GetObject bytes=131072-196607",
        "GetObject bytes=196608-262143",
        "GetObject bytes=262144-299999",
        "GetObject bytes=65536-131071",
    ];
    assert_eq!(names, expected);
    let seen = seen.lock().expect("no panic");
    assert!(seen.windows(2).all(|two| two[0].bytes < two[1].bytes));
    assert!(seen.iter().all(|progress| progress.total == Some(LENGTH as u64)));
    assert_eq!(seen.last().expect("some").bytes, LENGTH as u64);
}

#[tokio::test]
async fn small_objects_take_one_request() {
    for length in [0, 1, PART as usize] {
        let bytes = many_bytes(length);
        let store = stored(&bytes);
        let server = store.serve();
        let client = client(&server);
        let file = TemporaryFile::new("small");
        let done = download(&client).to_path(&file.path).await.expect("it is there");
        assert_eq!((file.read(), done.bytes), (bytes.to_vec(), length as u64));
        assert_eq!(done.checksum_algorithm, Some("CRC32"));
        assert_eq!(read(download(&client)).await.expect("it is complete"), bytes);
        assert_eq!(store.take_names(), ["GetObject ", "GetObject "]);
    }
}

#[tokio::test]
async fn an_object_is_read_from_a_server_that_ignores_ranges() {
    let bytes = many_bytes(LENGTH);
    let store = stored(&bytes).ignoring_ranges(true);
    let server = store.serve();
    let client = client(&server);
    let file = TemporaryFile::new("ignores");
    store.fail_first("GetObject ", [Fault::Cut(1000)]);
    let done = download(&client).to_path(&file.path).await.expect("it is there");
    assert!(file.read() == bytes, "the bytes differ");
    assert_eq!(done.checksum_algorithm, Some("CRC32"));
    assert_eq!(store.take_names().len(), 2);
    let middle = read(download(&client).range(1000..2000)).await.expect("it is there");
    assert_eq!(middle, bytes.slice(1000..2000));
}

#[tokio::test]
async fn ranges_are_read() {
    let bytes = many_bytes(LENGTH);
    let store = stored(&bytes);
    let server = store.serve();
    let client = client(&server);
    let file = TemporaryFile::new("ranges");
    for range in [0..1, 5..200_000, 200_000..LENGTH, 299_999..LENGTH] {
        let wanted = range.start as u64..range.end as u64;
        let got = read(download(&client).range(wanted.clone())).await.expect("it is there");
        assert!(got == bytes.slice(range.clone()), "{range:?}");
        let done = download(&client).range(wanted).to_path(&file.path).await.expect("it is there");
        assert!(file.read() == bytes.slice(range.clone()), "{range:?}");
        assert_eq!((done.bytes, done.checksum_algorithm), (range.len() as u64, None));
    }
    let end = read(download(&client).range(299_000..)).await.expect("it is there");
    assert_eq!(end, bytes.slice(299_000..));
    let beyond = read(download(&client).range(299_000..=1 << 40)).await.expect("it is there");
    assert_eq!(beyond, bytes.slice(299_000..));
    let whole = read(download(&client).range(..)).await.expect("it is there");
    assert!(whole == bytes);

    let error = download(&client).range(300_000..).stream().await.expect_err("nothing is there");
    assert_eq!(error.code(), Some("InvalidRange"));
    let text = "the range begins at byte 300000, which is not before the end of the object";
    assert!(error.to_string().contains(text), "{error}");
    store.take_seen();
    let error = download(&client).range(5..5).stream().await.expect_err("nothing is there");
    assert!(error.to_string().contains("the range from byte 5 to 5 has no bytes"), "{error}");
    assert!(store.take_names().is_empty());
}

#[tokio::test]
async fn errors_name_the_object() {
    let store = Store::default();
    let server = store.serve();
    let client = client(&server);
    let error = download(&client).stream().await.expect_err("it is not there");
    assert_eq!(error.code(), Some("NoSuchKey"));
    assert!(
        error.to_string().starts_with("download of bucket/key: GetObject: NoSuchKey"),
        "{error}"
    );
    store.put("key", "hello");
    let error = download(&client).to_path("/no/such/folder/film.mp4").await.expect_err("no folder");
    assert_eq!(error.kind(), TransferErrorKind::Target);
    assert!(error.to_string().contains("/no/such/folder/film.mp4 cannot be written"), "{error}");
}

#[tokio::test]
async fn a_range_after_the_end_is_an_error_if_the_server_ignores_ranges() {
    let store = stored(&many_bytes(5)).ignoring_ranges(true);
    let server = store.serve();
    let error = download(&client(&server)).range(5..).stream().await.expect_err("it is not there");
    let text = "the range begins at byte 5, but the object has only 5 bytes";
    assert!(error.to_string().contains(text), "{error}");
}

#[cfg(unix)]
#[tokio::test]
async fn a_device_is_written_without_a_temporary_file() {
    let store = stored(&many_bytes(LENGTH));
    let server = store.serve();
    let done = download(&client(&server)).to_path("/dev/null").await.expect("it is written");
    assert_eq!((done.bytes, done.checksum_algorithm), (LENGTH as u64, Some("CRC32")));
    assert_eq!(store.take_names().len(), 1);
}

#[tokio::test]
async fn a_dropped_download_leaves_no_file() {
    let store = stored(&many_bytes(LENGTH));
    let server = store.serve();
    let client = client(&server);
    let file = TemporaryFile::new("dropped");
    store.fail(|request| request.name().contains("131072").then_some(Fault::Never));
    let path = file.path.clone();
    let running = tokio::spawn(async move { download(&client).to_path(path).await });
    until(|| store.take_names().iter().any(|name| name.contains("131072"))).await;
    assert_eq!(file.names().len(), 1);
    running.abort();
    assert!(running.await.expect_err("it is cancelled").is_cancelled());
    assert!(file.names().is_empty(), "{:?}", file.names());
}
