//! Which threads wait for a blocking call.

use std::cell::Cell;

thread_local! {
    static STATE: Cell<State> = const { Cell::new(State::Async) };
}

#[derive(Clone, Copy)]
enum State {
    /// The thread makes async calls.
    Async,
    /// The thread waits for a blocking call, or does the I/O of blocking calls.
    Waiting,
    /// The thread waits for a blocking call that was refused. The text is the reason.
    Refused(&'static str),
}

fn state() -> State {
    // While a thread ends, its state may already be dropped.
    STATE.try_with(Cell::get).unwrap_or(State::Async)
}

/// Whether this thread waits for a blocking call, or does the I/O of blocking calls.
pub(crate) fn is_waiting() -> bool {
    matches!(state(), State::Waiting)
}

/// Checks that this thread does not wait for a refused blocking call.
///
/// # Errors
///
/// The reason of the refusal.
pub(super) fn check() -> Result<(), &'static str> {
    match state() {
        State::Refused(reason) => Err(reason),
        State::Async | State::Waiting => Ok(()),
    }
}

/// Marks this thread as the one that does the I/O of blocking calls, until it ends.
pub(crate) fn mark_io_thread() {
    let _ = STATE.try_with(|state| state.set(State::Waiting));
}

/// Until it is dropped, this thread waits for a blocking call.
pub(crate) struct Waiting {
    before: State,
}

impl Waiting {
    pub(crate) fn begin() -> Self {
        Self::set(State::Waiting)
    }

    /// Begins a call that fails for this reason.
    pub(crate) fn refused(reason: &'static str) -> Self {
        Self::set(State::Refused(reason))
    }

    fn set(state: State) -> Self {
        Self { before: STATE.try_with(|now| now.replace(state)).unwrap_or(State::Async) }
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        let _ = STATE.try_with(|state| state.set(self.before));
    }
}
