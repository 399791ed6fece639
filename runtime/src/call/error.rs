//! Makes the [`Error`] of a call: adds a hint, makes it from a service's response, and removes its
//! type.

use super::hint::hint;
use crate::endpoint::{FROM_REGION, region_hint};
use crate::error::{Error, ErrorKind, Failure, RetryReason, ServiceError, Stop};
use crate::retry::{Failed, Skew, classify};
use crate::wire::response::{FromErrorResponse, ModelledError};

impl<E> Error<E> {
    /// Adds the outcome of the call, and a hint if there is one.
    pub(super) fn after(
        self,
        attempts: u32,
        stop: Option<Stop>,
        reason: Option<RetryReason>,
        (region, origin): (&str, &str),
        skew: Option<Skew>,
    ) -> Self {
        let hint = match (self.kind(), self.raw()) {
            (ErrorKind::Service, Some(raw)) => hint(raw, region, skew),
            _ if self.is_unresolved() => region_hint(self.host(), region),
            _ => None,
        };
        let error = self.with_outcome(attempts, stop, reason, hint);
        match error.is_about_endpoint(origin) {
            true => error.with_origin(origin),
            false => error,
        }
    }

    /// Whether another endpoint might be the remedy: there is no endpoint, it cannot be connected
    /// to, or the service says that it is the wrong one or that the signature is not for it.
    fn is_about_endpoint(&self, origin: &str) -> bool {
        match (self.kind(), self.raw()) {
            (ErrorKind::Config, _) => origin != FROM_REGION,
            (ErrorKind::Transport, _) => self.is_connect(),
            (ErrorKind::Service, Some(raw)) => {
                raw.status().is_redirection()
                    || raw.code().is_some_and(|code| ABOUT_ENDPOINT.contains(&code))
            }
            _ => false,
        }
    }
}

/// The codes of errors for a wrong endpoint or region.
const ABOUT_ENDPOINT: [&str; 7] = [
    "AuthorizationHeaderMalformed",
    "IllegalLocationConstraintException",
    "IncorrectEndpoint",
    "InvalidSignatureException",
    "SignatureDoesNotMatch",
    "UnknownOperationException",
    "UnrecognizedClientException",
];

impl<E: FromErrorResponse> Error<E> {
    /// Makes the error of a service's response, to test how a program handles it. [`From`] makes
    /// all other errors: from a [`TransportError`](crate::TransportError), a
    /// [`CredentialsError`](crate::CredentialsError), a [`ConfigError`](crate::ConfigError) and so
    /// on.
    ///
    /// Whether it is [throttled](Self::is_throttled) or [retryable](Self::is_retryable) is decided as
    /// in a call with the default policy.
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
        Self::answer("", "", typed, Box::new(raw)).after(
            1,
            stop,
            reason,
            ("of the client", ""),
            None,
        )
    }
}

/// Removes the operation's own type, so that one function can make several calls.
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
