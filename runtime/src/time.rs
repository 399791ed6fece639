//! [`Timer`]: what a client reads the time from, and waits with.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::Poll;
use std::time::{Duration, SystemTime};

/// A future that is ready when the time has come.
pub type SleepFuture = Pin<Box<dyn Future<Output = ()> + Send>>;

/// What a client reads the time from, and waits with.
///
/// The default is tokio's, so that its paused clock is the client's too. Your own can be that of
/// another async runtime.
pub trait Timer: Send + Sync + 'static {
    /// The time of day, by which requests are signed.
    fn now(&self) -> SystemTime;

    /// The time since some start, which only goes on: timeouts and rates are measured by it.
    fn elapsed(&self) -> Duration;

    /// Waits.
    fn sleep(&self, duration: Duration) -> SleepFuture;
}

/// [`Timer`] by the clocks of this machine and of tokio.
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
        Box::pin(tokio::time::sleep(duration))
    }
}

/// The [`Timer`] of a configuration without one: it never waits, and no time passes. Calls that would
/// wait fail before anything is sent.
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
}

fn clock() -> SystemTime {
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the clock")]
    SystemTime::now()
}

/// The limit of a future was over before the future was.
#[derive(Debug)]
pub(crate) struct TimedOut;

/// The future's output, unless it takes longer than the limit, where there is one.
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
