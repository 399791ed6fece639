//! Conversions into [`Error`] from the errors of the other layers.

use super::{
    CallError, Cause, ConfigError, CredentialsError, DecodeError, EncodeError, EndpointError,
    Error, Inner, RetryReason, SignError, TransportError,
};

impl<E> Error<E> {
    /// Removes the operation's own type from the error. The `?` operator does so in a function that
    /// returns [`Error`]. Only [`service`](Self::service) changes: it returns the
    /// [`ServiceError`](crate::ServiceError).
    ///
    /// In a generic function, convert the error before `?`: `.map_err(Error::into_untyped)?`.
    pub fn into_untyped(self) -> Error {
        let Inner { operation, host, origin, attempts, stop, reason, hint, cause } = *self.inner;
        let cause = match cause {
            Cause::Call(error) => Cause::Call(error),
            Cause::Decode { error, raw } => Cause::Decode { error, raw },
            Cause::Service { raw, .. } => Cause::Service { typed: (*raw).clone(), raw },
        };
        let inner = Inner { operation, host, origin, attempts, stop, reason, hint, cause };
        Error { inner: Box::new(inner) }
    }

    /// Sets the operation, the host and the number of attempts, as if a call had failed with this
    /// error. For tests.
    #[must_use]
    pub fn with_call(mut self, operation: &'static str, host: &str, attempts: u32) -> Self {
        let inner = &mut *self.inner;
        (inner.operation, inner.attempts) = (operation, attempts);
        host.clone_into(&mut inner.host);
        self
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
        Self::call("", "", CallError::from(error)).with_outcome(attempts, None, reason, None)
    }
}

/// An error outside any call.
impl<E> From<DecodeError> for Error<E> {
    fn from(error: DecodeError) -> Self {
        Self::new("", "", Cause::Decode { error, raw: None })
    }
}
