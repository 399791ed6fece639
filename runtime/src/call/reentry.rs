//! Finds a provider of credentials that asks itself: one that makes a call with the client whose
//! credentials it provides. It would wait for itself, or recurse until the stack ends.
//!
//! While a provider is polled, a thread-local list holds it. A request for its credentials on that
//! thread meanwhile can only come from the provider itself, directly or through other futures.

use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use crate::error::CredentialsError;
use crate::types::{Credentials, CredentialsFuture};

thread_local! {
    /// The providers that are being polled on this thread, the innermost last.
    static POLLED: RefCell<Vec<usize>> = const { RefCell::new(Vec::new()) };
}

/// What tells a provider or a cache from others while it lives: where it is.
pub(crate) fn id<T: ?Sized>(of: &T) -> usize {
    std::ptr::from_ref(of).cast::<()>().addr()
}

/// Whether this thread is within the provider.
pub(crate) fn is_within(id: usize) -> bool {
    POLLED.try_with(|polled| polled.borrow().contains(&id)).unwrap_or(false)
}

/// The credentials that `fetch` comes to, unless the provider is asking for them itself.
pub(crate) fn guarded(id: usize, fetch: CredentialsFuture<'_>) -> Guarded<'_> {
    Guarded { id, fetch, begun: false }
}

/// A fetch that knows whether it is within itself.
pub(crate) struct Guarded<'a> {
    id: usize,
    fetch: CredentialsFuture<'a>,
    begun: bool,
}

impl Future for Guarded<'_> {
    type Output = Result<Credentials, CredentialsError>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        if !self.begun {
            if is_within(self.id) {
                return Poll::Ready(Err(asks_itself()));
            }
            self.begun = true;
        }
        let _within = Within::enter(self.id);
        self.fetch.as_mut().poll(context)
    }
}

#[cold]
pub(crate) fn asks_itself() -> CredentialsError {
    CredentialsError::new(
        "the credentials provider makes a call that needs its own credentials; give that call a \
         client whose `Config` has another provider",
    )
}

/// The innermost provider of this thread, until it is dropped.
struct Within;

impl Within {
    fn enter(id: usize) -> Self {
        // While a thread ends, nothing is known of it any more.
        let _ = POLLED.try_with(|polled| polled.borrow_mut().push(id));
        Self
    }
}

impl Drop for Within {
    fn drop(&mut self) {
        let _ = POLLED.try_with(|polled| polled.borrow_mut().pop());
    }
}
