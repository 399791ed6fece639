//! A transport that stands for a service: mostly quick, sometimes slow, sometimes overloaded.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use aws_operation::{Body, Transport, TransportError, TransportFuture};

#[derive(Default)]
pub struct Moody(AtomicU64);

impl Transport for Moody {
    fn send(&self, _: http::Request<Body>) -> TransportFuture<'_> {
        let count = self.0.fetch_add(1, Ordering::Relaxed);
        Box::pin(async move {
            let (status, milliseconds) = match count % 20 {
                7 => (503, 1),
                13 => (200, 80),
                mood => (200, 3 + mood % 4),
            };
            tokio::time::sleep(Duration::from_millis(milliseconds)).await;
            http::Response::builder()
                .status(status)
                .body(Body::from("{}"))
                .map_err(|error| TransportError::other(error.to_string()))
        })
    }
}
