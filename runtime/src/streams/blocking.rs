//! [`Blocking`]: work on tokio's threads for blocking code.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::task::JoinHandle;

use crate::tokio_runtime;

/// Work that blocks, on another thread.
pub(crate) struct Blocking<T>(JoinHandle<io::Result<T>>);

impl<T: Send + 'static> Blocking<T> {
    /// Begins the work.
    ///
    /// # Errors
    ///
    /// No tokio runtime is running.
    pub(crate) fn begin(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> io::Result<Self> {
        let runtime = tokio_runtime::current().map_err(io::Error::other)?;
        Ok(Self(runtime.spawn_blocking(work)))
    }

    /// Does the work.
    pub(crate) async fn run(
        work: impl FnOnce() -> io::Result<T> + Send + 'static,
    ) -> io::Result<T> {
        Self::begin(work)?.await
    }
}

impl<T> Future for Blocking<T> {
    type Output = io::Result<T>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<T>> {
        Pin::new(&mut self.0).poll(context).map(|done| match done {
            Ok(result) => result,
            Err(_) => Err(io::Error::other("the tokio runtime was shut down")),
        })
    }
}
