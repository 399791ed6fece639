//! A payload of bytes is not copied on its way: the allocator counts.

use std::alloc::System;
use std::sync::{Mutex, PoisonError};

use aws_operation::{
    Blob, Client, Config, Credentials, Retry, Transport, TransportFuture, aws_operation,
    aws_output, services,
};
use bytes::Bytes;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

const LENGTH: usize = 32 * 1024 * 1024;
/// What everything but the payload may take.
const REST: usize = 256 * 1024;

macro_rules! operations {
    ($($name:ident($payload:ty))*) => {$(
        #[aws_operation(method = "PUT", uri = "/things", output = Body)]
        struct $name {
            #[payload]
            body: $payload,
        }
    )*};
}

operations! {
    PutBlob(Blob)
    PutBytes(Bytes)
    PutOption(Option<Blob>)
    PutVec(Vec<u8>)
    PutString(String)
}

#[aws_output]
struct Body {
    #[payload]
    body: Blob,
}

/// Answers with what it was sent, after one answer that makes the client send it again.
#[derive(Default)]
struct Echo(Mutex<bool>);

impl Transport for Echo {
    fn send(&self, request: http::Request<aws_operation::Body>) -> TransportFuture<'_> {
        let mut answered = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let again = !std::mem::replace(&mut *answered, true);
        let mut response = http::Response::new(request.into_body());
        if again {
            *response.status_mut() = http::StatusCode::SERVICE_UNAVAILABLE;
            *response.body_mut() = aws_operation::Body::empty();
        }
        Box::pin(std::future::ready(Ok(response)))
    }
}

fn client() -> Client {
    let config = Config::builder()
        .region("eu-west-1")
        .credentials(Credentials::new("AKIDEXAMPLE", "secret"))
        .endpoint_url("https://example.com")
        .retry(Retry::standard().rules_2026(true))
        .transport(Echo::default())
        .build();
    Client::new(&config.expect("it is whole"), services::API_GATEWAY)
}

/// How many copies a call makes of its payload, and where its answer is.
async fn copies<F: Future<Output = Body>>(call: impl FnOnce(Client) -> F) -> (usize, *const u8) {
    let client = client();
    let region = Region::new(&INSTRUMENTED_SYSTEM);
    let output = call(client).await;
    let change = region.change();
    assert_eq!(output.body.len(), LENGTH);
    let allocated = change.bytes_allocated + change.bytes_reallocated.max(0).unsigned_abs();
    assert!(allocated % LENGTH <= REST, "{allocated} bytes");
    (allocated / LENGTH, output.body.as_ptr())
}

/// One test, for the allocator counts for all threads.
#[tokio::test(flavor = "current_thread")]
async fn blobs_are_shared_and_other_payloads_are_copied_once() {
    macro_rules! send {
        ($operation:expr) => {
            copies(|client| async move { client.send($operation).await.expect("it is answered") })
        };
    }
    let blob = Blob::from(vec![b'a'; LENGTH]);
    let at = blob.as_ptr();
    let body = blob.clone();
    assert_eq!(send!(PutBlob { body }).await, (0, at), "by value");
    let operation = PutBlob { body: blob.clone() };
    assert_eq!(send!(&operation).await, (0, at), "by reference");
    let body = Some(blob.clone());
    assert_eq!(send!(PutOption { body }).await, (0, at), "an option");
    let body = blob.clone().into_bytes();
    assert_eq!(send!(PutBytes { body }).await, (0, at), "bytes");
    let request = http::Request::put("/things").body(blob.into_bytes()).expect("a request");
    let http = copies(|client| async move {
        let response = client.send_http(request).await.expect("it is answered");
        Body { body: response.into_body().into() }
    });
    assert_eq!(http.await, (0, at), "a request that is no operation");

    // These belong to the operation, which may be sent again.
    let body = vec![b'a'; LENGTH];
    assert_eq!(send!(PutVec { body }).await.0, 1, "a vector");
    let body = "a".repeat(LENGTH);
    assert_eq!(send!(PutString { body }).await.0, 1, "text");
}
