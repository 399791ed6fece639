//! Downloads that are interrupted: those that are continued, and those that cannot be.

use std::time::Duration;

use aws_operation::s3::TransferErrorKind;
use aws_operation::{Client, Retry, Timeouts, services};

use super::{LENGTH, download, read, stored};
use crate::file::TemporaryFile;
use crate::many_bytes;
use crate::store::{Fault, Reply, Store, client, config};

#[tokio::test]
async fn a_body_that_breaks_is_continued_at_the_same_byte() {
    let bytes = many_bytes(LENGTH);
    let store = stored(&bytes);
    let server = store.serve();
    let client = client(&server);
    let timeouts = Timeouts::default().stalled_stream(Duration::from_millis(500));
    let impatient = config().endpoint_url(server.endpoint()).timeouts(timeouts).build();
    let impatient = Client::new(&impatient.expect("it is complete"), services::S3);
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
    let done = download(&client).to_path(&file.path).await.expect("it is continued");
    assert!(file.read() == bytes, "the bytes differ");
    assert_eq!(done.checksum_algorithm, Some("CRC32"));
    assert_eq!(store.take_names().len(), 5 + 12);
}

#[tokio::test]
async fn a_body_that_breaks_three_times_in_a_row_is_an_error() {
    let bytes = many_bytes(LENGTH);
    let store = stored(&bytes);
    let server = store.serve();
    let client = client(&server);
    // Each response has one byte before it breaks, so the download continues.
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
    assert_eq!(store.take_names().len(), 3);
    let file = TemporaryFile::with("breaks", b"before");
    let error = download(&client).to_path(&file.path).await.expect_err("it breaks");
    assert_eq!(error.kind(), TransferErrorKind::Body);
    assert!(error.part().is_some(), "{error}");
    assert_eq!((file.read(), file.names()), (b"before".to_vec(), vec!["film.mp4".to_owned()]));

    store.take_seen();
    let once = client.clone().with_retry(Retry::off());
    let error = read(download(&once)).await.expect_err("it breaks");
    assert!(error.to_string().contains("the client does not retry"), "{error}");
    assert_eq!(store.take_names().len(), 1);
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
    let error = download(&client).to_path(&file.path).await.expect_err("it was replaced");
    assert_eq!((error.kind(), error.part()), (TransferErrorKind::Replaced, Some(3)), "{error}");
    assert_eq!(error.code(), Some("PreconditionFailed"));
    assert!(file.names().is_empty());
    // A condition that the caller sets.
    store.recover();
    let error = download(&client).if_match("\"x\"").to_path(&file.path).await.expect_err("another");
    assert_eq!((error.kind(), error.code()), (TransferErrorKind::Call, Some("PreconditionFailed")));
}

#[tokio::test]
async fn a_resumable_download_keeps_the_parts_that_it_has() {
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
    let resumable = || download(&client).concurrency(1).resumable();
    denied("bytes=196608-262143");
    let error = resumable().to_path(&file.path).await.expect_err("it is denied");
    assert_eq!(error.part(), Some(4));
    assert!(error.to_string().contains("continue with `resumable`"), "{error}");
    let kept = file.names();
    assert_eq!(kept.len(), 2, "{kept:?}");
    store.recover();
    store.take_seen();
    let done = resumable().to_path(&file.path).await.expect("it continues");
    assert!(file.read() == bytes, "the bytes differ");
    assert_eq!((done.bytes, done.checksum_algorithm), (LENGTH as u64, Some("CRC32")));
    assert_eq!(file.names(), ["film.mp4"]);
    let expected = ["GetObject ", "GetObject bytes=196608-262143", "GetObject bytes=262144-299999"];
    assert_eq!(store.take_names(), expected);

    // A part whose bytes differ from the record is downloaded again.
    denied("bytes=196608-262143");
    resumable().to_path(&file.path).await.expect_err("it is denied");
    let temporary = file.names().into_iter().find(|name| name.ends_with(".part"));
    let temporary = file.path.with_file_name(temporary.expect("it is kept"));
    let mut content = std::fs::read(&temporary).expect("it is kept");
    content[70_000] ^= 1;
    std::fs::write(&temporary, content).expect("a file");
    store.recover();
    store.take_seen();
    resumable().to_path(&file.path).await.expect("it continues");
    assert!(file.read() == bytes, "the bytes differ");
    assert_eq!(store.take_names().len(), 4);

    // The download of another object starts again: no byte of the first object is kept.
    denied("bytes=196608-262143");
    resumable().to_path(&file.path).await.expect_err("it is denied");
    store.recover();
    let other = many_bytes(LENGTH + 1);
    store.put("key", other.clone());
    resumable().to_path(&file.path).await.expect("it starts again");
    assert!(file.read() == other, "the bytes differ");
}

#[tokio::test]
async fn without_an_etag_an_object_is_read_with_one_request() {
    let bytes = many_bytes(LENGTH);
    let store = Store::default();
    let server = store.serve();
    let client = client(&server);
    let reply = Reply::new(200).header("accept-ranges", "bytes").body(bytes.clone());
    store.fail(move |_| Some(Fault::Instead(reply.clone())));
    let file = TemporaryFile::new("no-etag");
    download(&client).to_path(&file.path).await.expect("it is there");
    assert!(file.read() == bytes, "the bytes differ");
    assert_eq!(store.take_names(), ["GetObject "]);
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
