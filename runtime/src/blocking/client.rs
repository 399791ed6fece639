//! [`Client`] and [`Call`]: calls that block the current thread.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;

use super::{Items, Pages, Wait, run};
use crate::config::Config;
use crate::error::{ConfigError, Error, ServiceError};
use crate::operation::Operation;
use crate::paginated::{Paginated, PaginatedItems};
use crate::retry::Retry;
use crate::service::Service;
use crate::sigv4::{PostPolicy, Presigned, PresignedPost};
use crate::types::Timeouts;
use crate::waiters::Waiter;
use crate::wire::request::Checksums;

/// A [`Client`](crate::Client) whose methods block the current thread until they are done. Cloning is
/// cheap; clones share connections. See the [module](super) for an example.
///
/// Each method without documentation of its own is the one of [`crate::Client`] with the same name.
/// `Client::from` converts an async client with all its settings, and they then share limits and tokens.
#[derive(Clone)]
pub struct Client(crate::Client);

impl From<crate::Client> for Client {
    fn from(client: crate::Client) -> Self {
        Self(client)
    }
}

impl Client {
    /// See [`Client::new`](crate::Client::new).
    pub fn new(config: &Config, service: Service) -> Self {
        Self(crate::Client::new(config, service))
    }

    /// See [`Client::for_url`](crate::Client::for_url).
    ///
    /// # Errors
    ///
    /// Those of [`Client::for_url`](crate::Client::for_url).
    pub fn for_url(config: &Config, url: &str) -> Result<Self, ConfigError> {
        crate::Client::for_url(config, url).map(Self)
    }

    /// The async client, with the same settings.
    pub fn as_async(&self) -> &crate::Client {
        &self.0
    }

    /// See [`Client::with_endpoint_url`](crate::Client::with_endpoint_url).
    ///
    /// # Errors
    ///
    /// Those of [`Client::with_endpoint_url`](crate::Client::with_endpoint_url).
    pub fn with_endpoint_url(self, url: &str) -> Result<Self, ConfigError> {
        self.0.with_endpoint_url(url).map(Self)
    }

    /// See [`Client::with_retry`](crate::Client::with_retry).
    #[must_use]
    pub fn with_retry(self, retry: Retry) -> Self {
        Self(self.0.with_retry(retry))
    }

    /// See [`Client::with_timeouts`](crate::Client::with_timeouts).
    #[must_use]
    pub fn with_timeouts(self, timeouts: Timeouts) -> Self {
        Self(self.0.with_timeouts(timeouts))
    }

    /// Makes a call. Pass a reference to keep the operation.
    ///
    /// # Errors
    ///
    /// Those of [`Client::send`](crate::Client::send) and of [`run`].
    pub fn send<O: Operation>(&self, operation: O) -> Result<O::Output, Error<O::Error>> {
        run(self.0.send(operation))
    }

    /// A call whose retry policy, timeouts and checksums can be overridden. [`Call::send`] makes it.
    pub fn call<O: Operation>(&self, operation: O) -> Call<O::Output, O::Error> {
        Call(self.0.send(operation))
    }

    /// All pages of a paginated operation. See [`Client::pages`](crate::Client::pages).
    pub fn pages<O: Paginated>(&self, operation: O) -> Pages<O> {
        Pages(self.0.pages(operation))
    }

    /// All items of a paginated operation. See [`Client::items`](crate::Client::items).
    pub fn items<O: PaginatedItems>(&self, operation: O) -> Items<O> {
        Items(self.0.items(operation))
    }

    /// Repeats a call until the waiter succeeds or fails, or until the deadline:
    /// `wait(operation, &waiter).at_most(limit)`. See [`Client::wait`](crate::Client::wait).
    pub fn wait<O: Operation, T>(&self, operation: O, waiter: &Waiter<O, T>) -> Wait<O, T> {
        Wait(self.0.wait(operation, waiter))
    }

    /// Signs and sends a request that is not an operation. See
    /// [`Client::send_http`](crate::Client::send_http).
    ///
    /// # Errors
    ///
    /// Those of [`Client::send_http`](crate::Client::send_http) and of [`run`].
    pub fn send_http(&self, request: http::Request<Bytes>) -> Result<http::Response<Bytes>, Error> {
        run(self.0.send_http(request))
    }

    /// Signs a URL that makes the call. See [`Client::presign`](crate::Client::presign).
    ///
    /// # Errors
    ///
    /// Those of [`Client::presign`](crate::Client::presign) and of [`run`].
    pub fn presign<O: Operation>(
        &self,
        operation: O,
        expires_in: Duration,
    ) -> Result<Presigned, Error<O::Error>> {
        run(self.0.presign(operation, expires_in))
    }

    /// Signs a form that uploads an object. See [`Client::presign_post`](crate::Client::presign_post).
    ///
    /// # Errors
    ///
    /// Those of [`Client::presign_post`](crate::Client::presign_post) and of [`run`].
    pub fn presign_post(&self, policy: PostPolicy) -> Result<PresignedPost, Error> {
        run(self.0.presign_post(policy))
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A call, from [`Client::call`], that [`send`](Self::send) makes.
///
/// ```no_run
/// # use aws_operation::aws_operation;
/// use aws_operation::{Retry, blocking};
///
/// # #[aws_operation(method = "GET", uri = "/orders/{id}")]
/// # struct GetOrder {
/// #     id: String,
/// # }
/// # fn run(orders: blocking::Client) -> Result<(), Box<dyn std::error::Error>> {
/// orders.call(GetOrder { id: "1".into() }).retry(Retry::off()).send()?;
/// # Ok(())
/// # }
/// ```
#[must_use = "a call is made by `send`"]
#[derive(Debug)]
pub struct Call<T, E = ServiceError>(crate::call::Call<T, E>);

impl<T, E> Call<T, E> {
    /// Overrides the client's retry policy for this call.
    pub fn retry(self, retry: Retry) -> Self {
        Self(self.0.retry(retry))
    }

    /// Overrides the client's timeouts for this call.
    pub fn timeouts(self, timeouts: Timeouts) -> Self {
        Self(self.0.timeouts(timeouts))
    }

    /// Overrides when this call's checksums are computed and checked.
    pub fn checksums(self, checksums: Checksums) -> Self {
        Self(self.0.checksums(checksums))
    }

    /// Makes the call.
    ///
    /// # Errors
    ///
    /// Those of [`Client::send`].
    pub fn send(self) -> Result<T, Error<E>> {
        run(self.0)
    }
}
