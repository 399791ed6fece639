//! [`Wait`]: the future of a wait.

use std::borrow::Cow;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use super::acceptor::{Acceptor, AcceptorState};
use super::codes::Codes;
use super::error::{Answer, WaitError};
use super::outcome::{Outcome, Reason};
use super::schedule::{Delays, Schedule};
use super::waiter::Waiter;
use crate::call::Call;
use crate::client::Client;
use crate::error::ErrorKind;
use crate::operation::Operation;
use crate::time::SleepFuture;
use crate::wire::protocol::Protocol as _;

/// A wait, from [`Client::wait`]. [`at_most`](Self::at_most) makes it a future.
///
/// Nothing is sent before the first poll. Dropping it cancels the current call and sends nothing more.
/// `T` is what the wait returns; see [`Waiter`]. `Limit` is `()` until [`at_most`](Self::at_most) sets
/// the time limit.
#[must_use = "a wait begins when it is awaited: `.at_most(…).await`"]
pub struct Wait<O: Operation, T = <O as Operation>::Output, Limit = ()> {
    client: Client,
    operation: O,
    waiter: Waiter<O, T>,
    limit: Limit,
    state: State<O>,
    schedule: Option<Schedule>,
    last: Option<Answer<O>>,
    /// The text of the retry acceptor that matched the last answer.
    matched: Option<Cow<'static, str>>,
}

enum State<O: Operation> {
    Ready,
    Running(Call<O::Output, O::Error>),
    Waiting(SleepFuture),
    Done,
}

/// The time limit of a [`Wait`].
#[diagnostic::on_unimplemented(
    message = "the wait has no deadline",
    label = "call `.at_most(…)` before `.await`",
    note = "`.at_most(Duration::from_secs(300))` waits at most 5 minutes"
)]
pub trait Deadline {
    #[doc(hidden)]
    fn limit(&self) -> Duration;
}

impl Deadline for Duration {
    fn limit(&self) -> Duration {
        *self
    }
}

impl<O: Operation, T> Wait<O, T> {
    pub(super) fn new(client: Client, operation: O, waiter: Waiter<O, T>) -> Self {
        let (state, schedule, last, matched) = (State::Ready, None, None, None);
        Self { client, operation, waiter, limit: (), state, schedule, last, matched }
    }

    /// Sets the longest time to wait, counted from the first poll. A call that is still running at this
    /// deadline is cancelled.
    ///
    /// The last attempt is made one minimum delay before the deadline, unless an earlier call is still
    /// running then. If no acceptor ends the wait after the last attempt, the wait times out at once. If
    /// the limit is not longer than the minimum delay, there is only one attempt. If the limit is zero,
    /// the wait fails before anything is sent.
    pub fn at_most(self, limit: Duration) -> Wait<O, T, Duration> {
        let Self { client, operation, waiter, limit: (), state, schedule, last, matched } = self;
        Wait { client, operation, waiter, limit, state, schedule, last, matched }
    }
}

impl<O: Operation, T, Limit> Wait<O, T, Limit> {
    /// Overrides the waiter's delays for this wait. See [`Waiter::delays`].
    pub fn delays(mut self, min: Duration, max: Duration) -> Self {
        self.waiter.delays = Delays { min, max };
        self
    }
}

impl<O: Operation, T, Limit: Deadline> Wait<O, T, Limit> {
    /// Checks the settings, and starts the schedule.
    fn start(&self) -> Result<Schedule, Cow<'static, str>> {
        let (delays, limit, setup) = (self.waiter.delays, self.limit.limit(), self.client.setup());
        check(setup.timer.unavailable(), delays, limit)?;
        Ok(Schedule::new(Arc::clone(&setup.timer), delays, limit))
    }

    /// Ends the wait with an error.
    fn fail<X>(&mut self, reason: Reason) -> Poll<Result<X, WaitError<O>>> {
        // Cancels a running call.
        self.state = State::Done;
        let outcome = Outcome {
            waiter: self.waiter.name().clone(),
            operation: O::METADATA.name,
            attempts: self.schedule.as_ref().map_or(0, Schedule::attempts),
            min_delay: self.waiter.delays.min,
            limit: self.limit.limit(),
            reason,
        };
        Poll::Ready(Err(WaitError::new(outcome, self.last.take())))
    }

    /// Ends the wait, unless there is to be another attempt.
    fn decide(&mut self, answer: Answer<O>) -> Poll<Result<T, WaitError<O>>> {
        let acceptor = self.acceptor(&answer);
        let state = acceptor.map(|acceptor| acceptor.state);
        let text = acceptor.map(|acceptor| acceptor.text.clone());
        let failed = match (state, &answer) {
            (Some(AcceptorState::Success), _) => {
                self.state = State::Done;
                return match self.waiter.result(answer) {
                    Ok(result) => Poll::Ready(Ok(result)),
                    // Cannot happen: a waiter that may succeed with an error has an optional result.
                    Err(error) => {
                        self.last = Some(Err(error));
                        self.fail(Reason::NoAcceptor)
                    }
                };
            }
            (Some(AcceptorState::Failure), _) => Some(Reason::Acceptor(text.unwrap_or_default())),
            (None, Err(error)) if error.kind() == ErrorKind::Service => Some(Reason::NoAcceptor),
            (None, Err(_)) => Some(Reason::Call),
            (Some(AcceptorState::Retry), _) | (None, Ok(_)) => {
                self.matched = text;
                None
            }
        };
        self.last = Some(answer);
        match failed {
            Some(reason) => self.fail(reason),
            None => Poll::Pending,
        }
    }

    /// The first acceptor that matches.
    fn acceptor(&self, answer: &Answer<O>) -> Option<&Acceptor<O>> {
        let mut acceptors = self.waiter.acceptors().iter();
        match answer {
            Ok(output) => acceptors.find(|acceptor| acceptor.accepts(&self.operation, output)),
            Err(error) if error.kind() == ErrorKind::Service => {
                let codes = Codes::new(error.raw()?, O::Protocol::RULES);
                acceptors.find(|acceptor| acceptor.accepts_error(&codes))
            }
            Err(_) => None,
        }
    }

    fn deadline(&mut self, is_running: bool) -> Reason {
        Reason::Deadline { is_running, matched: self.matched.take() }
    }

    fn attempt(&mut self) {
        if let Some(schedule) = &mut self.schedule {
            schedule.count_attempt();
        }
        self.state = State::Running(self.client.send(&self.operation));
    }

    fn poll_wait(&mut self, context: &mut Context<'_>) -> Poll<Result<T, WaitError<O>>> {
        loop {
            match &mut self.state {
                State::Ready => match self.start() {
                    Ok(schedule) => {
                        self.schedule = Some(schedule);
                        self.attempt();
                    }
                    Err(message) => return self.fail(Reason::Usage(message)),
                },
                State::Running(call) => match Pin::new(call).poll(context) {
                    Poll::Ready(answer) => {
                        if let Poll::Ready(result) = self.decide(answer) {
                            return Poll::Ready(result);
                        }
                        match self.schedule.as_mut().and_then(Schedule::delay) {
                            Some(sleep) => self.state = State::Waiting(sleep),
                            None => {
                                let reason = self.deadline(false);
                                return self.fail(reason);
                            }
                        }
                    }
                    Poll::Pending => {
                        if let Some(schedule) = &mut self.schedule {
                            ready!(schedule.poll_deadline(context));
                        }
                        let reason = self.deadline(true);
                        return self.fail(reason);
                    }
                },
                State::Waiting(sleep) => {
                    ready!(sleep.as_mut().poll(context));
                    self.attempt();
                }
                State::Done => {
                    let message = "`Wait` polled after completion; start another wait";
                    return self.fail(Reason::Usage(message.into()));
                }
            }
        }
    }
}

/// Checks the settings of a wait.
fn check(no_timer: Option<&str>, delays: Delays, limit: Duration) -> Result<(), Cow<'static, str>> {
    let wrong = if let Some(why) = no_timer {
        return Err(format!("waiters need a timer to wait with; {why}").into());
    } else if limit.is_zero() {
        "the time limit is zero; set a longer one with `at_most`"
    } else if delays.min.is_zero() {
        "the minimum delay is zero; set a longer one with `delays`"
    } else if delays.min > delays.max {
        "the minimum delay is longer than the maximum; change it with `delays`"
    } else {
        return Ok(());
    };
    Err(wrong.into())
}

// No field is pinned.
impl<O: Operation, T, Limit> Unpin for Wait<O, T, Limit> {}

impl<O: Operation, T, Limit: Deadline> Future for Wait<O, T, Limit> {
    type Output = Result<T, WaitError<O>>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.get_mut().poll_wait(context)
    }
}

impl<O: Operation, T, Limit> fmt::Debug for Wait<O, T, Limit> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Wait")
            .field("waiter", self.waiter.name())
            .field("operation", &O::METADATA.name)
            .finish_non_exhaustive()
    }
}
