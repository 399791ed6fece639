//! [`Hasty`]: a timer whose seconds are short, and which remembers what it was asked for.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use aws_operation::{SleepFuture, Timer};

/// No more sleeps are remembered.
const MAX_SLEPT: usize = 1_000;

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

    /// What was slept first, or begun to be, in its own time.
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
        let mut slept = self.slept.lock().unwrap_or_else(PoisonError::into_inner);
        // A long run would take it for a leak.
        if slept.len() < MAX_SLEPT {
            slept.push(duration);
        }
        Box::pin(tokio::time::sleep(duration / self.times))
    }
}
