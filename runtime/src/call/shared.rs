//! [`Shared`]: the state that clones of a client share. It has signing keys, retry tokens, rates,
//! limits, and the clock correction.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

#[cfg(feature = "tokio")]
use tokio::sync::Semaphore;

use super::random::Invocations;
use crate::error::{CallError, EncodeError};
use crate::retry::{Adaptive, Quota, Rate, RetryMode, Skew};
use crate::sigv4::KeyCache;
use crate::time::Timer;
use crate::types::{Credentials, Sessions};

pub(super) struct Shared {
    pub keys: KeyCache,
    pub invocations: Invocations,
    quota: Mutex<Quota>,
    adaptive: Mutex<Adaptive>,
    /// The last difference of the clocks, in milliseconds. No other data depends on it, so relaxed
    /// ordering is enough.
    skew: AtomicI64,
    /// The sessions of the service. Empty until a request needs one.
    sessions: OnceLock<Arc<dyn Sessions>>,
    #[cfg(feature = "tokio")]
    places: Option<Semaphore>,
    rate: Option<Mutex<Rate>>,
}

/// A place among the calls in flight. It is freed when dropped.
#[cfg(feature = "tokio")]
pub(super) type Place<'a> = Option<tokio::sync::SemaphorePermit<'a>>;
#[cfg(not(feature = "tokio"))]
pub(super) type Place<'a> = std::marker::PhantomData<&'a ()>;

/// The limits of a client.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Limits {
    pub in_flight: Option<usize>,
    pub per_second: Option<f64>,
}

impl Limits {
    pub(super) fn needs_timer(&self) -> bool {
        self.per_second.is_some()
    }

    /// Checks that the limits allow any calls.
    pub(super) fn check(&self) -> Result<(), CallError> {
        match self.per_second {
            // Zero, negative or NaN.
            Some(rate) if rate.is_nan() || rate <= 0.0 => Err(EncodeError::request(
                "the rate limit allows no attempts; set `with_rate_limit` to more than 0",
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
            sessions: OnceLock::new(),
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

    /// The sessions of the service. The first call creates them.
    pub(super) fn sessions(&self, new: fn() -> Arc<dyn Sessions>) -> &dyn Sessions {
        &**self.sessions.get_or_init(new)
    }

    /// Reports that the service has refused these credentials as expired.
    pub(super) fn refused(&self, credentials: &Credentials) {
        if let Some(sessions) = self.sessions.get() {
            sessions.refused(credentials);
        }
    }

    /// Waits for a place among the calls in flight.
    #[cfg(feature = "tokio")]
    pub(super) async fn place(&self) -> Place<'_> {
        match &self.places {
            // The semaphore is never closed.
            Some(places) => places.acquire().await.ok(),
            None => None,
        }
    }

    #[cfg(not(feature = "tokio"))]
    pub(super) async fn place(&self) -> Place<'_> {
        std::marker::PhantomData
    }

    /// Waits until the next attempt is allowed: by the rate limit that the program set, and in
    /// adaptive mode by the rate that the service accepts.
    pub(super) async fn turn(&self, mode: RetryMode, timer: &dyn Timer) {
        if let Some(rate) = &self.rate {
            wait(timer, |now| lock(rate).take(now)).await;
        }
        if mode == RetryMode::Adaptive {
            wait(timer, |now| lock(&self.adaptive).take(now)).await;
        }
    }

    /// Records that an attempt got a response, and whether it was throttled.
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
        // Adds each wait, in case the timer returns early or its clock does not advance.
        now = timer.elapsed().max(now.saturating_add(wait));
    }
}

/// Ignores poisoning: the numbers are consistent after every statement.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
