//! The connections of each tokio runtime.
//!
//! A connection is a task. It works only while its runtime runs, so no other runtime may use it.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::Poll;

use tokio::runtime::{Handle, Id};
use tokio::sync::oneshot;

use super::clients::Clients;
use crate::error::TransportError;
use crate::tokio_runtime::{SHUT_DOWN, check_io, check_time, current, poll_unless_shut_down};

/// How many runtimes are known. The connections of the oldest one are closed if there are more.
const MAX_RUNTIMES: usize = 16;

pub(super) struct Runtimes {
    /// Clients without a runtime, whose settings the others get.
    settings: Clients,
    /// The newest is last.
    known: Mutex<Vec<Arc<Runtime>>>,
}

/// A runtime, and the clients with its connections.
pub(super) struct Runtime {
    id: Id,
    clients: Clients,
    /// Closed when the runtime is shut down, because the runtime then drops the task with the receiver. The
    /// task ends when this value is dropped.
    task: oneshot::Sender<()>,
}

impl Runtimes {
    pub(super) fn new(settings: Clients) -> Self {
        Self { settings, known: Mutex::default() }
    }

    /// The runtime of this thread.
    ///
    /// # Errors
    ///
    /// There is none, or it has no timers or no I/O.
    pub(super) fn current(&self) -> Result<Arc<Runtime>, TransportError> {
        let handle = current().map_err(refused)?;
        let id = handle.id();
        // A poisoned lock has complete entries.
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let found = known.iter().find(|runtime| runtime.id == id && !runtime.is_shut_down());
        if let Some(runtime) = found {
            return Ok(Arc::clone(runtime));
        }
        check_time().map_err(refused)?;
        check_io().map_err(refused)?;
        known.retain(|runtime| !runtime.is_shut_down());
        if known.len() == MAX_RUNTIMES {
            known.remove(0);
        }
        let runtime = Arc::new(Runtime::new(&handle, self.settings.again()));
        known.push(Arc::clone(&runtime));
        Ok(runtime)
    }
}

impl Runtime {
    fn new(handle: &Handle, clients: Clients) -> Self {
        let (task, ended) = oneshot::channel();
        drop(handle.spawn(async {
            let _ = ended.await;
        }));
        Self { id: handle.id(), clients, task }
    }

    pub(super) fn clients(&self) -> &Clients {
        &self.clients
    }

    pub(super) fn is_shut_down(&self) -> bool {
        self.task.is_closed()
    }

    /// The output of an exchange. It is an error if the runtime is shut down, or if it is polled outside of
    /// a runtime.
    pub(super) async fn run<T>(
        self: Arc<Self>,
        exchange: impl Future<Output = Result<T, TransportError>>,
    ) -> Result<T, TransportError> {
        let mut exchange = pin!(exchange);
        poll_fn(|context| {
            self.check()?;
            let is_shut_down = || self.is_shut_down();
            match poll_unless_shut_down(exchange.as_mut(), context, is_shut_down) {
                Poll::Ready(Some(Err(_)) | None) if self.is_shut_down() => {
                    Poll::Ready(Err(TransportError::other(SHUT_DOWN)))
                }
                Poll::Ready(Some(done)) => Poll::Ready(done),
                Poll::Ready(None) => Poll::Ready(Err(TransportError::other(SHUT_DOWN))),
                Poll::Pending => Poll::Pending,
            }
        })
        .await
    }

    /// Checks before a poll that there is a runtime, and that this one was not shut down.
    pub(super) fn check(&self) -> Result<(), TransportError> {
        if self.is_shut_down() {
            return Err(TransportError::other(SHUT_DOWN));
        }
        current().map(drop).map_err(TransportError::other)
    }
}

fn refused(why: &'static str) -> TransportError {
    TransportError::refused(format!("the default transport cannot send: {why}"))
}
