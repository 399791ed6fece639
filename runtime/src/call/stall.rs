//! [`Stall`]: detects that a body has stalled.

use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use crate::time::{SleepFuture, Timer};

/// Detects that less than one byte per second arrives, averaged over the limit. Only the time that
/// is spent waiting for bytes counts, so a program that reads slowly does not cause a stall.
pub(super) struct Stall {
    timer: Arc<dyn Timer>,
    limit: Duration,
    /// The running timer, and when it ends.
    sleep: Option<(SleepFuture, Duration)>,
    /// The time that was spent waiting before the present wait.
    waited: Duration,
    /// When the present wait began.
    since: Option<Duration>,
    /// How many bytes arrived in the present period.
    bytes: u64,
}

impl Stall {
    /// A limit of zero is replaced by one nanosecond.
    pub(super) fn new(timer: &Arc<dyn Timer>, limit: Duration) -> Self {
        Self {
            timer: Arc::clone(timer),
            limit: limit.max(Duration::from_nanos(1)),
            sleep: None,
            waited: Duration::ZERO,
            since: None,
            bytes: 0,
        }
    }

    pub(super) fn limit(&self) -> Duration {
        self.limit
    }

    /// Records that bytes have arrived.
    pub(super) fn moved(&mut self, bytes: u64) {
        self.bytes += bytes;
        if let Some(since) = self.since.take() {
            self.waited += self.timer.elapsed().saturating_sub(since);
        }
    }

    /// Becomes ready when the body has stalled, with the number of bytes that arrived within the
    /// limit. Call it while there is nothing to read.
    pub(super) fn poll(&mut self, context: &mut Context<'_>) -> Poll<u64> {
        let mut now = self.timer.elapsed();
        loop {
            let since = *self.since.get_or_insert(now);
            let waited = self.waited.saturating_add(now.saturating_sub(since));
            let left = self.limit.saturating_sub(waited);
            if left.is_zero() {
                if (self.bytes as f64) < self.limit.as_secs_f64() {
                    return Poll::Ready(self.bytes);
                }
                (self.waited, self.since, self.bytes) = (Duration::ZERO, None, 0);
                continue;
            }
            let (sleep, until) = self
                .sleep
                .get_or_insert_with(|| (self.timer.sleep(left), now.saturating_add(left)));
            ready!(sleep.as_mut().poll(context));
            // The timer may end early, and its clock may not advance.
            now = self.timer.elapsed().max(*until);
            self.sleep = None;
        }
    }
}

#[cfg(all(test, feature = "tokio"))]
mod tests {
    use std::future::poll_fn;

    use tokio::time::{Instant, sleep};

    use super::*;
    use crate::time::TokioTimer;

    const LIMIT: Duration = Duration::from_secs(5);

    fn stall() -> Stall {
        let timer: Arc<dyn Timer> = Arc::new(TokioTimer::new());
        Stall::new(&timer, LIMIT)
    }

    /// Whether the body stalls within the time.
    async fn stalls_within(stall: &mut Stall, time: Duration) -> Option<u64> {
        tokio::time::timeout(time, poll_fn(|context| stall.poll(context))).await.ok()
    }

    #[tokio::test(start_paused = true)]
    async fn a_body_without_bytes_stalls_after_the_limit() {
        let (mut stall, begin) = (stall(), Instant::now());
        assert_eq!(stalls_within(&mut stall, 10 * LIMIT).await, Some(0));
        assert_eq!(begin.elapsed().as_secs(), 5);
    }

    #[tokio::test(start_paused = true)]
    async fn a_byte_a_second_is_enough_and_less_is_not() {
        for (pause, is_enough) in [(900, true), (1300, false)] {
            let pause = Duration::from_millis(pause);
            let (mut stall, mut stalled) = (stall(), false);
            for _ in 0..20 {
                stalled |= stalls_within(&mut stall, pause).await.is_some();
                stall.moved(1);
            }
            assert_eq!(!stalled, is_enough, "{pause:?}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn the_time_of_the_reader_does_not_count() {
        let mut stall = stall();
        for _ in 0..10 {
            assert_eq!(stalls_within(&mut stall, Duration::from_secs(2)).await, None);
            stall.moved(10);
            sleep(10 * LIMIT).await;
        }
    }
}
