//! [`WaitError`]: why a wait failed.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;

use super::outcome::{Last, Outcome, Reason};
use crate::error::{CallError, Error};
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
///
/// In a function that returns [`Error`], the `?` operator converts it: into the error of the last call,
/// if that ended the wait, and otherwise into an error with this line, of the kind
/// [`ErrorKind::Wait`](crate::ErrorKind::Wait), or [`ErrorKind::Usage`](crate::ErrorKind::Usage) if the
/// program misused the wait.
///
/// ```
/// use std::time::Duration;
///
/// use aws_operation::{Client, Waiter, aws_operation};
///
/// #[aws_operation(method = "GET", uri = "/orders/{id}")]
/// struct GetOrder {
///     id: String,
/// }
///
/// # async fn run(client: Client) {
/// let exists = Waiter::new("OrderExists").success_on_success().retry_on("NotFoundException");
/// let wait = client.wait(GetOrder { id: "1".into() }, &exists);
/// match wait.at_most(Duration::from_secs(60)).await {
///     Ok(()) => println!("the order exists"),
///     Err(error) if error.is_timeout() => {
///         println!("the order does not exist yet, after {} attempts", error.attempts());
///     }
///     Err(error) => println!("{error}"),
/// }
/// # }
/// ```
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

    /// Whether the wait timed out. Then [`last`](Self::last) did not end it.
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

    /// The last answer: the output or the error of the last completed call. `None` if no call was
    /// completed.
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

/// The error of the last call, if it ended the wait. Otherwise an error with the line of the wait.
impl<O: Operation> From<WaitError<O>> for Error {
    fn from(error: WaitError<O>) -> Self {
        let line = Cow::from(error.to_string());
        let Inner { outcome, last } = *error.inner;
        let error = match (outcome.reason, last) {
            (Reason::Usage(_), _) => CallError::Usage(line),
            (Reason::Deadline { .. }, _) => CallError::Wait(line),
            (_, Some(Err(error))) => return error.into_untyped(),
            _ => CallError::Wait(line),
        };
        Self::call("", "", error)
    }
}
