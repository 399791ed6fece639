//! [`Pool`]: the parts of a transfer that are in flight.

use std::future::Future;
use std::task::{Context, Poll};

use tokio::runtime::Handle;
use tokio::task::{JoinError, JoinSet};

use super::error::{TransferError, TransferErrorKind};
use crate::tokio_runtime;

/// The parts of a transfer that are in flight. Dropping it cancels them.
pub(super) struct Pool<T>(JoinSet<Result<T, TransferError>>);

/// The current tokio runtime, on which the parts run as tasks.
pub(super) fn runtime() -> Result<Handle, TransferError> {
    tokio_runtime::current().map_err(TransferError::invalid)
}

impl<T: Send + 'static> Pool<T> {
    pub(super) fn new() -> Self {
        Self(JoinSet::new())
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// Starts a part.
    pub(super) fn start(
        &mut self,
        runtime: &Handle,
        part: impl Future<Output = Result<T, TransferError>> + Send + 'static,
    ) {
        self.0.spawn_on(part, runtime);
    }

    /// Waits for the next part that ends. `None` if no part is in flight.
    pub(super) async fn next(&mut self) -> Option<Result<T, TransferError>> {
        std::future::poll_fn(|context| self.poll_next(context)).await
    }

    /// Polls for the next part that ends, like [`next`](Self::next).
    pub(super) fn poll_next(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<T, TransferError>>> {
        self.0.poll_join_next(context).map(|joined| joined.map(|it| it.unwrap_or_else(not_joined)))
    }

    /// Cancels all parts, and waits until they have stopped.
    pub(super) async fn stop(&mut self) {
        self.0.shutdown().await;
    }
}

/// The result of a part whose task panicked or was cancelled.
fn not_joined<T>(error: JoinError) -> Result<T, TransferError> {
    if error.is_panic() {
        // The program's code panicked, such as the function of `on_progress`.
        std::panic::resume_unwind(error.into_panic());
    }
    Err(TransferError::text(TransferErrorKind::Invalid, "the tokio runtime was shut down"))
}
