//! [`Flight`]: a fetch of credentials that any number of callers wait for. It continues if one of
//! them is dropped.

use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Wake, Waker};

use crate::error::CredentialsError;
use crate::types::{Credentials, CredentialsFuture};

/// How a flight ended.
#[derive(Clone)]
pub(super) enum Landing {
    Answered(Result<Credentials, CredentialsError>),
    /// Whatever drove it was dropped, or the provider panicked. Another fetch may be started.
    Abandoned,
}

/// A fetch that is under way.
pub(super) struct Flight {
    state: Mutex<State>,
    signals: Arc<Signals>,
    /// Whether a task drives it. Otherwise the callers that wait do.
    has_driver: AtomicBool,
}

struct State {
    fetch: Fetch,
    landing: Option<Landing>,
}

enum Fetch {
    Ready(CredentialsFuture<'static>),
    /// A thread is polling it. The lock is free meanwhile: the provider may wait for another
    /// thread, which may ask for credentials too.
    Polled,
    /// It has ended, or the provider panicked.
    Gone,
}

/// The callers that wait, and whether the fetch has to be polled.
struct Signals {
    awake: AtomicBool,
    waiting: Mutex<Waiting>,
}

#[derive(Default)]
struct Waiting {
    next: u64,
    /// By number: the newest is the last.
    wakers: Vec<(u64, Waker)>,
}

impl Flight {
    pub fn new(fetch: CredentialsFuture<'static>) -> Self {
        let signals = Signals { awake: AtomicBool::new(true), waiting: Mutex::default() };
        Self {
            state: Mutex::new(State { fetch: Fetch::Ready(fetch), landing: None }),
            signals: Arc::new(signals),
            has_driver: AtomicBool::new(false),
        }
    }

    /// Waits for the end. The callers drive the fetch, unless a [driver](Self::driver) does.
    pub fn landing(self: &Arc<Self>) -> Waiter {
        Waiter { flight: Arc::clone(self), number: None }
    }

    /// A future that drives the flight, for a task of its own.
    #[cfg(feature = "tokio")]
    pub fn driver(self: &Arc<Self>) -> Driver {
        self.has_driver.store(true, Ordering::Release);
        Driver(Arc::clone(self))
    }

    /// Polls the fetch. Only the caller that polled last is woken.
    fn drive(&self, context: &mut Context<'_>) -> Poll<Landing> {
        let mut state = lock(&self.state);
        if let Some(landing) = &state.landing {
            return Poll::Ready(landing.clone());
        }
        let landing = match std::mem::replace(&mut state.fetch, Fetch::Polled) {
            Fetch::Ready(mut fetch) => {
                drop(state);
                let panics = Panics(self);
                let polled = fetch.as_mut().poll(context);
                std::mem::forget(panics);
                state = lock(&self.state);
                match polled {
                    Poll::Ready(answer) => Landing::Answered(answer),
                    Poll::Pending => {
                        state.fetch = Fetch::Ready(fetch);
                        drop(state);
                        // A caller was woken meanwhile, and found that this thread is polling.
                        if self.signals.awake.load(Ordering::Acquire) {
                            self.signals.wake_all();
                        }
                        return Poll::Pending;
                    }
                }
            }
            Fetch::Polled => {
                // The thread that polls checks whether it has to poll again.
                self.signals.awake.store(true, Ordering::Release);
                return Poll::Pending;
            }
            // The provider has panicked.
            Fetch::Gone => Landing::Abandoned,
        };
        state.fetch = Fetch::Gone;
        state.landing = Some(landing.clone());
        drop(state);
        self.signals.wake_all();
        Poll::Ready(landing)
    }

    /// Ends a flight that nothing drives any more.
    fn abandon(&self) {
        let mut state = lock(&self.state);
        let fetch = std::mem::replace(&mut state.fetch, Fetch::Gone);
        let ends = state.landing.is_none();
        state.landing.get_or_insert(Landing::Abandoned);
        drop(state);
        // Outside the lock: dropping it runs the provider's code.
        drop(fetch);
        if ends {
            self.signals.wake_all();
        }
    }
}

/// Ends the flight if the provider panics.
struct Panics<'a>(&'a Flight);

impl Drop for Panics<'_> {
    fn drop(&mut self) {
        lock(&self.0.state).fetch = Fetch::Gone;
    }
}

/// Waits for the end of a flight.
pub(super) struct Waiter {
    flight: Arc<Flight>,
    number: Option<u64>,
}

impl Future for Waiter {
    type Output = Landing;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Landing> {
        // Register first, then check: otherwise a wake in between would be lost.
        let number = self.flight.signals.register(self.number, context.waker());
        self.number = Some(number);
        let flight = &self.flight;
        if flight.has_driver.load(Ordering::Acquire) {
            return lock(&flight.state).landing.clone().map_or(Poll::Pending, Poll::Ready);
        }
        // One of the callers that were woken polls the fetch; the others only check.
        if flight.signals.awake.swap(false, Ordering::AcqRel) {
            let waker = Waker::from(Arc::clone(&flight.signals));
            return flight.drive(&mut Context::from_waker(&waker));
        }
        lock(&flight.state).landing.clone().map_or(Poll::Pending, Poll::Ready)
    }
}

impl Drop for Waiter {
    fn drop(&mut self) {
        if let Some(number) = self.number {
            self.flight.signals.forget(number);
        }
        // The provider panicked in this caller's poll. The others must not wait for it.
        let is_gone = matches!(lock(&self.flight.state).fetch, Fetch::Gone);
        if is_gone {
            self.flight.abandon();
        }
    }
}

/// Drives a flight. When it is dropped before the end, the flight is abandoned.
#[cfg(feature = "tokio")]
pub(super) struct Driver(Arc<Flight>);

#[cfg(feature = "tokio")]
impl Future for Driver {
    type Output = Landing;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Landing> {
        self.0.drive(context)
    }
}

#[cfg(feature = "tokio")]
impl Drop for Driver {
    fn drop(&mut self) {
        self.0.abandon();
    }
}

impl Signals {
    fn register(&self, number: Option<u64>, waker: &Waker) -> u64 {
        let mut waiting = lock(&self.waiting);
        let number = number.unwrap_or_else(|| {
            waiting.next += 1;
            waiting.next
        });
        let waker = waker.clone();
        let replaced = match waiting.find(number) {
            Ok(at) => Some(std::mem::replace(&mut waiting.wakers[at].1, waker)),
            Err(at) => {
                waiting.wakers.insert(at, (number, waker));
                None
            }
        };
        drop(waiting);
        // Outside the lock: dropping it runs the provider's code.
        drop(replaced);
        number
    }

    fn forget(&self, number: u64) {
        let mut waiting = lock(&self.waiting);
        let forgotten = waiting.find(number).map(|at| waiting.wakers.remove(at));
        drop(waiting);
        drop(forgotten);
    }

    fn wake_all(&self) {
        let wakers = std::mem::take(&mut lock(&self.waiting).wakers);
        for (_, waker) in wakers {
            waker.wake();
        }
    }
}

impl Waiting {
    fn find(&self, number: u64) -> Result<usize, usize> {
        self.wakers.binary_search_by_key(&number, |(number, _)| *number)
    }
}

impl Wake for Signals {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.awake.store(true, Ordering::Release);
        self.wake_all();
    }
}

/// A poisoned lock is used: each change is one assignment.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
