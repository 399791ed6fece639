//! [`Retry`]: what a person can set.

use std::fmt;
use std::sync::Arc;

use super::failed::FailedAttempt;
use crate::error::RetryReason;
use crate::types::Timeouts;

/// How a client paces what it sends again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RetryMode {
    /// Waits longer and longer, and stops when most of what it sends fails.
    Standard,
    /// The same, and sends no more per second than the service takes: after the first throttling,
    /// calls wait for their turn, first attempts too.
    Adaptive,
    /// Sends everything once.
    Off,
}

type Classifier = Arc<dyn Fn(&FailedAttempt<'_>) -> Option<RetryReason> + Send + Sync>;

/// Whether and how often a call that fails is made again.
///
/// Unless it says otherwise, a client makes three attempts. The wait before the second is a random
/// part of 1 s, before the third of 2 s. Clones of a client share a bucket of 500 tokens: a retry
/// takes 5 of them, or 10 after a timeout, and gives them back when it succeeds; without tokens
/// there is no retry. `AWS_NEW_RETRIES_2026=true`, or [`rules_2026`](Self::rules_2026), chooses
/// the newer rules of the AWS SDKs: 50 ms rather than 1 s unless the service throttles, and 14
/// tokens rather than 5.
///
/// **What has no answer is sent again too**, also when it may have been carried out: a `POST` whose
/// connection broke, say. AWS's own clients do the same, and AWS's operations are made for it. For
/// an API of your own where an order must not be placed twice there is
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

    /// How many attempts a call makes at most, the first one counted. 3 unless set, or 4 for
    /// DynamoDB under the rules of 2026. 0 is taken for 1.
    #[must_use]
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = Some(attempts.max(1));
        self
    }

    /// Whether the rules of 2026 hold, which [`Retry`] describes.
    #[must_use]
    pub fn rules_2026(mut self, hold: bool) -> Self {
        self.rules_2026 = Some(hold);
        self
    }

    /// Retries a request that may have been carried out only where a second one does no harm: the
    /// method is `GET`, `HEAD`, `OPTIONS`, `PUT` or `DELETE`, or the request has an idempotency token.
    ///
    /// Any other request is retried only after a failure which proves that nothing was done:
    ///
    /// - no connection could be made;
    /// - the service refused the signature: `InvalidSignatureException`, `SignatureDoesNotMatch`,
    ///   `RequestTimeTooSkewed`, `RequestExpired`;
    /// - the service asked for fewer calls with a throttling code of AWS: `ThrottlingException`,
    ///   `TooManyRequestsException`, `SlowDown` and their kin, but neither
    ///   `TransactionInProgressException` nor `PriorRequestNotComplete`.
    ///
    /// Nothing else proves it. A status alone does not, not even 429 or 503: it may come from a proxy
    /// that lost the answer, or from a service that stopped halfway. `RequestTimeout`, timeouts and
    /// broken connections do not either.
    #[must_use]
    pub fn idempotent_only(mut self) -> Self {
        self.idempotent_only = true;
        self
    }

    /// Asks `classify` first about every attempt that failed. Where it returns `None`, the attempt
    /// is judged as always; [`FailedAttempt::reason`] says how.
    ///
    /// ```
    /// use aws_operation::{Retry, RetryReason};
    ///
    /// // An API of our own, which answers 409 while a deployment goes on.
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

    /// The same with what the environment says about what is not set in code.
    pub(crate) fn or_rules_2026(mut self, hold: bool) -> Self {
        self.rules_2026 = self.rules_2026.or(Some(hold));
        self
    }
}

/// Whether calls under these rules and limits wait for anything.
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
