//! [`Waiter`]: which responses end a wait, and how long to wait between the attempts.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::acceptor::{Acceptor, AcceptorState, Matcher};
use super::error::Answer;
use super::schedule::Delays;
use crate::error::Error;
use crate::operation::Operation;

/// Which responses of an operation end a wait, and how long to wait between the attempts.
///
/// A waiter has a name and *acceptors*. After each attempt, they are asked in the order in which they
/// were added, and the first one that matches decides: the wait succeeds, it fails, or there is another
/// attempt. An output that no acceptor matches leads to another attempt. An error that no acceptor
/// matches ends the wait at once.
///
/// `T` is what a wait returns: the output of the last attempt. If the wait may succeed with an error
/// ([`success_on`](Self::success_on) and [`success_on_any_error`](Self::success_on_any_error)), it is
/// an `Option` of the output.
///
/// ```
/// use std::sync::LazyLock;
/// use std::time::Duration;
///
/// use aws_operation::{Client, Waiter, aws_operation};
///
/// #[aws_operation(method = "HEAD", uri = "/{Bucket}", protocol = "restXml")]
/// struct HeadBucket {
///     #[label("Bucket")]
///     bucket: String,
/// }
///
/// static BUCKET_EXISTS: LazyLock<Waiter<HeadBucket>> = LazyLock::new(|| {
///     Waiter::new("BucketExists")
///         .delays(Duration::from_secs(5), Duration::from_secs(120))
///         .success_on_success()
///         .retry_on("NotFound")
/// });
/// static BUCKET_NOT_EXISTS: LazyLock<Waiter<HeadBucket, Option<()>>> =
///     LazyLock::new(|| Waiter::new("BucketNotExists").success_on("NotFound"));
///
/// # async fn run(s3: Client) -> Result<(), Box<dyn std::error::Error>> {
/// let head = HeadBucket { bucket: "orders".into() };
/// s3.wait(head, &BUCKET_EXISTS).at_most(Duration::from_secs(60)).await?;
/// # Ok(())
/// # }
/// ```
///
/// Cloning is cheap. Source: Smithy 2.0, Waiters.
#[must_use = "a waiter is used by `Client::wait`"]
pub struct Waiter<O: Operation, T = <O as Operation>::Output> {
    name: Cow<'static, str>,
    pub(super) delays: Delays,
    acceptors: Arc<Vec<Acceptor<O>>>,
    /// Converts the answer that ended the wait with success.
    result: Convert<O, T>,
}

/// Converts the answer that ended a wait with success. Returns the error if it cannot be converted.
type Convert<O, T> = fn(Answer<O>) -> Result<T, Error<<O as Operation>::Error>>;

impl<O: Operation> Waiter<O> {
    /// A waiter without acceptors, with Smithy's default delays: 2 s to 120 s. Error messages begin with
    /// the name.
    ///
    /// If the compiler asks for the types of a closure, write the operation:
    /// `Waiter::<DescribeTable>::new("TableActive")`.
    pub fn new(name: impl Into<Cow<'static, str>>) -> Self {
        let (delays, acceptors) = (Delays::default(), Arc::default());
        Self { name: name.into(), delays, acceptors, result: |answer| answer }
    }
}

impl<O: Operation, T> Waiter<O, T> {
    /// Sets the delays between the attempts. The first delay is `min`. Then the delay is random:
    /// between `min`, and a time that doubles with each attempt up to `max`.
    ///
    /// The wait fails before anything is sent if `min` is zero or greater than `max`.
    pub fn delays(mut self, min: Duration, max: Duration) -> Self {
        self.delays = Delays { min, max };
        self
    }

    /// The wait succeeds if this function of the input and the output returns `true`. The description,
    /// such as "the table is active", is for error messages.
    pub fn success_when(
        self,
        description: impl Into<Cow<'static, str>>,
        predicate: impl Fn(&O, &O::Output) -> bool + Send + Sync + 'static,
    ) -> Self {
        let matcher = Matcher::Output(Arc::new(predicate));
        self.with(AcceptorState::Success, matcher, description.into())
    }

    /// The wait fails if this function of the input and the output returns `true`.
    pub fn failure_when(
        self,
        description: impl Into<Cow<'static, str>>,
        predicate: impl Fn(&O, &O::Output) -> bool + Send + Sync + 'static,
    ) -> Self {
        let matcher = Matcher::Output(Arc::new(predicate));
        self.with(AcceptorState::Failure, matcher, description.into())
    }

    /// There is another attempt if this function of the input and the output returns `true`. Add it
    /// before another acceptor that would also match.
    pub fn retry_when(
        self,
        description: impl Into<Cow<'static, str>>,
        predicate: impl Fn(&O, &O::Output) -> bool + Send + Sync + 'static,
    ) -> Self {
        let matcher = Matcher::Output(Arc::new(predicate));
        self.with(AcceptorState::Retry, matcher, description.into())
    }

    /// The wait succeeds after an error of the service with this [code](crate::Error::code), such as
    /// `ResourceNotFoundException`. Then there is no output: the wait returns `None`.
    pub fn success_on(self, code: impl Into<Cow<'static, str>>) -> Waiter<O, Option<O::Output>> {
        self.with(AcceptorState::Success, Matcher::Code, shape_name(code.into())).optional()
    }

    /// The wait fails after an error of the service with this [code](crate::Error::code). It would fail
    /// without this acceptor too, unless a later acceptor matches.
    pub fn failure_on(self, code: impl Into<Cow<'static, str>>) -> Self {
        self.with(AcceptorState::Failure, Matcher::Code, shape_name(code.into()))
    }

    /// There is another attempt after an error of the service with this [code](crate::Error::code).
    pub fn retry_on(self, code: impl Into<Cow<'static, str>>) -> Self {
        self.with(AcceptorState::Retry, Matcher::Code, shape_name(code.into()))
    }

    /// The wait succeeds after every successful call.
    pub fn success_on_success(self) -> Self {
        self.with(AcceptorState::Success, Matcher::AnyOutput, ANY_OUTPUT)
    }

    /// The wait fails after every successful call.
    pub fn failure_on_success(self) -> Self {
        self.with(AcceptorState::Failure, Matcher::AnyOutput, ANY_OUTPUT)
    }

    /// There is another attempt after every successful call.
    pub fn retry_on_success(self) -> Self {
        self.with(AcceptorState::Retry, Matcher::AnyOutput, ANY_OUTPUT)
    }

    /// The wait succeeds after every error of the service. Then there is no output: the wait returns
    /// `None`. A call without a response still ends the wait with an error.
    pub fn success_on_any_error(self) -> Waiter<O, Option<O::Output>> {
        self.with(AcceptorState::Success, Matcher::AnyError, ANY_ERROR).optional()
    }

    /// The wait fails after every error of the service. It would fail without this acceptor too, unless
    /// a later acceptor matches.
    pub fn failure_on_any_error(self) -> Self {
        self.with(AcceptorState::Failure, Matcher::AnyError, ANY_ERROR)
    }

    /// There is another attempt after every error of the service, also after one that will not go away,
    /// such as a missing permission. A call without a response still ends the wait with an error.
    pub fn retry_on_any_error(self) -> Self {
        self.with(AcceptorState::Retry, Matcher::AnyError, ANY_ERROR)
    }

    /// Whether each acceptor matches the output of a successful call. For tests of acceptors.
    #[cfg(feature = "__internals")]
    #[doc(hidden)]
    pub fn accepts(&self, operation: &O, output: &O::Output) -> Vec<bool> {
        self.acceptors.iter().map(|acceptor| acceptor.accepts(operation, output)).collect()
    }

    pub(super) fn name(&self) -> &Cow<'static, str> {
        &self.name
    }

    pub(super) fn acceptors(&self) -> &[Acceptor<O>] {
        &self.acceptors
    }

    /// What a wait returns after the answer that ended it with success.
    pub(super) fn result(&self, answer: Answer<O>) -> Result<T, Error<O::Error>> {
        (self.result)(answer)
    }

    fn with(mut self, state: AcceptorState, matcher: Matcher<O>, text: Cow<'static, str>) -> Self {
        Arc::make_mut(&mut self.acceptors).push(Acceptor { state, matcher, text });
        self
    }

    fn optional(self) -> Waiter<O, Option<O::Output>> {
        let Self { name, delays, acceptors, result: _ } = self;
        Waiter { name, delays, acceptors, result: |answer| Ok(answer.ok()) }
    }
}

const ANY_OUTPUT: Cow<'static, str> = Cow::Borrowed("the call succeeded");
const ANY_ERROR: Cow<'static, str> = Cow::Borrowed("the call failed");

/// The name in an absolute shape id: `NotFound` in `com.amazonaws.s3#NotFound`.
fn shape_name(code: Cow<'static, str>) -> Cow<'static, str> {
    match code.rsplit_once('#') {
        Some((_, name)) => Cow::Owned(name.to_owned()),
        None => code,
    }
}

impl<O: Operation, T> Clone for Waiter<O, T> {
    fn clone(&self) -> Self {
        let acceptors = Arc::clone(&self.acceptors);
        Self { name: self.name.clone(), delays: self.delays, acceptors, result: self.result }
    }
}

impl<O: Operation, T> fmt::Debug for Waiter<O, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Waiter")
            .field("name", &self.name)
            .field("operation", &O::METADATA.name)
            .finish_non_exhaustive()
    }
}
