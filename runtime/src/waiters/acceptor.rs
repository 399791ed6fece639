//! [`Acceptor`]: matches answers to a wait's calls, and says whether the wait ends.

use std::borrow::Cow;
use std::sync::Arc;

use super::codes::Codes;
use crate::operation::Operation;

/// What follows if an acceptor matches.
///
/// Source: Smithy 2.0, Waiters, "Acceptor".
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum AcceptorState {
    Success,
    Failure,
    Retry,
}

/// A function of the input and the output.
type Predicate<O> = dyn Fn(&O, &<O as Operation>::Output) -> bool + Send + Sync;

/// What an acceptor matches.
pub(super) enum Matcher<O: Operation> {
    /// An output for which the function returns `true`.
    Output(Arc<Predicate<O>>),
    /// Every output.
    AnyOutput,
    /// An error of the service whose code is the acceptor's text.
    Code,
    /// Every error of the service.
    AnyError,
}

/// Matches answers to a wait's calls, and says whether the wait ends.
pub(super) struct Acceptor<O: Operation> {
    pub state: AcceptorState,
    pub matcher: Matcher<O>,
    /// The description, or the error code.
    pub text: Cow<'static, str>,
}

impl<O: Operation> Acceptor<O> {
    /// Whether it matches the output of a successful call.
    pub(super) fn accepts(&self, operation: &O, output: &O::Output) -> bool {
        match &self.matcher {
            Matcher::Output(predicate) => predicate(operation, output),
            Matcher::AnyOutput => true,
            Matcher::Code | Matcher::AnyError => false,
        }
    }

    /// Whether it matches an error of the service with these codes.
    pub(super) fn accepts_error(&self, codes: &Codes<'_>) -> bool {
        match self.matcher {
            Matcher::Code => codes.contain(&self.text),
            Matcher::AnyError => true,
            Matcher::Output(_) | Matcher::AnyOutput => false,
        }
    }
}

impl<O: Operation> Clone for Acceptor<O> {
    fn clone(&self) -> Self {
        let matcher = match &self.matcher {
            Matcher::Output(predicate) => Matcher::Output(Arc::clone(predicate)),
            Matcher::AnyOutput => Matcher::AnyOutput,
            Matcher::Code => Matcher::Code,
            Matcher::AnyError => Matcher::AnyError,
        };
        Self { state: self.state, matcher, text: self.text.clone() }
    }
}
