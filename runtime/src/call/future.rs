//! [`Call`]: the future of a call.

use std::cell::Cell;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;

use super::Caller;
#[cfg(any(feature = "imds", feature = "sso", feature = "sts"))]
use super::Secrets;
use super::attempts::Running;
use super::finished::{Finished, Outcome};
use super::terms::Start;
use crate::error::{CallError, DecodeError, Error, ServiceError};
#[cfg(feature = "testing")]
use crate::faked::{FakedCall, Typed};
use crate::metadata::Metadata;
use crate::operation::Operation;
use crate::retry::Retry;
use crate::types::Timeouts;
use crate::wire::protocol::{Protocol, Rules};
use crate::wire::request::Checksums;
use crate::wire::response::{FromErrorResponse, FromResponse, ResponseDecoder};

/// The future of a call of an operation with the output `T` and the error `E`. Polling it makes the
/// call; dropping it cancels the call. The retry policy and the timeouts can be overridden before
/// the first poll.
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
///
/// It borrows nothing, so it can be spawned as a task:
///
/// ```no_run
/// # use aws_operation::{Client, aws_operation};
/// # #[aws_operation(method = "GET", uri = "/orders/{id}")]
/// # struct GetOrder {
/// #     id: String,
/// # }
/// # async fn run(orders: Client) -> Result<(), Box<dyn std::error::Error>> {
/// let order = tokio::spawn(orders.send(GetOrder { id: "1".into() }));
/// order.await??;
/// # Ok(())
/// # }
/// ```
#[must_use = "a call is made when it is awaited"]
pub struct Call<T, E = ServiceError> {
    caller: Arc<Caller>,
    metadata: &'static Metadata,
    /// The host, with the operation's prefix if there is one.
    host: Option<http::uri::Authority>,
    max_decoded_bytes: usize,
    rules: &'static Rules,
    state: State,
    decode: fn(&ResponseDecoder<'_>) -> Result<T, DecodeError>,
    decode_error: fn(&ServiceError, &ResponseDecoder<'_>) -> E,
    /// The answer of a fake.
    #[cfg(feature = "testing")]
    faked: Option<Box<FakedAnswer<T, E>>>,
}

/// The answer of a fake, and the functions that convert it to the operation's types.
#[cfg(feature = "testing")]
struct FakedAnswer<T, E> {
    call: Arc<FakedCall>,
    output: fn(Typed) -> Option<T>,
    error: fn(Typed) -> Option<E>,
}

enum State {
    Ready(Box<Start>),
    Running(Running),
    Done { attempts: u32 },
}

impl<T, E> Call<T, E> {
    pub(super) fn new<O>(start: Box<Start>) -> Self
    where
        O: Operation<Output = T, Error = E>,
        T: FromResponse,
        E: FromErrorResponse,
    {
        let host = start.encoded.as_ref().ok();
        Self {
            caller: Arc::clone(&start.terms.caller),
            metadata: start.terms.metadata,
            host: host.and_then(|encoded| encoded.request.uri().authority().cloned()),
            max_decoded_bytes: start.terms.caller.setup.max_decoded_bytes,
            rules: O::Protocol::RULES,
            #[cfg(feature = "testing")]
            faked: start.terms.faked.clone().map(|call| {
                Box::new(FakedAnswer { call, output: O::faked_output, error: O::faked_error })
            }),
            state: State::Ready(start),
            decode: T::from_response::<O::Protocol>,
            decode_error: E::from_error_response::<O::Protocol>,
        }
    }

    /// Overrides the client's retry policy for this call.
    pub fn retry(mut self, retry: Retry) -> Self {
        if let State::Ready(start) = &mut self.state {
            start.terms.retry = Some(retry);
        }
        self
    }

    /// Overrides the client's timeouts for this call.
    pub fn timeouts(mut self, timeouts: Timeouts) -> Self {
        if let State::Ready(start) = &mut self.state {
            start.terms.timeouts = Some(timeouts);
        }
        self
    }

    /// Overrides when this call's checksums are computed and checked.
    pub fn checksums(mut self, checksums: Checksums) -> Self {
        if let State::Ready(start) = &mut self.state {
            start.terms.checksums = Some(checksums);
        }
        self
    }

    /// Adds secrets of this call that no error and no trace may contain.
    #[cfg(any(feature = "imds", feature = "sso", feature = "sts"))]
    pub(crate) fn secrets(mut self, secrets: Secrets) -> Self {
        if let State::Ready(start) = &mut self.state {
            start.terms.secrets = secrets;
        }
        self
    }

    /// Adds the name, the host and the attempts of this completed call to an error in its output.
    pub(crate) fn unusable(&self, error: DecodeError) -> Error<E> {
        let attempts = match self.state {
            State::Done { attempts } => attempts,
            State::Ready(_) | State::Running(_) => 0,
        };
        Error::from(error).with_call(self.metadata.name, self.host(), attempts)
    }

    fn decoder<'a>(&self, response: &'a http::Response<Bytes>) -> ResponseDecoder<'a> {
        ResponseDecoder::new(response).max_decoded_bytes(self.max_decoded_bytes)
    }

    fn host(&self) -> &str {
        self.host.as_ref().map_or(self.caller.host(), |host| host.as_str())
    }

    /// The output from a fake.
    #[cfg(feature = "testing")]
    fn faked_output(&self) -> Option<T> {
        let faked = self.faked.as_ref()?;
        (faked.output)(faked.call.output()?)
    }

    /// The error from a fake, if the call failed with this error of the service.
    #[cfg(feature = "testing")]
    fn faked_error(&self, raw: &ServiceError) -> Option<E> {
        let faked = self.faked.as_ref()?;
        (faked.error)(faked.call.error(raw)?)
    }

    fn finish(&self, finished: Finished) -> Result<T, Error<E>> {
        let name = self.metadata.name;
        let Finished { outcome, attempts, stop, reason, skew, secrets, .. } = finished;
        let host = self.host();
        let error = match outcome {
            Outcome::Success(response, stream) => {
                #[cfg(feature = "testing")]
                if let Some(output) = self.faked_output() {
                    return Ok(output);
                }
                let stream = Cell::new(stream);
                match (self.decode)(&self.decoder(&response).with_stream(&stream)) {
                    Ok(output) => return Ok(output),
                    Err(error) => {
                        let again = |response: &http::Response<Bytes>| {
                            (self.decode)(&self.decoder(response)).err()
                        };
                        let rules = Some(self.rules);
                        let (error, raw) = secrets.redact_success(error, response, rules, &again);
                        Error::decode(name, host, error, raw)
                    }
                }
            }
            Outcome::Service(response, raw) => {
                let decode = || (self.decode_error)(&raw, &self.decoder(&response).of_error());
                #[cfg(feature = "testing")]
                let typed = self.faked_error(&raw).unwrap_or_else(decode);
                #[cfg(not(feature = "testing"))]
                let typed = decode();
                Error::answer(name, host, typed, raw)
            }
            Outcome::Failed(error) => Error::call(name, host, error),
        };
        Err(error.after(attempts, stop, reason, self.caller.region_and_origin(), skew))
    }
}

impl<T, E> Future for Call<T, E> {
    type Output = Result<T, Error<E>>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        if matches!(self.state, State::Ready(_)) {
            let done = State::Done { attempts: 0 };
            if let State::Ready(start) = std::mem::replace(&mut self.state, done) {
                self.state = State::Running(start.run());
            }
        }
        let mut finished = match &mut self.state {
            State::Running(running) => match running.as_mut().poll(context) {
                Poll::Ready(finished) => finished,
                Poll::Pending => return Poll::Pending,
            },
            State::Ready(_) | State::Done { .. } => Finished::failed(CallError::COMPLETED, 0),
        };
        if let Some(host) = finished.host.take() {
            self.host = Some(host);
        }
        self.state = State::Done { attempts: finished.attempts };
        Poll::Ready(self.finish(finished))
    }
}

impl<T, E> fmt::Debug for Call<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("operation", &self.metadata.name)
            .field("host", &self.host())
            .finish_non_exhaustive()
    }
}
