//! `s3::upload` and `s3::download`: what they transfer, and what they return when a request fails.

mod download;
mod file;
mod limits;
mod property;
mod store;
mod upload;

use std::time::Duration;

use bytes::Bytes;

/// The same bytes for the same length, and others for another length.
pub fn many_bytes(length: usize) -> Bytes {
    aws_operation_tests::many_bytes(length).into()
}

/// Waits until the condition is true.
pub async fn until(mut is_true: impl FnMut() -> bool) {
    for _ in 0..1_000 {
        if is_true() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("the condition was not true within 10 s");
}
