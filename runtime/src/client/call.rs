//! [`Call`]: a call of an operation, which is made when it is awaited.

use std::fmt;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};

use super::attempts::Start;
use super::finished::{Finished, Outcome};
use crate::error::{CallError, EncodeError, Error, Failure, ServiceError};
use crate::operation::{Operation, decode_error, decode_within};
use crate::retry::Retry;
use crate::timeouts::Timeouts;

/// A call of an operation: a future, which makes the call when it is polled, and stops when it is
/// dropped. What it says differently from its client, say before.
///
/// ```no_run
/// use std::time::Duration;
///
/// use aws_operation::{Client, Retry, Timeouts, aws_operation};
///
/// #[aws_operation(method = "GET", uri = "/orders/{id}")]
/// struct GetOrder {
///     id: String,
/// }
///
/// # async fn run(orders: Client) -> Result<(), Box<dyn std::error::Error>> {
/// orders
///     .send(GetOrder { id: "1".into() })
///     .retry(Retry::off())
///     .timeouts(Timeouts::default().operation(Duration::from_millis(300)))
///     .await?;
/// # Ok(())
/// # }
/// ```
#[must_use = "a call is made when it is awaited"]
pub struct Call<'a, O> {
    state: State<'a>,
    /// The host with its prefix, where the operation has one.
    host: Option<http::uri::Authority>,
    region: &'a str,
    max_decoded_bytes: usize,
    operation: PhantomData<fn() -> O>,
}

enum State<'a> {
    Ready(Box<Start<'a>>),
    Running(Pin<Box<dyn Future<Output = Finished> + Send + 'a>>),
    Done,
}

impl<'a, O: Operation> Call<'a, O> {
    pub(super) fn new(start: Box<Start<'a>>) -> Self {
        let host = start.encoded.as_ref().ok();
        let host = host.and_then(|encoded| encoded.request.uri().authority().cloned());
        Self {
            host: host.or_else(|| start.terms.client.host().parse().ok()),
            region: &start.terms.client.region,
            max_decoded_bytes: start.terms.client.config.max_decoded_bytes(),
            state: State::Ready(start),
            operation: PhantomData,
        }
    }

    /// Makes this call again by other rules than the client's.
    pub fn retry(mut self, retry: Retry) -> Self {
        if let State::Ready(start) = &mut self.state {
            start.terms.retry = Some(retry);
        }
        self
    }

    /// Limits this call by other timeouts than the client's.
    pub fn timeouts(mut self, timeouts: Timeouts) -> Self {
        if let State::Ready(start) = &mut self.state {
            start.terms.timeouts = Some(timeouts);
        }
        self
    }

    fn finish(&self, finished: Finished) -> Result<O::Output, Error<O::Error>> {
        let metadata = &O::METADATA;
        let host = self.host.as_ref().map_or("unknown", |host| host.as_str());
        let Finished { outcome, attempts, stop, reason, skew } = finished;
        let error = match outcome {
            Outcome::Success(response) => {
                match decode_within::<O>(&response, self.max_decoded_bytes) {
                    Ok(output) => return Ok(output),
                    Err(failure) => {
                        let received = || ServiceError::from_response(&response, metadata.protocol);
                        Error::response(metadata.name, host, failure, received)
                    }
                }
            }
            Outcome::Service(response, raw) => {
                let typed = decode_error::<O>(&response, &raw, self.max_decoded_bytes);
                let failure = Failure::Service(typed, raw);
                let received = || ServiceError::from_response(&response, metadata.protocol);
                Error::response(metadata.name, host, failure, received)
            }
            Outcome::Failed(error) => Error::call(metadata.name, host, error),
        };
        Err(error.after(attempts, stop, reason, self.region, skew))
    }
}

impl<O: Operation> Future for Call<'_, O> {
    type Output = Result<O::Output, Error<O::Error>>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        if matches!(self.state, State::Ready(_)) {
            if let State::Ready(start) = std::mem::replace(&mut self.state, State::Done) {
                self.state = State::Running(Box::pin(start.run()));
            }
        }
        let finished = match &mut self.state {
            State::Running(running) => match running.as_mut().poll(context) {
                Poll::Ready(finished) => finished,
                Poll::Pending => return Poll::Pending,
            },
            State::Ready(_) | State::Done => {
                let error = EncodeError::request("the call is over already; make another one");
                return Poll::Ready(Err(Error::call(
                    O::METADATA.name,
                    "unknown",
                    CallError::Encode(error),
                )));
            }
        };
        self.state = State::Done;
        Poll::Ready(self.finish(finished))
    }
}

impl<O: Operation> fmt::Debug for Call<'_, O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("operation", &O::METADATA.name)
            .field("host", &self.host.as_ref().map(|host| host.as_str()))
            .finish_non_exhaustive()
    }
}
