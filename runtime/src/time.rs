//! [`Timer`]: the clock of a client, and its way to wait.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::Poll;
use std::time::{Duration, SystemTime};

#[cfg(feature = "tokio")]
use crate::tokio_runtime;

/// A future that becomes ready when the wait is over.
pub type SleepFuture = Pin<Box<dyn Future<Output = ()> + Send>>;

/// The clock of a client, and its way to wait.
///
/// The default is tokio's timer, so that tokio's paused clock works in tests. Yours can be the
/// timer of another async runtime.
pub trait Timer: Send + Sync + 'static {
    /// The time of day, which is used in signatures.
    fn now(&self) -> SystemTime;

    /// The time since a fixed start. It never goes back. Timeouts and rates use it.
    fn elapsed(&self) -> Duration;

    /// Waits this long.
    fn sleep(&self, duration: Duration) -> SleepFuture;

    /// Why this timer cannot wait on this thread, and the fix. Calls that may have to wait check it before
    /// anything is sent.
    #[doc(hidden)]
    fn unavailable(&self) -> Option<&'static str> {
        None
    }
}

/// The [`Timer`] with the system's clock and tokio's timer.
#[cfg(feature = "tokio")]
pub(crate) struct TokioTimer {
    start: tokio::time::Instant,
}

#[cfg(feature = "tokio")]
impl TokioTimer {
    pub(crate) fn new() -> Self {
        Self { start: tokio::time::Instant::now() }
    }
}

#[cfg(feature = "tokio")]
impl Timer for TokioTimer {
    fn now(&self) -> SystemTime {
        clock()
    }

    fn elapsed(&self) -> Duration {
        self.start.elapsed()
    }

    fn sleep(&self, duration: Duration) -> SleepFuture {
        tokio_runtime::sleep(duration)
    }

    fn unavailable(&self) -> Option<&'static str> {
        tokio_runtime::check_time().err()
    }
}

/// The [`Timer`] of a configuration without one. It does not wait, and its time does not pass.
/// Calls that need to wait fail before anything is sent.
pub(crate) struct NoTimer;

impl Timer for NoTimer {
    fn now(&self) -> SystemTime {
        clock()
    }

    fn elapsed(&self) -> Duration {
        Duration::ZERO
    }

    fn sleep(&self, _: Duration) -> SleepFuture {
        Box::pin(std::future::ready(()))
    }

    fn unavailable(&self) -> Option<&'static str> {
        Some("enable the feature `tokio`, or call `timer` on `Config::builder()`")
    }
}

fn clock() -> SystemTime {
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the clock")]
    SystemTime::now()
}

/// The limit passed before the future was ready.
#[derive(Debug)]
pub(crate) struct TimedOut;

/// The output of the future, unless the limit passes before. Without a limit, waits for ever.
pub(crate) async fn within<F: Future + Unpin>(
    timer: &dyn Timer,
    limit: Option<Duration>,
    mut future: F,
) -> Result<F::Output, TimedOut> {
    let Some(limit) = limit else {
        return Ok(future.await);
    };
    let mut sleep = timer.sleep(limit);
    poll_fn(|context| match Pin::new(&mut future).poll(context) {
        Poll::Ready(output) => Poll::Ready(Ok(output)),
        Poll::Pending => sleep.as_mut().poll(context).map(|()| Err(TimedOut)),
    })
    .await
}
