//! Faults of requests and responses with streams: the error, the number of attempts, and that the next
//! call of the same client works.

mod downloads;
mod uploads;

use std::time::Duration;

use aws_operation::{ByteStream, Client, Timeouts};
use aws_operation_tests::faults::calls::config;
use aws_operation_tests::faults::objects::{Load, Store, s3};
use aws_operation_tests::faults::{Answer, FastTimer, FaultServer, Step};
use bytes::Bytes;
use tokio::io::AsyncReadExt as _;

const MS: fn(u64) -> Duration = Duration::from_millis;

const MIB: u64 = 1024 * 1024;

/// A client without a server, with short waits between attempts.
fn base() -> Client {
    let timeouts = Timeouts::default().stalled_stream(Duration::from_secs(5)).read(MS(60_000));
    s3(config("http://127.0.0.1:9").timer(FastTimer::new(20)).timeouts(timeouts))
}

fn at(base: &Client, server: &FaultServer) -> Client {
    base.clone().with_endpoint_url(&server.endpoint()).expect("it is loopback")
}

fn load() -> Load {
    Load { key: "a".into() }
}

fn store(body: ByteStream) -> Store {
    Store { key: "a".into(), body }
}

/// A stream that can be sent once.
fn once(length: u64) -> ByteStream {
    ByteStream::from_reader(tokio::io::repeat(7).take(length)).with_length(length)
}

/// A stream that can be sent again.
fn again(length: u64) -> ByteStream {
    let pieces = move || Pieces { left: length };
    ByteStream::from_fn(pieces).with_length(length)
}

struct Pieces {
    left: u64,
}

impl futures_core::Stream for Pieces {
    type Item = std::io::Result<Bytes>;

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        let length = self.left.min(32 * 1024);
        self.left -= length;
        let piece = (length > 0).then(|| Ok(vec![7; length as usize].into()));
        std::task::Poll::Ready(piece)
    }
}

/// What was read, and the error at its end.
async fn read(mut body: ByteStream) -> (Vec<u8>, Option<String>) {
    let mut bytes = Vec::new();
    loop {
        match body.next().await {
            Some(Ok(chunk)) => bytes.extend_from_slice(&chunk),
            Some(Err(error)) => return (bytes, Some(error.to_string())),
            None => return (bytes, None),
        }
    }
}

/// The next calls of the client work in both directions.
async fn works(client: &Client, server: &FaultServer, what: &str) {
    server.next([Step::answer(&Answer::ok("stored")), Step::answer(&Answer::ok("loaded"))]);
    client.send(store(once(3))).await.unwrap_or_else(|error| panic!("{what}, then: {error}"));
    let body = client.send(load()).await.unwrap_or_else(|e| panic!("{what}, then: {e}")).body;
    assert_eq!(read(body).await, (b"loaded".to_vec(), None), "{what}");
}
