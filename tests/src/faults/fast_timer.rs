//! [`FastTimer`]: a timer that runs faster than time, and records the sleeps.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use aws_operation::{SleepFuture, Timer};

/// The maximum number of recorded sleeps.
const MAX_SLEPT: usize = 1_000;

/// A timer whose time, including the time of day, passes `speed` times faster.
#[derive(Debug, Clone)]
pub struct FastTimer {
    start: Instant,
    started_at: SystemTime,
    speed: u32,
    slept: Arc<Mutex<Vec<Duration>>>,
}

impl FastTimer {
    /// A timer that is `speed` times faster.
    pub fn new(speed: u32) -> Self {
        let (start, started_at) = (Instant::now(), SystemTime::now());
        Self { start, started_at, speed, slept: Arc::default() }
    }

    /// The first sleeps, finished or not, in the timer's own time.
    pub fn slept(&self) -> Vec<Duration> {
        self.slept.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Timer for FastTimer {
    fn now(&self) -> SystemTime {
        self.started_at + self.elapsed()
    }

    fn elapsed(&self) -> Duration {
        self.start.elapsed() * self.speed
    }

    fn sleep(&self, duration: Duration) -> SleepFuture {
        let mut slept = self.slept.lock().unwrap_or_else(PoisonError::into_inner);
        // In a long run, an unlimited list would look like a memory leak.
        if slept.len() < MAX_SLEPT {
            slept.push(duration);
        }
        Box::pin(tokio::time::sleep(duration / self.speed))
    }
}
