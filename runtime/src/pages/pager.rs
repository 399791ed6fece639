//! [`Pager`]: requests one page after the other.

use std::future::Future as _;
use std::pin::Pin;
use std::task::{Context, Poll};

use super::repeats::Repeats;
use crate::call::Call;
use crate::client::Client;
use crate::error::{DecodeError, Error};
use crate::operation::Operation;
use crate::paginated::{PageSize, Paginated};

/// The result of a call.
type Answer<O> = Result<<O as Operation>::Output, Error<<O as Operation>::Error>>;

/// Requests one page after the other.
pub(super) struct Pager<O: Paginated> {
    client: Client,
    /// The operation that requests the next page.
    operation: O,
    state: State<O>,
    repeats: Repeats<O::Token>,
    pub(super) on_repeat: OnRepeat,
    pub(super) prefetch: bool,
}

/// What follows a page that has the token of an earlier page.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum OnRepeat {
    /// An error.
    Fail,
    /// If the page was requested with this token, it is the last one. Otherwise an error.
    Stop,
    /// The next page is requested.
    Continue,
}

enum State<O: Paginated> {
    /// The next page has not been requested.
    Ready,
    Running(Call<O::Output, O::Error>),
    /// The call for the next page is complete.
    Arrived(Call<O::Output, O::Error>, Answer<O>),
    /// The last page was returned, but its token is missing or repeated.
    Failed(Error<O::Error>),
    Done,
}

impl<O: Paginated> Pager<O> {
    pub(super) fn new(client: Client, operation: O) -> Self {
        let (state, repeats) = (State::Ready, Repeats::default());
        Self { client, operation, state, repeats, on_repeat: OnRepeat::Fail, prefetch: false }
    }

    /// The token of the next page.
    pub(super) fn token(&self) -> Option<O::Token> {
        self.operation.token()
    }

    pub(super) fn set_page_size(&mut self, size: u32)
    where
        O: PageSize,
    {
        self.operation.set_page_size(size);
    }

    pub(super) fn poll_page(&mut self, context: &mut Context<'_>) -> Poll<Option<Answer<O>>> {
        self.poll_call(context);
        match std::mem::replace(&mut self.state, State::Done) {
            State::Arrived(_, Err(error)) => {
                self.state = State::Ready;
                Poll::Ready(Some(Err(error)))
            }
            State::Arrived(call, Ok(page)) => {
                self.advance(&call, &page);
                self.poll_ahead(context);
                Poll::Ready(Some(Ok(page)))
            }
            State::Failed(error) => Poll::Ready(Some(Err(error))),
            State::Done => Poll::Ready(None),
            state @ (State::Ready | State::Running(_)) => {
                self.state = state;
                Poll::Pending
            }
        }
    }

    /// Polls the call for the next page ahead of time, if `prefetch` is set.
    pub(super) fn poll_ahead(&mut self, context: &mut Context<'_>) {
        if self.prefetch {
            self.poll_call(context);
        }
    }

    /// Starts the call for the next page if necessary, and polls it.
    fn poll_call(&mut self, context: &mut Context<'_>) {
        if matches!(self.state, State::Ready) {
            self.state = State::Running(self.client.send(&self.operation));
        }
        let State::Running(call) = &mut self.state else { return };
        let Poll::Ready(answer) = Pin::new(call).poll(context) else { return };
        if let State::Running(call) = std::mem::replace(&mut self.state, State::Done) {
            self.state = State::Arrived(call, answer);
        }
    }

    /// Sets the operation's token and the state for the page after this one.
    fn advance(&mut self, call: &Call<O::Output, O::Error>, page: &O::Output) {
        let token = match (O::next_token(page), O::has_more(page)) {
            (_, Some(false)) | (None, None) => {
                self.operation.set_token(None);
                return;
            }
            (Some(token), _) => token,
            (None, Some(true)) => {
                self.state = State::Failed(call.unusable(no_token(O::OUTPUT_TOKEN)));
                return;
            }
        };
        let is_same = self.operation.token().as_ref() == Some(&token);
        let is_repeated =
            self.on_repeat != OnRepeat::Continue && (is_same || self.repeats.contains(&token));
        self.operation.set_token(Some(token));
        self.state = match is_repeated {
            // The token is kept: later there may be more pages.
            true if is_same && self.on_repeat == OnRepeat::Stop => State::Done,
            true => State::Failed(call.unusable(repeated(O::OUTPUT_TOKEN))),
            false => State::Ready,
        };
    }
}

fn no_token(member: &str) -> DecodeError {
    DecodeError::new(format!(
        "the output says that there are more pages, but `{member}` is not set"
    ))
}

fn repeated(member: &str) -> DecodeError {
    DecodeError::new(format!(
        "`{member}` has the token of an earlier page, so the pages would never end; call \
         `stop_at_repeated_token` if this marks the last page, or `follow` to request more pages"
    ))
}
