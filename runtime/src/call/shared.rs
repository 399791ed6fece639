//! What the clones of a client share: keys, tokens, rates, places, and how wrong the clock is.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

#[cfg(feature = "tokio")]
use tokio::sync::Semaphore;

use super::random::Invocations;
use crate::error::{CallError, EncodeError};
use crate::retry::{Adaptive, Quota, Rate, RetryMode, Skew};
use crate::sigv4::KeyCache;
use crate::time::Timer;

pub(super) struct Shared {
    pub keys: KeyCache,
    pub invocations: Invocations,
    quota: Mutex<Quota>,
    adaptive: Mutex<Adaptive>,
    /// The last that was seen, in milliseconds. It is one number that nothing else depends on, so
    /// that no order between threads matters.
    skew: AtomicI64,
    #[cfg(feature = "tokio")]
    places: Option<Semaphore>,
    rate: Option<Mutex<Rate>>,
}

/// A place among the calls in flight, free again when dropped.
#[cfg(feature = "tokio")]
pub(super) type Place<'a> = Option<tokio::sync::SemaphorePermit<'a>>;
#[cfg(not(feature = "tokio"))]
pub(super) type Place<'a> = std::marker::PhantomData<&'a ()>;

/// How much a client may do at a time.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Limits {
    pub in_flight: Option<usize>,
    pub per_second: Option<f64>,
}

impl Limits {
    pub(super) fn needs_timer(&self) -> bool {
        self.per_second.is_some()
    }

    /// Whether a call can ever be made under them.
    pub(super) fn check(&self) -> Result<(), CallError> {
        match self.per_second {
            // Also what is not a number.
            Some(rate) if rate.is_nan() || rate <= 0.0 => Err(EncodeError::request(
                "the rate limit lets no attempt through; set `with_rate_limit` to more than 0",
            )
            .into()),
            _ => Ok(()),
        }
    }
}

impl Shared {
    pub(super) fn new(limits: Limits, timer: &dyn Timer) -> Self {
        Self {
            keys: KeyCache::default(),
            invocations: Invocations::default(),
            quota: Mutex::default(),
            adaptive: Mutex::new(Adaptive::new(timer.elapsed().as_secs_f64())),
            skew: AtomicI64::new(0),
            #[cfg(feature = "tokio")]
            places: limits
                .in_flight
                .map(|places| Semaphore::new(places.clamp(1, Semaphore::MAX_PERMITS))),
            rate: limits.per_second.map(|per_second| Mutex::new(Rate::fixed(per_second))),
        }
    }

    pub(super) fn quota(&self) -> MutexGuard<'_, Quota> {
        lock(&self.quota)
    }

    pub(super) fn skew(&self) -> Skew {
        Skew::from_millis(self.skew.load(Ordering::Relaxed))
    }

    pub(super) fn set_skew(&self, skew: Skew) {
        self.skew.store(skew.millis(), Ordering::Relaxed);
    }

    /// Waits for a place among the calls in flight.
    #[cfg(feature = "tokio")]
    pub(super) async fn place(&self) -> Place<'_> {
        match &self.places {
            // Nobody closes it.
            Some(places) => places.acquire().await.ok(),
            None => None,
        }
    }

    #[cfg(not(feature = "tokio"))]
    pub(super) async fn place(&self) -> Place<'_> {
        std::marker::PhantomData
    }

    /// Waits until another attempt may be made: by the rate that was set, and by the one that the
    /// service takes.
    pub(super) async fn turn(&self, mode: RetryMode, timer: &dyn Timer) {
        if let Some(rate) = &self.rate {
            wait(timer, |now| lock(rate).take(now)).await;
        }
        if mode == RetryMode::Adaptive {
            wait(timer, |now| lock(&self.adaptive).take(now)).await;
        }
    }

    /// An attempt was answered, by a request for fewer calls or by anything else.
    pub(super) fn answered(&self, mode: RetryMode, timer: &dyn Timer, is_throttled: bool) {
        if mode == RetryMode::Adaptive {
            lock(&self.adaptive).answered(timer.elapsed().as_secs_f64(), is_throttled);
        }
    }
}

async fn wait(timer: &dyn Timer, take: impl Fn(f64) -> Result<(), Duration>) {
    let mut now = timer.elapsed();
    while let Err(wait) = take(now.as_secs_f64()) {
        timer.sleep(wait).await;
        // Also where a timer comes back early or its time stands still: each wait counts.
        now = timer.elapsed().max(now.saturating_add(wait));
    }
}

/// A thread that panicked elsewhere left whole numbers.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
