//! Downloads.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use aws_operation::s3::{self, Download, TransferErrorKind};
use aws_operation::{Checksums, Client, Retry, Timeouts, services};
use aws_operation_tests::crc32;
use bytes::Bytes;

use super::store::{Fault, Reply, Store, TemporaryFile, client, config, many_bytes, until};

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
    let done = download.to_path(&file.0).await.expect("it is there");
    assert!(file.read() == bytes, "the bytes differ");
    assert_eq!(file.siblings(), ["film.mp4"]);
    assert_eq!(done.bytes, LENGTH as u64);
    assert_eq!(done.e_tag, store.get("key").map(|object| object.e_tag));
    assert_eq!(done.content_type.as_deref(), Some("video/mp4"));
    assert_eq!(done.metadata, BTreeMap::from([("a".to_owned(), "b".to_owned())]));
    assert_eq!(done.checksum_algorithm, Some("CRC32"));
    // The first request is also the first part.
    let mut names = store.names();
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
        let done = download(&client).to_path(&file.0).await.expect("it is there");
        assert_eq!((file.read(), done.bytes), (bytes.to_vec(), length as u64));
        assert_eq!(done.checksum_algorithm, Some("CRC32"));
        assert_eq!(read(download(&client)).await.expect("it is whole"), bytes);
        assert_eq!(store.names(), ["GetObject ", "GetObject "]);
    }
}

#[tokio::test]
async fn a_cut_body_is_continued_where_it_was_cut() {
    let bytes = many_bytes(LENGTH);
    let store = stored(&bytes);
    let server = store.serve();
    let client = client(&server);
    let timeouts = Timeouts::default().stalled_stream(Duration::from_millis(500));
    let impatient = config().endpoint_url(server.endpoint()).timeouts(timeouts).build();
    let impatient = Client::new(&impatient.expect("it is whole"), services::S3);
    for at in [0, 1, 1000, 100_000, LENGTH - 1] {
        for (fault, client) in [(Fault::Cut(at), &client), (Fault::Stall(at), &impatient)] {
            store.fail_first("GetObject ", [fault.clone()]);
            assert!(read(download(client)).await.expect("it is continued") == bytes, "{fault:?}");
            let seen = store.take_seen();
            let names: Vec<_> = seen.iter().map(|request| request.name()).collect();
            let last = LENGTH - 1;
            assert_eq!(names, ["GetObject ".to_owned(), format!("GetObject bytes={at}-{last}")]);
            let e_tag = store.get("key").map(|object| object.e_tag);
            assert_eq!(seen[1].header("if-match"), e_tag.as_deref());
        }
    }
    // Each part of a file.
    let file = TemporaryFile::new("cut");
    let mut cuts = 0;
    store.fail(move |request| {
        cuts += 1;
        (cuts <= 12).then_some(Fault::Cut(5 + request.name().len()))
    });
    let done = download(&client).to_path(&file.0).await.expect("it is continued");
    assert!(file.read() == bytes, "the bytes differ");
    assert_eq!(done.checksum_algorithm, Some("CRC32"));
    assert_eq!(store.names().len(), 5 + 12);
}

#[tokio::test]
async fn a_body_that_breaks_again_and_again_is_an_error() {
    let bytes = many_bytes(LENGTH);
    let store = stored(&bytes);
    let server = store.serve();
    let client = client(&server);
    // Each attempt brings one byte, so it goes on.
    let mut breaks = 0;
    store.fail(move |_| {
        breaks += 1;
        (breaks <= 20).then_some(Fault::Cut(1))
    });
    assert!(read(download(&client)).await.expect("it is continued") == bytes);

    store.take_seen();
    store.fail(|_| Some(Fault::Cut(0)));
    let error = read(download(&client)).await.expect_err("it breaks");
    assert!(error.to_string().contains("it broke 3 times in a row at byte 0"), "{error}");
    assert!(error.to_string().starts_with("download of bucket/key: "), "{error}");
    assert_eq!(store.names().len(), 3);
    let file = TemporaryFile::with("breaks", b"before");
    let error = download(&client).to_path(&file.0).await.expect_err("it breaks");
    assert_eq!(error.kind(), TransferErrorKind::Body);
    assert!(error.part().is_some(), "{error}");
    assert_eq!((file.read(), file.siblings()), (b"before".to_vec(), vec!["film.mp4".to_owned()]));

    store.take_seen();
    let once = client.clone().with_retry(Retry::off());
    let error = read(download(&once)).await.expect_err("it breaks");
    assert!(error.to_string().contains("the client does not retry"), "{error}");
    assert_eq!(store.names().len(), 1);
}

#[tokio::test]
async fn an_object_that_was_replaced_is_an_error() {
    let bytes = many_bytes(LENGTH);
    let store = stored(&bytes);
    for ignores_ranges in [false, true] {
        let store = store.clone().ignoring_ranges(ignores_ranges);
        let server = store.serve();
        let client = client(&server);
        store.put("key", bytes.clone());
        store.fail_first("GetObject ", [Fault::Cut(1000)]);
        let stream = download(&client).stream().await.expect("it is there");
        store.put("key", many_bytes(LENGTH + 1));
        let error = stream.collect(usize::MAX).await.expect_err("it was replaced");
        assert!(error.to_string().contains("the object was replaced while"), "{error}");
    }
    let server = store.serve();
    let client = client(&server);
    let file = TemporaryFile::new("replaced");
    store.put("key", bytes.clone());
    store.fail(|request| {
        let is_third = request.name().contains("131072");
        is_third.then(|| Fault::Instead(Reply::error(412, "PreconditionFailed")))
    });
    let error = download(&client).to_path(&file.0).await.expect_err("it was replaced");
    assert_eq!((error.kind(), error.part()), (TransferErrorKind::Replaced, Some(3)), "{error}");
    assert_eq!(error.code(), Some("PreconditionFailed"));
    assert!(file.siblings().is_empty());
    // The program's own condition.
    store.well();
    let error = download(&client).if_match("\"x\"").to_path(&file.0).await.expect_err("another");
    assert_eq!((error.kind(), error.code()), (TransferErrorKind::Call, Some("PreconditionFailed")));
}

#[tokio::test]
async fn an_object_is_read_from_a_server_that_ignores_ranges() {
    let bytes = many_bytes(LENGTH);
    let store = stored(&bytes).ignoring_ranges(true);
    let server = store.serve();
    let client = client(&server);
    let file = TemporaryFile::new("ignores");
    store.fail_first("GetObject ", [Fault::Cut(1000)]);
    let done = download(&client).to_path(&file.0).await.expect("it is there");
    assert!(file.read() == bytes, "the bytes differ");
    assert_eq!(done.checksum_algorithm, Some("CRC32"));
    assert_eq!(store.names().len(), 2);
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
        let done = download(&client).range(wanted).to_path(&file.0).await.expect("it is there");
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
    assert!(store.names().is_empty());
}

#[tokio::test]
async fn a_wrong_checksum_is_an_error() {
    let bytes = many_bytes(LENGTH);
    let store = Store::default();
    let server = store.serve();
    let client = client(&server);
    let with = |name: &str, value: &str| {
        store.put_with("key", bytes.clone(), BTreeMap::from([(name.to_owned(), value.to_owned())]));
    };
    let file = TemporaryFile::with("checked", b"before");
    with("x-amz-checksum-crc32", "AAAAAA==");
    let error = download(&client).to_path(&file.0).await.expect_err("it is wrong");
    assert_eq!(error.kind(), TransferErrorKind::Corrupt, "{error}");
    assert!(error.to_string().contains("its CRC32 checksum is"), "{error}");
    assert_eq!((file.read(), file.siblings()), (b"before".to_vec(), vec!["film.mp4".to_owned()]));
    let error = read(download(&client)).await.expect_err("it is wrong");
    assert!(error.is_corrupt(), "{error}");
    // Also after it was continued.
    store.fail_first("GetObject ", [Fault::Cut(1000)]);
    assert!(read(download(&client)).await.expect_err("it is wrong").is_corrupt());
    store.well();
    let off = download(&client).checksums(Checksums::WhenRequired);
    assert_eq!(off.to_path(&file.0).await.expect("unchecked").checksum_algorithm, None);

    // The checksum of a composite is not that of the bytes.
    for (name, value) in [("x-amz-checksum-crc32", "AAAAAA==-3"), ("x-amz-checksum-sha256", "x")] {
        with(name, value);
        let done = download(&client).to_path(&file.0).await.expect("it is there");
        assert_eq!(done.checksum_algorithm, None);
        assert!(read(download(&client)).await.expect("it is there") == bytes);
    }
    // The checksum that S3 computes by itself. Those of the parts are combined to it.
    with("x-amz-checksum-crc64nvme", &crc64nvme(&bytes));
    let done = download(&client).to_path(&file.0).await.expect("it is right");
    assert_eq!(done.checksum_algorithm, Some("CRC64NVME"));
    // SHA-256 is checked in order, and not in parts.
    with("x-amz-checksum-sha256", "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
    assert!(read(download(&client)).await.expect_err("it is wrong").is_corrupt());
    assert_eq!(
        download(&client).to_path(&file.0).await.expect("unchecked").checksum_algorithm,
        None
    );
    let one = download(&client).concurrency(1).to_path(&file.0).await.expect_err("it is wrong");
    assert_eq!(one.kind(), TransferErrorKind::Corrupt);
}

#[tokio::test]
async fn a_resumable_download_goes_on_with_what_it_has() {
    let bytes = many_bytes(LENGTH);
    let store = stored(&bytes);
    let server = store.serve();
    let client = client(&server);
    let file = TemporaryFile::new("goes-on");
    let denied = |name: &'static str| {
        store.fail(move |request| {
            request
                .name()
                .ends_with(name)
                .then(|| Fault::Instead(Reply::error(403, "AccessDenied")))
        });
    };
    let begun = || download(&client).concurrency(1).resumable();
    denied("bytes=196608-262143");
    let error = begun().to_path(&file.0).await.expect_err("it is denied");
    assert_eq!(error.part(), Some(4));
    assert!(error.to_string().contains("continue with `resumable`"), "{error}");
    let kept = file.siblings();
    assert_eq!(kept.len(), 2, "{kept:?}");
    store.well();
    store.take_seen();
    let done = begun().to_path(&file.0).await.expect("it goes on");
    assert!(file.read() == bytes, "the bytes differ");
    assert_eq!((done.bytes, done.checksum_algorithm), (LENGTH as u64, Some("CRC32")));
    assert_eq!(file.siblings(), ["film.mp4"]);
    let expected = ["GetObject ", "GetObject bytes=196608-262143", "GetObject bytes=262144-299999"];
    assert_eq!(store.names(), expected);

    // A part that is not what the record says is received again.
    denied("bytes=196608-262143");
    begun().to_path(&file.0).await.expect_err("it is denied");
    let temporary = file.siblings().into_iter().find(|name| name.ends_with(".part"));
    let temporary = file.0.with_file_name(temporary.expect("it is kept"));
    let mut content = std::fs::read(&temporary).expect("it is kept");
    content[70_000] ^= 1;
    std::fs::write(&temporary, content).expect("a file");
    store.well();
    store.take_seen();
    begun().to_path(&file.0).await.expect("it goes on");
    assert!(file.read() == bytes, "the bytes differ");
    assert_eq!(store.names().len(), 4);

    // The download of another object begins anew: no byte of the first object is kept.
    denied("bytes=196608-262143");
    begun().to_path(&file.0).await.expect_err("it is denied");
    store.well();
    let other = many_bytes(LENGTH + 1);
    store.put("key", other.clone());
    begun().to_path(&file.0).await.expect("it begins anew");
    assert!(file.read() == other, "the bytes differ");
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
async fn without_an_etag_an_object_is_read_at_once_and_not_continued() {
    let bytes = many_bytes(LENGTH);
    let store = Store::default();
    let server = store.serve();
    let client = client(&server);
    let reply = Reply::new(200).header("accept-ranges", "bytes").body(bytes.clone());
    store.fail(move |_| Some(Fault::Instead(reply.clone())));
    let file = TemporaryFile::new("no-etag");
    download(&client).to_path(&file.0).await.expect("it is there");
    assert!(file.read() == bytes, "the bytes differ");
    assert_eq!(store.names(), ["GetObject "]);
    for range in ["x", "bytes 6-9/20"] {
        let other = Reply::new(206).header("content-range", range).body(bytes.slice(..4));
        store.fail(move |_| Some(Fault::Instead(other.clone())));
        let error = download(&client).range(5..9).stream().await.expect_err("another range");
        let text =
            format!("the response is for the range {range:?}, but the request is for byte 5");
        assert!(error.to_string().contains(&text), "{error}");
        assert_eq!(error.kind(), TransferErrorKind::Body);
    }
}

#[tokio::test]
async fn an_object_without_an_etag_that_breaks_is_an_error() {
    let bytes = many_bytes(LENGTH);
    let store = Store::default();
    store.put_without_e_tag("key", bytes.clone());
    let server = store.serve();
    let client = client(&server);
    store.fail_first("GetObject ", [Fault::Cut(1000)]);
    let error = read(download(&client)).await.expect_err("it is cut");
    let text = "the download cannot be continued at byte 1000, because the response has no ETag";
    assert!(error.to_string().contains(text), "{error}");
}

#[tokio::test]
async fn a_range_that_a_server_ignores_and_that_is_not_there_is_an_error() {
    let store = stored(&many_bytes(5)).ignoring_ranges(true);
    let server = store.serve();
    let error = download(&client(&server)).range(5..).stream().await.expect_err("it is not there");
    let text = "the range begins at byte 5, but the object has only 5 bytes";
    assert!(error.to_string().contains(text), "{error}");
}

#[cfg(unix)]
#[tokio::test]
async fn a_device_is_written_directly() {
    let store = stored(&many_bytes(LENGTH));
    let server = store.serve();
    let done = download(&client(&server)).to_path("/dev/null").await.expect("it is written");
    assert_eq!((done.bytes, done.checksum_algorithm), (LENGTH as u64, Some("CRC32")));
    assert_eq!(store.names().len(), 1);
}

#[tokio::test]
async fn a_dropped_download_leaves_no_file() {
    let store = stored(&many_bytes(LENGTH));
    let server = store.serve();
    let client = client(&server);
    let file = TemporaryFile::new("dropped");
    store.fail(|request| request.name().contains("131072").then_some(Fault::Never));
    let path = file.0.clone();
    let running = tokio::spawn(async move { download(&client).to_path(path).await });
    until(|| store.names().iter().any(|name| name.contains("131072"))).await;
    assert_eq!(file.siblings().len(), 1);
    running.abort();
    assert!(running.await.expect_err("it is cancelled").is_cancelled());
    assert!(file.siblings().is_empty(), "{:?}", file.siblings());
}

/// The CRC-64/NVME in base64, computed bit by bit.
fn crc64nvme(bytes: &[u8]) -> String {
    use base64::Engine as _;

    let mut sum = u64::MAX;
    for byte in bytes {
        sum ^= u64::from(*byte);
        for _ in 0..8 {
            sum = if sum & 1 == 1 { sum >> 1 ^ 0x9a6c_9329_ac4b_c9b5 } else { sum >> 1 };
        }
    }
    base64::engine::general_purpose::STANDARD.encode((!sum).to_be_bytes())
}
