//! Streams of any length take little memory, also when they break: the allocator counts.

use std::alloc::System;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use aws_operation::{ByteStream, Client};
use aws_operation_tests::faults::calls::config;
use aws_operation_tests::faults::objects::{Load, Store, s3};
use aws_operation_tests::faults::soak::heap;
use aws_operation_tests::faults::{Answer, End, FastTimer, FaultServer, Pace, Read, Step};
use stats_alloc::{INSTRUMENTED_SYSTEM, StatsAlloc};
use tokio::io::AsyncReadExt as _;

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

const LENGTH: u64 = 100 << 20;

/// What a stream may take, with the buffers of the server, which is in this process too.
const MOST: usize = 4 << 20;

fn client(server: &FaultServer) -> Client {
    s3(config(&server.endpoint()).timer(FastTimer::new(20)))
}

async fn download(step: Step) {
    let server = FaultServer::start([step]);
    let client = client(&server);
    let mut body = client.send(Load { key: "a".into() }).await.expect("a head").body;
    let (before, mut most, mut bytes) = (heap(), 0, 0);
    while bytes < LENGTH {
        bytes += body.next().await.expect("no end").expect("no fault").len() as u64;
        most = most.max(heap().saturating_sub(before));
    }
    assert!(most < MOST, "{most} bytes");
    drop(body);
    let begin = Instant::now();
    while server.counts().open() > 0 {
        assert!(begin.elapsed() < Duration::from_secs(5), "the connection stays open");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    client.send(Load { key: "a".into() }).await.expect("the next call works");
}

async fn upload(step: Step, code: &str) {
    let server = FaultServer::start([step]);
    let client = client(&server);
    let most = Arc::new(AtomicUsize::new(0));
    let (seen, before) = (Arc::clone(&most), heap());
    let body = ByteStream::from_reader(tokio::io::repeat(7).take(LENGTH)).with_length(LENGTH);
    let body = body.on_progress(move |_| {
        seen.fetch_max(heap().saturating_sub(before), Ordering::SeqCst);
    });
    let error = client.send(Store { key: "a".into(), body }).await.expect_err("it is refused");
    assert_eq!(error.code(), Some(code), "{error}");
    let most = most.load(Ordering::SeqCst);
    // Zero if nothing was sent.
    assert!(0 < most && most < MOST, "{most} bytes");
    client.send(Load { key: "a".into() }).await.expect("the next call works");
}

/// One test, because the allocator counts for all threads.
#[tokio::test]
async fn streams_take_little_memory() {
    let endless = Answer::ok("x").unannounced();
    download(Step::send(endless.bytes(), End::Hang).pace(Pace::Endless)).await;
    let endless = Answer::ok("x").announcing("999999999999");
    download(Step::send(endless.bytes(), End::Hang).pace(Pace::Endless)).await;
    let refused = Answer::new(403).body("<Error><Code>AccessDenied</Code></Error>").bytes();
    // The server reads all of it, after its answer.
    upload(Step { read: Read::Head, ..Step::send(refused, End::Hang) }, "AccessDenied").await;
}
