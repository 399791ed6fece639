//! [`WaitError`]: why a wait failed.

use std::error::Error as StdError;
use std::fmt;

use super::outcome::{Last, Outcome, Reason};
use crate::error::Error;
use crate::operation::Operation;

/// The answer to an attempt.
pub(super) type Answer<O> = Result<<O as Operation>::Output, Error<<O as Operation>::Error>>;

/// Why a wait failed, from [`Client::wait`](crate::Client::wait).
///
/// `Display` prints one line: the waiter's name, the number of attempts, what ended the wait, and the
/// error of the last call if there was one:
///
/// ```text
/// TableActive: failed after 1 attempt, with an error that no acceptor matches: DescribeTable: AccessDeniedException (403): … [host dynamodb.eu-west-1.amazonaws.com, …]
/// TableActive: timed out after 9 attempts of DescribeTable (at most 300s); the last answer matches no acceptor
/// ```
///
/// `Debug` prints the same line, and [`source`](StdError::source) returns `None`, so that error
/// reports contain no duplicates. [`last`](Self::last) returns the error of the last call.
pub struct WaitError<O: Operation> {
    inner: Box<Inner<O>>,
}

struct Inner<O: Operation> {
    outcome: Outcome,
    last: Option<Answer<O>>,
}

impl<O: Operation> WaitError<O> {
    pub(super) fn new(outcome: Outcome, last: Option<Answer<O>>) -> Self {
        Self { inner: Box::new(Inner { outcome, last }) }
    }

    /// The waiter's name.
    pub fn waiter(&self) -> &str {
        &self.inner.outcome.waiter
    }

    /// The operation's name.
    pub fn operation(&self) -> &'static str {
        self.inner.outcome.operation
    }

    /// How many calls were made. The retries within a call are not counted; see
    /// [`Error::attempts`].
    pub fn attempts(&self) -> u32 {
        self.inner.outcome.attempts
    }

    /// Whether the time was over. Then [`last`](Self::last) is not decisive.
    pub fn is_timeout(&self) -> bool {
        matches!(self.inner.outcome.reason, Reason::Deadline { .. })
    }

    /// The acceptor that ended the wait: its description, or its error code. `None` if none did.
    pub fn acceptor(&self) -> Option<&str> {
        match &self.inner.outcome.reason {
            Reason::Acceptor(text) => Some(text),
            _ => None,
        }
    }

    /// The last answer: the output or the error of the last call that was complete. `None` if no call
    /// was complete.
    pub fn last(&self) -> Option<Result<&O::Output, &Error<O::Error>>> {
        self.inner.last.as_ref().map(Result::as_ref)
    }

    /// The last answer by value.
    pub fn into_last(self) -> Option<Result<O::Output, Error<O::Error>>> {
        self.inner.last
    }
}

impl<O: Operation> fmt::Display for WaitError<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let last = match &self.inner.last {
            None => Last::None,
            Some(Ok(_)) => Last::Output,
            Some(Err(error)) => Last::Error(error),
        };
        self.inner.outcome.write(&last, f)
    }
}

/// The same line as `Display`, which `main` and `unwrap` print.
impl<O: Operation> fmt::Debug for WaitError<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Has no source: `Display` includes the message of the last call's error.
impl<O: Operation> StdError for WaitError<O> {}
