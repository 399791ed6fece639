//! [`Retry`]: the retry policy that a program sets.

use std::fmt;
use std::sync::Arc;

use super::failed::FailedAttempt;
use crate::error::RetryReason;
use crate::types::Timeouts;

/// How a client paces retries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RetryMode {
    /// Waits longer after each attempt, and stops if most requests fail.
    Standard,
    /// Like `Standard`, but also limits the rate of calls to the rate that the service accepts.
    /// After the first throttling, the limit applies to all attempts, including first attempts.
    Adaptive,
    /// No retries.
    Off,
}

type Classifier = Arc<dyn Fn(&FailedAttempt<'_>) -> Option<RetryReason> + Send + Sync>;

/// The retry policy: whether and how often a failed call is retried.
///
/// By default, a call makes up to three attempts. The wait before the second attempt is random, up
/// to 1 s; the wait before the third is random, up to 2 s. Clones of a client share a bucket of 500
/// retry tokens. A retry takes 5 tokens, or 10 after a timeout, and returns them if it succeeds.
/// Without enough tokens there is no retry. `AWS_NEW_RETRIES_2026=true`, or
/// [`rules_2026`](Self::rules_2026), selects the newer rules of the AWS SDKs: 50 ms instead of 1 s
/// unless the service throttles, and 14 tokens instead of 5.
///
/// S3 may fail after it has sent a success status. Such a call is retried if the error's code says
/// that a retry may succeed (`InternalError`, `SlowDown`), or if the body is incomplete.
///
/// **A request without a response is retried**, even if it may have been carried out: for example a
/// `POST` whose connection broke. The AWS SDKs do the same, and AWS operations are designed for it.
/// For your own API, if for example an order must not be placed twice, use
/// [`idempotent_only`](Self::idempotent_only).
///
/// ```
/// use aws_operation::{Config, Credentials, Retry, RetryReason};
///
/// let config = Config::builder()
///     .region("eu-west-1")
///     .credentials(Credentials::new("AKIDEXAMPLE", "secret"))
///     .retry(Retry::standard().max_attempts(5))
///     .build()?;
/// # Ok::<(), aws_operation::ConfigError>(())
/// ```
#[derive(Clone)]
pub struct Retry {
    pub(super) mode: RetryMode,
    pub(super) max_attempts: Option<u32>,
    pub(super) rules_2026: Option<bool>,
    pub(super) idempotent_only: bool,
    pub(super) classifier: Option<Classifier>,
}

/// [`Retry::standard`].
impl Default for Retry {
    fn default() -> Self {
        Self::standard()
    }
}

impl Retry {
    /// [`RetryMode::Standard`].
    pub fn standard() -> Self {
        Self::of(RetryMode::Standard)
    }

    /// [`RetryMode::Adaptive`].
    pub fn adaptive() -> Self {
        Self::of(RetryMode::Adaptive)
    }

    /// [`RetryMode::Off`].
    pub fn off() -> Self {
        Self::of(RetryMode::Off)
    }

    pub(crate) fn of(mode: RetryMode) -> Self {
        Self {
            mode,
            max_attempts: None,
            rules_2026: None,
            idempotent_only: false,
            classifier: None,
        }
    }

    /// The maximum number of attempts of a call, including the first one. By default 3, or 4 for
    /// DynamoDB with the rules of 2026. 0 means 1.
    #[must_use]
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = Some(attempts.max(1));
        self
    }

    /// Whether to use the rules of 2026; see [`Retry`].
    #[must_use]
    pub fn rules_2026(mut self, hold: bool) -> Self {
        self.rules_2026 = Some(hold);
        self
    }

    /// A request that may have been carried out is only retried if a second request does no harm:
    /// the method is `GET`, `HEAD`, `OPTIONS`, `PUT` or `DELETE`, or the request has an idempotency
    /// token.
    ///
    /// Other requests are only retried after a failure that proves that the request was not carried
    /// out:
    ///
    /// - no connection could be made;
    /// - the service rejected the signature: `InvalidSignatureException`, `SignatureDoesNotMatch`,
    ///   `RequestTimeTooSkewed`, `RequestExpired`;
    /// - the service throttled with an AWS error code: `ThrottlingException`,
    ///   `TooManyRequestsException`, `SlowDown` and so on, except for
    ///   `TransactionInProgressException` and `PriorRequestNotComplete`.
    ///
    /// No other failure proves it. A status alone does not, not even 429 or 503: it may come from a
    /// proxy that lost the response, or from a service that stopped halfway. `RequestTimeout`,
    /// timeouts and broken connections do not prove it either.
    #[must_use]
    pub fn idempotent_only(mut self) -> Self {
        self.idempotent_only = true;
        self
    }

    /// Calls `classify` for each failed attempt. If it returns `None`, the common rules decide.
    /// [`FailedAttempt::reason`] returns their decision.
    ///
    /// ```
    /// use aws_operation::{Retry, RetryReason};
    ///
    /// // Your own API returns 409 during a deployment.
    /// let retry = Retry::standard().classifier(|attempt| match attempt.status()?.as_u16() {
    ///     409 if attempt.operation() == "UpdateStage" => Some(RetryReason::Transient),
    ///     _ => None,
    /// });
    /// ```
    #[must_use]
    pub fn classifier(
        mut self,
        classify: impl Fn(&FailedAttempt<'_>) -> Option<RetryReason> + Send + Sync + 'static,
    ) -> Self {
        self.classifier = Some(Arc::new(classify));
        self
    }

    pub(crate) fn mode(&self) -> RetryMode {
        self.mode
    }

    /// Sets the rules of 2026 unless the program has set them.
    pub(crate) fn or_rules_2026(mut self, hold: bool) -> Self {
        self.rules_2026 = self.rules_2026.or(Some(hold));
        self
    }
}

/// Whether a call with this policy and these timeouts may have to wait.
pub(crate) fn needs_timer(retry: &Retry, timeouts: &Timeouts) -> bool {
    retry.mode() != RetryMode::Off
        || timeouts.attempt_timeout().is_some()
        || timeouts.operation_timeout().is_some()
}

impl fmt::Debug for Retry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Retry")
            .field("mode", &self.mode)
            .field("max_attempts", &self.max_attempts)
            .field("rules_2026", &self.rules_2026)
            .field("idempotent_only", &self.idempotent_only)
            .field("classifier", &self.classifier.is_some())
            .finish()
    }
}
