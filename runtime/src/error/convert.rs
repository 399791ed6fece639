//! Errors of errors: for `?` in a function that makes several calls, and for tests.

use super::{
    CallError, Cause, ConfigError, CredentialsError, DecodeError, EncodeError, EndpointError,
    Error, Failure, Inner, RetryReason, ServiceError, SignError, Stop, TransportError,
};
use crate::response::{FromErrorResponse, ModelledError};
use crate::retry::{Failed, classify};

impl<E> Error<E> {
    /// The same error without the operation's own type: what `?` makes of it in a function that
    /// returns [`Error`]. Only [`service`](Self::service) changes: it is the [`ServiceError`].
    ///
    /// In a generic function, `?` needs this first: `.map_err(Error::into_untyped)?`.
    pub fn into_untyped(self) -> Error {
        let Inner { operation, host, attempts, stop, reason, hint, cause } = *self.inner;
        let cause = match cause {
            Cause::Call(error) => Cause::Call(error),
            Cause::Decode { error, raw } => Cause::Decode { error, raw },
            Cause::Service { raw, .. } => Cause::Service { typed: (*raw).clone(), raw },
        };
        Error { inner: Box::new(Inner { operation, host, attempts, stop, reason, hint, cause }) }
    }

    /// The same error, as a call of this operation fails with after so many attempts: for tests.
    #[must_use]
    pub fn with_call(mut self, operation: &'static str, host: &str, attempts: u32) -> Self {
        let inner = &mut *self.inner;
        (inner.operation, inner.attempts) = (operation, attempts);
        host.clone_into(&mut inner.host);
        self
    }
}

impl<E: FromErrorResponse> Error<E> {
    /// The error of a service's answer, for tests of what a program does with it. [`From`] makes the
    /// others: of a [`TransportError`], a [`CredentialsError`], a [`ConfigError`] and so on.
    ///
    /// Whether it is [throttled](Self::is_throttled) or [retryable](Self::is_retryable) is judged as
    /// in a call.
    ///
    /// ```
    /// use aws_operation::{Error, ServiceError, TransportError, aws_error};
    ///
    /// #[aws_error]
    /// #[derive(Debug)]
    /// enum GetOrderError {
    ///     NotFoundException { message: Option<String> },
    ///     Other(ServiceError),
    /// }
    ///
    /// fn is_missing(error: &Error<GetOrderError>) -> bool {
    ///     matches!(error.service(), Some(GetOrderError::NotFoundException { .. }))
    /// }
    ///
    /// let raw = ServiceError::new(404, "NotFoundException", "no such order");
    /// let typed = GetOrderError::NotFoundException { message: None };
    /// let error = Error::from_service(typed, raw).with_call("GetOrder", "example.com", 1);
    /// assert!(is_missing(&error) && !error.is_retryable());
    /// assert_eq!(
    ///     error.to_string(),
    ///     "GetOrder: NotFoundException (404): no such order [host example.com, 1 attempt, not retryable]",
    /// );
    ///
    /// let busy = ServiceError::new(429, "TooManyRequestsException", "slow down");
    /// assert!(Error::from_service(GetOrderError::Other(busy.clone()), busy).is_throttled());
    /// let slow = Error::<GetOrderError>::from(TransportError::timeout("too slow"));
    /// assert!(slow.is_timeout() && slow.is_retryable() && !is_missing(&slow));
    /// ```
    pub fn from_service(typed: E, raw: ServiceError) -> Self {
        let reason = classify(&Failed::Service(&raw), E::RETRYABLE, false);
        let stop = reason.is_none().then_some(Stop::NotRetryable);
        Self::answer("", "", typed, Box::new(raw)).after(1, stop, reason, "of the client", None)
    }
}

/// An error of the operation's own type without that type, so that one function can make several calls.
///
/// ```
/// use aws_operation::{Client, Config, Error, ServiceError, aws_error, aws_operation, services};
///
/// #[aws_operation(method = "GET", uri = "/restapis/{restApiId}", error = GetRestApiError)]
/// struct GetRestApi {
///     rest_api_id: String,
/// }
///
/// #[aws_error]
/// #[derive(Debug)]
/// enum GetRestApiError {
///     NotFoundException { message: Option<String> },
///     Other(ServiceError),
/// }
///
/// #[aws_operation(method = "DELETE", uri = "/restapis/{restApiId}")]
/// struct DeleteRestApi {
///     rest_api_id: String,
/// }
///
/// async fn delete(rest_api_id: &str) -> Result<(), Error> {
///     let config = Config::load().await?;
///     let apigateway = Client::new(&config, services::API_GATEWAY);
///     apigateway.send(GetRestApi { rest_api_id: rest_api_id.into() }).await?;
///     apigateway.send(DeleteRestApi { rest_api_id: rest_api_id.into() }).await?;
///     Ok(())
/// }
/// ```
impl<E: ModelledError> From<Error<E>> for Error {
    fn from(error: Error<E>) -> Self {
        error.into_untyped()
    }
}

macro_rules! from_call_error {
    ($($error:ty)*) => {$(
        /// An error outside any call.
        impl<E> From<$error> for Error<E> {
            fn from(error: $error) -> Self {
                Self::call("", "", CallError::from(error))
            }
        }
    )*};
}

from_call_error!(ConfigError EndpointError EncodeError CredentialsError SignError);

/// An error outside any call.
impl<E> From<TransportError> for Error<E> {
    fn from(error: TransportError) -> Self {
        let reason = error.is_retryable().then_some(RetryReason::Transient);
        let attempts = u32::from(!error.is_refused());
        Self::call("", "", CallError::from(error)).after(attempts, None, reason, "", None)
    }
}

/// An error outside any call.
impl<E> From<DecodeError> for Error<E> {
    fn from(error: DecodeError) -> Self {
        Self::new("", "", Cause::Decode { error, raw: None })
    }
}

/// An error outside any call.
impl<E: FromErrorResponse> From<Failure<E>> for Error<E> {
    fn from(failure: Failure<E>) -> Self {
        match failure {
            Failure::Service(typed, raw) => Self::from_service(typed, *raw),
            Failure::Decode(error) => error.into(),
        }
    }
}

/// An error outside any call, without the operation's own type.
impl<E: ModelledError> From<Failure<E>> for Error {
    fn from(failure: Failure<E>) -> Self {
        Error::<E>::from(failure).into_untyped()
    }
}
