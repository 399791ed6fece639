//! [`Asking`]: which page is next, and the call that asks for it.

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

/// The calls that ask for one page after the other.
pub(super) struct Asking<O: Paginated> {
    client: Client,
    /// Asks for the next page.
    operation: O,
    state: State<O>,
    repeats: Repeats<O::Token>,
    pub(super) follow: bool,
    pub(super) prefetch: bool,
}

enum State<O: Paginated> {
    /// The next page was not asked for.
    Ready,
    Running(Call<O::Output, O::Error>),
    /// The next page arrived before the program wanted it.
    Arrived(Call<O::Output, O::Error>, Answer<O>),
    /// It is not known which page is next.
    Failed(Error<O::Error>),
    Done,
}

impl<O: Paginated> Asking<O> {
    pub(super) fn new(client: Client, operation: O) -> Self {
        let (follow, prefetch) = (false, false);
        let (state, repeats) = (State::Ready, Repeats::default());
        Self { client, operation, state, repeats, follow, prefetch }
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

    /// Receives the next page while the program works on the page before, if that is wanted.
    pub(super) fn poll_ahead(&mut self, context: &mut Context<'_>) {
        if self.prefetch {
            self.poll_call(context);
        }
    }

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

    /// Finds out which page comes after this one.
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
        let is_repeated = !self.follow && (is_same || self.repeats.contains(&token));
        self.operation.set_token(Some(token));
        self.state = match is_repeated {
            true => State::Failed(call.unusable(repeated(O::OUTPUT_TOKEN))),
            false => State::Ready,
        };
    }
}

fn no_token(member: &str) -> DecodeError {
    DecodeError::new(format!("there are more pages, but `{member}` has no token to ask for them"))
}

fn repeated(member: &str) -> DecodeError {
    DecodeError::new(format!(
        "`{member}` has the token of an earlier page, so the pages would never end; call `follow` if \
         this is intended"
    ))
}
