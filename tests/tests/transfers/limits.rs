//! How many parts are in flight at the same time, and how many bytes of a stream are in memory.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::Duration;

use aws_operation::{Body, ByteStream, Client, Transport, TransportFuture, s3, services};
use bytes::Bytes;

use super::file::TemporaryFile;
use super::many_bytes;
use super::store::{Store, config};

const PART: u64 = 1_000;

/// A store whose requests for parts take a second.
#[derive(Clone, Default)]
struct Slow {
    store: Store,
    now: Arc<AtomicUsize>,
    peak: Arc<AtomicUsize>,
    /// The number of stored or downloaded parts.
    stored: Arc<AtomicU64>,
}

impl Slow {
    fn client(&self) -> Client {
        let config = config().endpoint_url("http://127.0.0.1:1").transport(self.clone());
        Client::new(&config.build().expect("it is complete"), services::S3)
    }
}

impl Transport for Slow {
    fn send(&self, request: http::Request<Body>) -> TransportFuture<'_> {
        Box::pin(async move {
            let query = request.uri().query().unwrap_or_default();
            let is_part = query.contains("partNumber") || request.headers().contains_key("range");
            if !is_part {
                return self.store.send(request).await;
            }
            let now = self.now.fetch_add(1, Ordering::Relaxed) + 1;
            self.peak.fetch_max(now, Ordering::Relaxed);
            tokio::time::sleep(Duration::from_secs(1)).await;
            let response = self.store.send(request).await;
            self.now.fetch_sub(1, Ordering::Relaxed);
            self.stored.fetch_add(1, Ordering::Relaxed);
            response
        })
    }
}

/// A stream of unknown length. It records how many bytes were read from it, but not yet stored.
struct Ahead {
    left: Bytes,
    read: u64,
    stored: Arc<AtomicU64>,
    most: Arc<AtomicU64>,
}

impl futures_core::Stream for Ahead {
    type Item = std::io::Result<Bytes>;

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        let length = self.left.len().min(100);
        let chunk = self.left.split_to(length);
        self.read += length as u64;
        let ahead = self.read.saturating_sub(self.stored.load(Ordering::Relaxed) * PART);
        self.most.fetch_max(ahead, Ordering::Relaxed);
        std::task::Poll::Ready((!chunk.is_empty()).then_some(Ok(chunk)))
    }
}

#[tokio::test(start_paused = true)]
async fn no_more_parts_than_the_concurrency_are_in_flight_and_in_memory() {
    for concurrency in [1, 3, 8] {
        let slow = Slow::default();
        let client = slow.client();
        let bytes = many_bytes(20_500);
        let most = Arc::<AtomicU64>::default();
        let body = ByteStream::from_stream(Ahead {
            left: bytes.clone(),
            read: 0,
            stored: Arc::clone(&slow.stored),
            most: Arc::clone(&most),
        });
        let upload = s3::upload(&client, "bucket", "key", body);
        upload.any_part_size(PART).concurrency(concurrency).await.expect("it is stored");
        assert!(slow.store.get("key").expect("it is stored").body == bytes);
        assert_eq!(slow.peak.swap(0, Ordering::Relaxed), concurrency);
        // One more chunk is in memory: the one that shows that the stream has not ended.
        let most = most.load(Ordering::Relaxed);
        assert!(most <= concurrency as u64 * PART + 100, "{concurrency} parts: {most} bytes");

        let file = TemporaryFile::new(&format!("limits-{concurrency}"));
        let download = s3::download(&client, "bucket", "key").part_size(PART);
        download.concurrency(concurrency).to_path(&file.path).await.expect("it is there");
        assert!(file.read() == bytes);
        let peak = slow.peak.load(Ordering::Relaxed);
        // The request of the first part has no range, so it is not counted. With one part at a time,
        // it is the only request.
        assert_eq!(peak, if concurrency == 1 { 0 } else { concurrency });
    }
}

#[tokio::test]
async fn a_stream_with_more_than_ten_thousand_parts_is_an_error() {
    let store = Store::default();
    let config = config().endpoint_url("http://127.0.0.1:1").transport(store.clone());
    let client = Client::new(&config.build().expect("it is complete"), services::S3);
    let stream = |length| ByteStream::from_reader(std::io::Cursor::new(many_bytes(length)));
    let error = s3::upload(&client, "bucket", "key", stream(10_001)).any_part_size(1);
    let error = error.await.expect_err("it is too long");
    assert!(error.to_string().contains("the stream has more than 10000 bytes"), "{error}");
    assert!(error.to_string().contains("set a larger part size"), "{error}");
    assert_eq!((store.uploads(), store.get("key").is_none()), (0, true));
    // If its length is known, its parts are larger.
    let known = stream(10_001).with_length(10_001);
    s3::upload(&client, "bucket", "key", known).any_part_size(1).await.expect("it is stored");
    assert_eq!(store.get("key").expect("it is stored").body.len(), 10_001);
}
