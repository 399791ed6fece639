//! [`ConfigBuilder`]: what is set in code.

use std::fmt;
use std::sync::Arc;

use super::Config;
use super::environment::Environment;
use super::files::Files;
use crate::error::ConfigError;
use crate::request::Compression;
use crate::retry::Retry;
use crate::time::Timer;
use crate::transport::Transport;
use crate::types::{Credentials, ProvideCredentials, Timeouts};

/// Sets a [`Config`] in code.
///
/// ```
/// use aws_operation::{Config, Credentials};
///
/// let config = Config::builder()
///     .region("eu-west-1")
///     .credentials(Credentials::new("AKIDEXAMPLE", "secret"))
///     .endpoint_url("http://localhost:5000")
///     .build()?;
/// # Ok::<(), aws_operation::ConfigError>(())
/// ```
#[derive(Default)]
pub struct ConfigBuilder {
    pub(super) profile: Option<String>,
    pub(super) region: Option<String>,
    pub(super) fips: Option<bool>,
    pub(super) dual_stack: Option<bool>,
    pub(super) ignore_configured: Option<bool>,
    pub(super) credentials: Option<Arc<dyn ProvideCredentials>>,
    #[cfg(feature = "sts")]
    pub(super) mfa: Option<crate::credentials::MfaCallback>,
    pub(super) endpoint_url: Option<String>,
    pub(super) transport: Option<Arc<dyn Transport>>,
    pub(super) allow_http: Option<bool>,
    pub(super) timer: Option<Arc<dyn Timer>>,
    pub(super) timeouts: Timeouts,
    pub(super) max_response_bytes: Option<usize>,
    pub(super) max_decoded_bytes: Option<usize>,
    pub(super) compression: Option<Compression>,
    pub(super) retry: Option<Retry>,
    pub(super) clock_skew_correction: Option<bool>,
}

impl ConfigBuilder {
    /// The region to sign for, and whose endpoints to call.
    #[must_use]
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.region = Some(region.into());
        self
    }

    /// The profile to read, before `AWS_PROFILE`. Its credentials are then used even where others
    /// stand in the environment.
    #[must_use]
    pub fn profile(mut self, name: impl Into<String>) -> Self {
        self.profile = Some(name.into());
        self
    }

    /// Who is asked for the code of an MFA device, by its serial number or ARN, where a role of a
    /// profile wants one.
    ///
    /// ```
    /// use aws_operation::{Config, CredentialsError};
    ///
    /// let config = Config::builder().mfa_code(|serial| async move {
    ///     eprintln!("code of {serial}:");
    ///     let mut code = String::new();
    ///     let read = std::io::stdin().read_line(&mut code);
    ///     read.map(|_| code).map_err(|error| CredentialsError::new(error.to_string()))
    /// });
    /// ```
    #[cfg(feature = "sts")]
    #[must_use]
    pub fn mfa_code<F>(mut self, code: impl Fn(String) -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Result<String, crate::CredentialsError>> + Send + 'static,
    {
        self.mfa = Some(Arc::new(move |serial: &str| Box::pin(code(serial.to_owned()))));
        self
    }

    /// Fixed credentials.
    #[must_use]
    pub fn credentials(self, credentials: Credentials) -> Self {
        self.credentials_provider(credentials)
    }

    /// A source of credentials, asked before every signature: one that takes long belongs in a
    /// [`CredentialsCache`](crate::CredentialsCache).
    #[must_use]
    pub fn credentials_provider(mut self, provider: impl ProvideCredentials) -> Self {
        self.credentials = Some(Arc::new(provider));
        self
    }

    /// The endpoint of every service, before any variable. Its path stays in front of the
    /// operations' own.
    #[must_use]
    pub fn endpoint_url(mut self, url: impl Into<String>) -> Self {
        self.endpoint_url = Some(url.into());
        self
    }

    /// Whether endpoint URLs of the environment and the profile count for nothing, before any
    /// variable.
    #[must_use]
    pub fn ignore_configured_endpoint_urls(mut self, ignore: bool) -> Self {
        self.ignore_configured = Some(ignore);
        self
    }

    /// Whether endpoints are called whose cryptography is validated after FIPS 140, before any
    /// variable. An endpoint URL that is configured beside it is an error.
    #[must_use]
    pub fn use_fips(mut self, fips: bool) -> Self {
        self.fips = Some(fips);
        self
    }

    /// Whether endpoints are called that speak IPv6 too, before any variable. An endpoint URL that
    /// is configured beside it is an error.
    #[must_use]
    pub fn use_dual_stack(mut self, dual_stack: bool) -> Self {
        self.dual_stack = Some(dual_stack);
        self
    }

    /// Another transport than the default one, which is hyper over rustls.
    #[must_use]
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Whether plain HTTP is spoken to other machines too: a container named `localstack`, say.
    /// Signatures stay secret there, data and session tokens do not.
    #[must_use]
    pub fn allow_http(mut self, allow: bool) -> Self {
        self.allow_http = Some(allow);
        self
    }

    /// Another timer than tokio's.
    #[must_use]
    pub fn timer(mut self, timer: impl Timer) -> Self {
        self.timer = Some(Arc::new(timer));
        self
    }

    /// How long the parts of a call may take.
    #[must_use]
    pub fn timeouts(mut self, timeouts: Timeouts) -> Self {
        self.timeouts = timeouts;
        self
    }

    /// Whether and how often a call that fails is made again, before any variable.
    #[must_use]
    pub fn retry(mut self, retry: Retry) -> Self {
        self.retry = Some(retry);
        self
    }

    /// Whether requests are signed by the service's clock where this machine's is wrong: unless
    /// set, they are.
    ///
    /// A client learns the service's time from the `Date` of an error, so a server could lie to it.
    /// These limits hold:
    ///
    /// - Only an error about the clock or the signature counts: `RequestTimeTooSkewed`,
    ///   `RequestExpired`, `InvalidSignatureException`, `SignatureDoesNotMatch`, `AuthFailure` and
    ///   `AccessDeniedException`. A success has just accepted the clock, and never moves it.
    /// - A difference of up to 4 minutes is ignored: services accept 5.
    /// - A difference of more than 48 hours is not believed, so that no response makes a client sign
    ///   requests that are valid long after. The error's hint says that this machine's clock is wrong.
    /// - A correction that a later error of this kind contradicts is replaced, or forgotten.
    /// - Each client has its own correction. Presigned URLs are signed by this machine's clock.
    #[must_use]
    pub fn clock_skew_correction(mut self, correct: bool) -> Self {
        self.clock_skew_correction = Some(correct);
        self
    }

    /// How large a response's body may be, 128 MiB unless set. For the default transport.
    #[must_use]
    pub fn max_response_bytes(mut self, bytes: usize) -> Self {
        self.max_response_bytes = Some(bytes);
        self
    }

    /// How much memory the lists and maps of a decoded response may take, 512 MiB unless set.
    ///
    /// A short body can be a large value: an item of a list is two bytes of JSON at least, and the
    /// size of its type in memory. Each item counts with that size, each entry of a map with the
    /// sizes of key and value. A response beyond the limit is an error, and is not decoded further.
    #[must_use]
    pub fn max_decoded_bytes(mut self, bytes: usize) -> Self {
        self.max_decoded_bytes = Some(bytes);
        self
    }

    /// Which bodies are compressed, of operations that allow it: those from 10,240 bytes unless
    /// set.
    #[must_use]
    pub fn compression(mut self, compression: Compression) -> Self {
        self.compression = Some(compression);
        self
    }

    /// The configuration as set in code, without a look at the environment or a file.
    ///
    /// # Errors
    ///
    /// [`ConfigError`] names everything that is missing or wrong at once.
    pub fn build(mut self) -> Result<Config, ConfigError> {
        let environment = Environment::default();
        let found = self.read(&environment, &Files::NotAsked)?;
        self.resolve(&environment, &found, None)
    }

    /// The configuration, with the environment and the profile files for what was not set in code.
    ///
    /// Up to two small files are read at once. Where nobody has said the region, the instance's
    /// metadata service is asked for it, with the feature `imds`. Credentials are fetched when the
    /// first call needs them.
    ///
    /// # Errors
    ///
    /// [`ConfigError`] names everything that is missing or wrong at once.
    pub async fn load(mut self) -> Result<Config, ConfigError> {
        let environment = Environment::of_process();
        let found = self.read(&environment, &Files::HERE)?;
        #[cfg(feature = "imds")]
        let instance = match self.instance(&environment, &found) {
            Some(instance) => Some(instance.region().await.map_err(|error| error.to_string())),
            None => None,
        };
        #[cfg(not(feature = "imds"))]
        let instance = None;
        self.resolve(&environment, &found, instance)
    }
}

impl fmt::Debug for ConfigBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ConfigBuilder").field("region", &self.region).finish_non_exhaustive()
    }
}
