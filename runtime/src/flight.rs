//! [`Flight`]: a fetch of credentials that several callers can wait for. It continues if a caller
//! is dropped.

use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Wake, Waker};

use crate::error::CredentialsError;
use crate::types::{Credentials, CredentialsFuture};

/// The result of a flight.
#[derive(Clone)]
pub(crate) enum Landing {
    Answered(Result<Credentials, CredentialsError>),
    /// The future that polled the flight was dropped, or the provider panicked. A new fetch may be
    /// started.
    Abandoned,
}

/// A fetch in progress.
pub(crate) struct Flight {
    state: Mutex<State>,
    signals: Arc<Signals>,
    /// Whether a task polls it. Otherwise the waiting callers do.
    has_driver: AtomicBool,
}

struct State {
    fetch: Fetch,
    landing: Option<Landing>,
}

enum Fetch {
    Ready(CredentialsFuture<'static>),
    /// A thread is polling the fetch. The lock is free during that time, because the provider may
    /// wait for another thread that requests credentials too.
    Polled,
    /// The fetch has ended, or the provider panicked.
    Gone,
}

/// The waiting callers, and whether the fetch must be polled.
struct Signals {
    awake: AtomicBool,
    waiting: Mutex<Waiting>,
}

#[derive(Default)]
struct Waiting {
    next: u64,
    /// The wakers by number. The newest is last.
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

    /// Waits for the result. The callers poll the fetch, unless a [driver](Self::driver) does.
    pub fn landing(self: &Arc<Self>) -> Waiter {
        Waiter { flight: Arc::clone(self), number: None }
    }

    /// A future that polls the flight, for a separate task.
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
                        // While this thread polled, another caller was woken and did not poll.
                        if self.signals.awake.load(Ordering::Acquire) {
                            self.signals.wake_all();
                        }
                        return Poll::Pending;
                    }
                }
            }
            Fetch::Polled => {
                // The polling thread then checks whether it must poll again.
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

    /// Ends a flight that is no longer polled.
    fn abandon(&self) {
        let mut state = lock(&self.state);
        let fetch = std::mem::replace(&mut state.fetch, Fetch::Gone);
        let ends = state.landing.is_none();
        state.landing.get_or_insert(Landing::Abandoned);
        drop(state);
        // Dropped outside the lock, because the drop runs the provider's code.
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

/// Waits for the result of a flight.
pub(crate) struct Waiter {
    flight: Arc<Flight>,
    number: Option<u64>,
}

impl Future for Waiter {
    type Output = Landing;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Landing> {
        // Registers before it checks. Otherwise a wake between both would be lost.
        let number = self.flight.signals.register(self.number, context.waker());
        self.number = Some(number);
        let flight = &self.flight;
        if flight.has_driver.load(Ordering::Acquire) {
            return lock(&flight.state).landing.clone().map_or(Poll::Pending, Poll::Ready);
        }
        // Only one of the woken callers polls the fetch. The others just check for a result.
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
        // If the provider panicked in this caller's poll, the other callers must not wait for it.
        let is_gone = matches!(lock(&self.flight.state).fetch, Fetch::Gone);
        if is_gone {
            self.flight.abandon();
        }
    }
}

/// Polls a flight. If it is dropped early, the flight is abandoned.
#[cfg(feature = "tokio")]
pub(crate) struct Driver(Arc<Flight>);

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
        // Dropped outside the lock, because the drop runs the provider's code.
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

/// Ignores poisoning: each change is a single assignment.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
