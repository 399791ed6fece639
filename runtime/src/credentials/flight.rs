//! A fetch of credentials that any number of callers wait for, and that outlives each of them.

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
    /// Whoever drove it was dropped, or the provider panicked: somebody else may fetch anew.
    Abandoned,
}

/// A fetch that is under way.
pub(super) struct Flight {
    state: Mutex<State>,
    signals: Arc<Signals>,
    /// A task drives it; otherwise those who wait for it do.
    has_driver: AtomicBool,
}

struct State {
    fetch: Fetch,
    landing: Option<Landing>,
}

enum Fetch {
    Ready(CredentialsFuture<'static>),
    /// It is with the thread that polls it. The lock is free meanwhile: the provider may wait for
    /// another thread, which may ask for credentials too.
    Polled,
    /// It is over, or the provider panicked.
    Gone,
}

/// Those who wait, and whether there is something to poll for.
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

    /// The end of the flight. Those who wait drive it, unless a [driver](Self::driver) does.
    pub fn landing(self: &Arc<Self>) -> Waiter {
        Waiter { flight: Arc::clone(self), number: None }
    }

    /// A future that drives the flight, for a task of its own.
    #[cfg(feature = "tokio")]
    pub fn driver(self: &Arc<Self>) -> Driver {
        self.has_driver.store(true, Ordering::Release);
        Driver(Arc::clone(self))
    }

    /// Polls the fetch. A wake is for whoever polled last.
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
                        // Somebody was woken meanwhile, and found it polled.
                        if self.signals.awake.load(Ordering::Acquire) {
                            self.signals.wake_all();
                        }
                        return Poll::Pending;
                    }
                }
            }
            Fetch::Polled => {
                // Whoever polls it looks whether there is something new to poll for.
                self.signals.awake.store(true, Ordering::Release);
                return Poll::Pending;
            }
            // The provider panicked before.
            Fetch::Gone => Landing::Abandoned,
        };
        state.fetch = Fetch::Gone;
        state.landing = Some(landing.clone());
        drop(state);
        self.signals.wake_all();
        Poll::Ready(landing)
    }

    /// Ends a flight that nothing drives any longer.
    fn abandon(&self) {
        let mut state = lock(&self.state);
        let fetch = std::mem::replace(&mut state.fetch, Fetch::Gone);
        let ends = state.landing.is_none();
        state.landing.get_or_insert(Landing::Abandoned);
        drop(state);
        // Its own code runs when it is dropped.
        drop(fetch);
        if ends {
            self.signals.wake_all();
        }
    }
}

/// Dropped where the provider panics below it.
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
        // First the name on the list, then the look: a wake in between is not lost.
        let number = self.flight.signals.register(self.number, context.waker());
        self.number = Some(number);
        let flight = &self.flight;
        if flight.has_driver.load(Ordering::Acquire) {
            return lock(&flight.state).landing.clone().map_or(Poll::Pending, Poll::Ready);
        }
        // One of those who were woken polls the fetch; the others only look.
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
        // The provider panicked below this caller: the others must not wait for it.
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
        // Its own code runs when it is dropped.
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

/// A panic elsewhere leaves whole values: each change is one assignment.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
