//! [`Fake`]: a transport that answers operations with values.

use std::any::{Any, TypeId, type_name};
use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;

use super::clock::FakeClock;
use super::fault::Fault;
use crate::client::Client;
use crate::config::{Config, ConfigBuilder};
use crate::error::{ServiceError, TransportError};
use crate::faked::{FakedCall, Faking, Faults, ForFake, Reply, Typed};
use crate::operation::Operation;
use crate::service::Service;
use crate::transport::{Transport, TransportFuture};
use crate::types::{Body, Credentials};
use crate::wire::response::FromErrorResponse as _;

const REGION: &str = "us-east-1";

/// Answers operations with values. It never sends anything.
///
/// Operations are encoded and checked as usual, so a call with an empty label fails. Then the function
/// for the operation's type is called, once for each call, when [`Client::send`] is called. The answer
/// goes through the client's loop of attempts, so retries, pages and waiters work as with a service. They
/// take no time: the clock of a fake advances as soon as a call waits.
///
/// A request's body that is a stream is read to its end before the call returns an output, and its bytes
/// are discarded. The clock also advances while the call waits for the next bytes, so a timeout of the
/// client or of the call can end it. An operation with events in both directions is different: the fake
/// does not read the events, and returns the output at once. Then the request has ended, so
/// [`EventSender::send`](crate::EventSender::send) returns an error.
///
/// A call of an operation without a function fails, and the error says what to add. Clones share
/// everything.
#[derive(Clone, Default)]
pub struct Fake {
    answers: Arc<Mutex<Answers>>,
    clock: FakeClock,
}

#[derive(Default)]
struct Answers {
    operations: HashMap<TypeId, Answer>,
    otherwise: Option<Otherwise>,
}

type Otherwise = Arc<dyn Fn(http::Request<Bytes>) -> http::Response<Bytes> + Send + Sync>;

/// How the calls of an operation are answered.
#[derive(Default)]
struct Answer {
    /// Each answers one call.
    once: VecDeque<Function>,
    /// Answers all other calls.
    always: Option<Function>,
    faults: Faults,
    count: usize,
    /// Copies of the operations, if they can be copied.
    calls: Vec<Typed>,
}

/// Answers an operation.
type Function = Arc<Mutex<dyn FnMut(&dyn Any) -> Option<Reply> + Send>>;

impl Fake {
    /// A fake without answers.
    pub fn new() -> Self {
        Self::default()
    }

    /// A client of `service` that the fake answers. Its region is `us-east-1`.
    pub fn client(&self, service: Service) -> Client {
        Client::new(&self.config(), service)
    }

    /// A configuration for clients that the fake answers. Its region is `us-east-1`.
    pub fn config(&self) -> Config {
        Config::fixed(REGION, credentials(), self.clone(), self.clock.clone())
    }

    /// The builder of this configuration, to add more settings, for example a retry policy.
    pub fn config_builder(&self) -> ConfigBuilder {
        Config::builder()
            .region(REGION)
            .credentials(credentials())
            .transport(self.clone())
            .timer(self.clock.clone())
    }

    /// Answers all calls of an operation. Replaces the function from an earlier call of `on`.
    #[must_use]
    pub fn on<O, F>(self, answer: F) -> Self
    where
        O: Operation<Output: Send + 'static, Error: Send + 'static> + 'static,
        F: FnMut(&O) -> Result<O::Output, O::Error> + Send + 'static,
    {
        self.change::<O>(|operation| operation.always = Some(function(answer)))
    }

    /// Answers one call of an operation. Later calls get the next answer of `once`, and after the last
    /// the one of [`on`](Self::on).
    #[must_use]
    pub fn once<O, F>(self, answer: F) -> Self
    where
        O: Operation<Output: Send + 'static, Error: Send + 'static> + 'static,
        F: FnMut(&O) -> Result<O::Output, O::Error> + Send + 'static,
    {
        self.change::<O>(|operation| operation.once.push_back(function(answer)))
    }

    /// Lets the next attempts of an operation fail, before the answer of [`on`](Self::on),
    /// [`once`](Self::once) or [`otherwise`](Self::otherwise).
    ///
    /// ```
    /// # use aws_operation::{aws_operation, services};
    /// use aws_operation::testing::{Fake, Fault};
    ///
    /// # #[aws_operation(protocol = "awsJson1_0")]
    /// # #[derive(Default)]
    /// # struct DeleteTable {
    /// #     table_name: String,
    /// # }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let fake = Fake::new()
    ///     .on(|_: &DeleteTable| Ok(()))
    ///     .fault::<DeleteTable>(Fault::throttled().times(2));
    /// // The client retries twice.
    /// fake.client(services::DYNAMODB).send(DeleteTable::default()).await.unwrap();
    /// # }
    /// ```
    #[must_use]
    pub fn fault<O: Operation + 'static>(self, fault: Fault) -> Self {
        self.change::<O>(|operation| {
            let mut faults = lock(&operation.faults);
            faults.extend((0..fault.times).map(|_| fault.failing.clone()));
        })
    }

    /// Answers the requests of all other operations, and those of
    /// [`Client::send_http`](crate::Client::send_http). Bodies that are streams are empty.
    #[must_use]
    pub fn otherwise(
        self,
        answer: impl Fn(http::Request<Bytes>) -> http::Response<Bytes> + Send + Sync + 'static,
    ) -> Self {
        lock(&self.answers).otherwise = Some(Arc::new(answer));
        self
    }

    /// The calls of an operation so far, in order. Calls whose operation cannot be encoded are not
    /// among them.
    pub fn calls<O: Operation + Clone + 'static>(&self) -> Vec<O> {
        let answers = lock(&self.answers);
        let calls = answers.operations.get(&TypeId::of::<O>()).map(|operation| &operation.calls);
        calls.into_iter().flatten().filter_map(|call| call.downcast_ref::<O>().cloned()).collect()
    }

    /// The number of calls of an operation so far.
    pub fn count<O: Operation + 'static>(&self) -> usize {
        let answers = lock(&self.answers);
        answers.operations.get(&TypeId::of::<O>()).map_or(0, |operation| operation.count)
    }

    fn change<O: 'static>(self, change: impl FnOnce(&mut Answer)) -> Self {
        change(lock(&self.answers).operations.entry(TypeId::of::<O>()).or_default());
        self
    }
}

/// The function for an operation of any type.
fn function<O, F>(mut answer: F) -> Function
where
    O: Operation<Output: Send + 'static, Error: Send + 'static> + 'static,
    F: FnMut(&O) -> Result<O::Output, O::Error> + Send + 'static,
{
    Arc::new(Mutex::new(move |operation: &dyn Any| {
        Some(match answer(operation.downcast_ref::<O>()?) {
            Ok(output) => Reply::Output(Box::new(output)),
            Err(error) => {
                let raw = error.as_received();
                let raw =
                    raw.unwrap_or_else(|| ServiceError::new(400, "", type_name::<O::Error>()));
                Reply::Error { raw: Box::new(raw), typed: Box::new(error) }
            }
        })
    }))
}

impl Faking for Fake {
    fn call(&self, name: &str, operation: ForFake<'_>) -> Result<FakedCall, String> {
        let ForFake { operation, copy } = operation;
        let (function, faults, has_otherwise) = {
            let answers = &mut *lock(&self.answers);
            let answer = answers.operations.entry(operation.type_id()).or_default();
            answer.count += 1;
            answer.calls.extend(copy);
            let function = answer.once.pop_front().or_else(|| answer.always.clone());
            (function, Arc::clone(&answer.faults), answers.otherwise.is_some())
        };
        // Not under the lock, so that the function can use the fake.
        match function.and_then(|function| lock(&function)(operation)) {
            Some(reply) => Ok(FakedCall::new(faults, reply)),
            None if has_otherwise => Ok(FakedCall::new(faults, Reply::Http)),
            None => Err(format!(
                "the fake has no answer for this call; add `.on(|operation: &{name}| Ok(…))` for all \
                 calls, or `.once(…)` for one more"
            )),
        }
    }
}

impl Transport for Fake {
    fn send(&self, request: http::Request<Body>) -> TransportFuture<'_> {
        let otherwise = lock(&self.answers).otherwise.clone();
        let request = request.map(|body| body.as_bytes().cloned().unwrap_or_default());
        let response = match otherwise {
            Some(answer) => Ok(answer(request).map(Body::from)),
            None => Err(TransportError::other(format!(
                "the fake has no answer for {} {}; add `.otherwise(|request| …)`",
                request.method(),
                request.uri().path()
            ))),
        };
        Box::pin(std::future::ready(response))
    }

    fn keeps_dot_segments(&self) -> bool {
        true
    }

    fn as_faking(&self) -> Option<&dyn Faking> {
        Some(self)
    }
}

/// Prints the number of operations, and no values, which may be sensitive.
impl fmt::Debug for Fake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let operations = lock(&self.answers).operations.len();
        f.debug_struct("Fake").field("operations", &operations).finish_non_exhaustive()
    }
}

fn credentials() -> Credentials {
    Credentials::new("AKIDFAKE", "secret")
}

/// Ignores poisoning: the values are consistent after every statement, even if a function panics.
fn lock<T: ?Sized>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
