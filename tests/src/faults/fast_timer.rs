//! [`Hasty`]: a timer that runs faster and records the sleeps.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use aws_operation::{SleepFuture, Timer};

/// The maximum number of recorded sleeps.
const MAX_SLEPT: usize = 1_000;

/// A timer whose time, including the time of day, passes `times` times faster.
#[derive(Debug, Clone)]
pub struct Hasty {
    start: Instant,
    started_at: SystemTime,
    times: u32,
    slept: Arc<Mutex<Vec<Duration>>>,
}

impl Hasty {
    /// A timer that is `times` times faster.
    pub fn new(times: u32) -> Self {
        let (start, started_at) = (Instant::now(), SystemTime::now());
        Self { start, started_at, times, slept: Arc::default() }
    }

    /// The first sleeps, finished or not, in the timer's own time.
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
        // In a long run, an unlimited list would look like a memory leak.
        if slept.len() < MAX_SLEPT {
            slept.push(duration);
        }
        Box::pin(tokio::time::sleep(duration / self.times))
    }
}
