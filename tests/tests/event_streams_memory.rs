//! Event streams of any length take little memory: the allocator counts. A reader that does not read stops
//! the server.

use std::alloc::System;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use aws_operation::{
    Blob, Client, EventStream, RawEvent, aws_event_stream, aws_operation, aws_output,
};
use aws_operation_tests::event_frames::{frame, text_header};
use aws_operation_tests::faults::calls::{client_of, config};
use aws_operation_tests::faults::soak::heap;
use stats_alloc::{INSTRUMENTED_SYSTEM, StatsAlloc};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// The payload of an event.
const PAYLOAD: usize = 16 * 1024;
/// 160 MiB of payloads.
const EVENTS: usize = 10_000;

#[aws_operation(method = "POST", uri = "/", output = Output)]
struct Listen {}

#[aws_output]
struct Output {
    #[payload]
    events: EventStream<Events>,
}

#[aws_event_stream]
enum Events {
    Audio {
        #[event_payload]
        samples: Blob,
    },
    Unknown(RawEvent),
}

/// A server that sends as many events as the socket takes. Returns a client, and the number of events
/// that the socket has taken.
async fn started(events: usize) -> (Client, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
    let address = listener.local_addr().expect("it is bound");
    let taken = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&taken);
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await?;
        // The whole request, which is short.
        let read = stream.read(&mut [0; 4096]).await?;
        assert!(read > 0, "a request");
        stream.write_all(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n").await?;
        let headers = [text_header(":message-type", "event"), text_header(":event-type", "audio")];
        let frame = frame(&headers.concat(), &[7; PAYLOAD]);
        let chunk = [format!("{:x}\r\n", frame.len()).as_bytes(), &frame, b"\r\n"].concat();
        for _ in 0..events {
            stream.write_all(&chunk).await?;
            counter.fetch_add(1, Ordering::SeqCst);
        }
        stream.write_all(b"0\r\n\r\n").await
    });
    (client_of(config(&format!("http://{address}"))), taken)
}

/// The most memory that was taken while the events were read.
async fn peak(count: usize) -> usize {
    let (client, _) = started(count).await;
    let mut events = client.send(Listen {}).await.expect("a head").events;
    let (before, mut most, mut read) = (heap(), 0, 0);
    while let Some(event) = events.next().await {
        match event.expect("no fault") {
            Events::Audio { samples } => assert_eq!(samples.len(), PAYLOAD),
            Events::Unknown(event) => panic!("{event:?}"),
        }
        read += 1;
        most = most.max(heap().saturating_sub(before));
    }
    assert_eq!(read, count);
    most
}

/// One test, because the allocator counts for all threads.
#[tokio::test]
async fn event_streams_take_little_memory() {
    let (short, long) = (peak(100).await, peak(EVENTS).await);
    println!("{short} bytes for 100 events, {long} for {EVENTS}");
    assert!(long < 2 * 1024 * 1024, "{long} bytes");
    assert!(long < 4 * short.max(128 * 1024), "{long} bytes for many events, {short} for a few");

    // A program that does not read takes no memory, and the server has to wait.
    let (client, taken) = started(EVENTS).await;
    let mut events = client.send(Listen {}).await.expect("a head").events;
    let before = heap();
    events.next().await.expect("an event").expect("no fault");
    let mut last = usize::MAX;
    while last != taken.load(Ordering::SeqCst) {
        last = taken.load(Ordering::SeqCst);
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let kept = heap().saturating_sub(before);
    println!("{last} events taken by the socket, {kept} bytes in memory");
    assert!(last < EVENTS / 2, "the socket has taken {last} events");
    assert!(kept < 2 * 1024 * 1024, "{kept} bytes");
    // It goes on where it stopped.
    let mut rest = 0;
    while let Some(event) = events.next().await {
        event.expect("no fault");
        rest += 1;
    }
    assert_eq!(rest, EVENTS - 1);
}
