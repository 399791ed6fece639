//! A transport that simulates a service. Most responses are fast. Of 20 requests, one has a slow response,
//! and one fails because the service is overloaded.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use aws_operation::{Body, Transport, TransportError, TransportFuture};

#[derive(Default)]
pub struct SimulatedService {
    requests: AtomicU64,
}

impl Transport for SimulatedService {
    fn send(&self, _: http::Request<Body>) -> TransportFuture<'_> {
        let number = self.requests.fetch_add(1, Ordering::Relaxed);
        Box::pin(async move {
            let (status, milliseconds) = match number % 20 {
                7 => (503, 1),
                13 => (200, 80),
                number => (200, 3 + number % 4),
            };
            tokio::time::sleep(Duration::from_millis(milliseconds)).await;
            http::Response::builder()
                .status(status)
                .body(Body::from("{}"))
                .map_err(|error| TransportError::other(error.to_string()))
        })
    }
}
