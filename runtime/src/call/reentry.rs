//! Detects a credentials provider that needs its own credentials, because it makes a call with a
//! client that uses this provider. Without this check, the provider would wait for itself or
//! overflow the stack.
//!
//! While a provider is polled, a thread-local list contains it. If its credentials are requested on
//! the same thread during that time, the request comes from the provider itself, directly or
//! through other futures.

use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use crate::error::CredentialsError;
use crate::types::{Credentials, CredentialsFuture};

thread_local! {
    /// The providers that this thread is polling. The innermost is last.
    static POLLED: RefCell<Vec<usize>> = const { RefCell::new(Vec::new()) };
}

/// Identifies a provider or a cache by its address, as long as it exists.
pub(crate) fn id<T: ?Sized>(of: &T) -> usize {
    std::ptr::from_ref(of).cast::<()>().addr()
}

/// Whether this thread is polling the provider.
pub(crate) fn is_within(id: usize) -> bool {
    POLLED.try_with(|polled| polled.borrow().contains(&id)).unwrap_or(false)
}

/// The credentials of `fetch`; an error if the provider itself asks for them.
pub(crate) fn guarded(id: usize, fetch: CredentialsFuture<'_>) -> Guarded<'_> {
    Guarded { id, fetch, begun: false }
}

/// The future that [`guarded`] returns.
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

/// Keeps a provider on this thread's list until it is dropped.
struct Within;

impl Within {
    fn enter(id: usize) -> Self {
        // The thread-local list no longer exists while the thread ends.
        let _ = POLLED.try_with(|polled| polled.borrow_mut().push(id));
        Self
    }
}

impl Drop for Within {
    fn drop(&mut self) {
        let _ = POLLED.try_with(|polled| polled.borrow_mut().pop());
    }
}
