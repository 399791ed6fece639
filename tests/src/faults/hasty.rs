//! [`Hasty`]: a timer whose seconds are short, and which remembers what it was asked for.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use aws_operation::{SleepFuture, Timer};

/// A timer whose time passes so many times faster; its time of day as well.
#[derive(Debug, Clone)]
pub struct Hasty {
    start: Instant,
    started_at: SystemTime,
    times: u32,
    slept: Arc<Mutex<Vec<Duration>>>,
}

impl Hasty {
    /// A timer that is so many times faster.
    pub fn new(times: u32) -> Self {
        let (start, started_at) = (Instant::now(), SystemTime::now());
        Self { start, started_at, times, slept: Arc::default() }
    }

    /// What was slept, or begun to be, in its own time.
    pub fn slept(&self) -> Vec<Duration> {
        self.slept.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Timer for Hasty {
    fn now(&self) -> SystemTime {
        self.started_at + self.elapsed()
    }

    fn elapsed(&self) -> Duration {
        self.start.elapsed() * self.times
    }

    fn sleep(&self, duration: Duration) -> SleepFuture {
        self.slept.lock().unwrap_or_else(PoisonError::into_inner).push(duration);
        Box::pin(tokio::time::sleep(duration / self.times))
    }
}
