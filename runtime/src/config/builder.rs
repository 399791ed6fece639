//! [`ConfigBuilder`]: a configuration that is set in code.

use std::fmt;
use std::sync::Arc;

use super::Config;
use super::endpoint_parameters::AccountIdEndpointMode;
use super::environment::Environment;
use super::files::Files;
use crate::call::{Follow, follow};
use crate::endpoint::{ACCOUNT_ID_MODE, PATH_STYLE};
use crate::endpoint_rules::Value;
use crate::error::ConfigError;
#[cfg(feature = "sts")]
use crate::error::CredentialsError;
use crate::retry::Retry;
use crate::time::Timer;
use crate::transport::Transport;
use crate::types::{Credentials, ProvideCredentials, Timeouts};
use crate::wire::request::{Checksums, Compression};

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
    /// The parameters of endpoint rules.
    pub(super) endpoint_parameters: Vec<(&'static str, Value<'static>)>,
    pub(super) transport: Option<Arc<dyn Transport>>,
    pub(super) allow_http: Option<bool>,
    pub(super) timer: Option<Arc<dyn Timer>>,
    pub(super) timeouts: Timeouts,
    pub(super) max_response_bytes: Option<usize>,
    pub(super) max_decoded_bytes: Option<usize>,
    pub(super) compression: Option<Compression>,
    pub(super) request_checksums: Option<Checksums>,
    pub(super) response_checksums: Option<Checksums>,
    pub(super) retry: Option<Retry>,
    pub(super) clock_skew_correction: Option<bool>,
    pub(super) follow: Option<Follow>,
}

impl ConfigBuilder {
    /// The region that requests are signed for, and whose endpoints are called.
    #[must_use]
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.region = Some(region.into());
        self
    }

    /// The profile to read, instead of `AWS_PROFILE`. The profile's credentials are used even if
    /// the environment has credentials.
    #[must_use]
    pub fn profile(mut self, name: impl Into<String>) -> Self {
        self.profile = Some(name.into());
        self
    }

    /// A function that returns the code of an MFA device. It is called with the device's serial
    /// number or ARN if a role in a profile requires a code.
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
        F: Future<Output = Result<String, CredentialsError>> + Send + 'static,
    {
        self.mfa = Some(Arc::new(move |serial: &str| Box::pin(code(serial.to_owned()))));
        self
    }

    /// Fixed credentials.
    #[must_use]
    pub fn credentials(self, credentials: Credentials) -> Self {
        self.credentials_provider(credentials)
    }

    /// The credentials provider. It is called before each signature, so wrap a slow provider in a
    /// [`CredentialsCache`](crate::CredentialsCache).
    #[must_use]
    pub fn credentials_provider(mut self, provider: impl ProvideCredentials) -> Self {
        self.credentials = Some(Arc::new(provider));
        self
    }

    /// The endpoint of every service. It overrides the environment. The URL's path is prepended to
    /// the paths of the operations.
    #[must_use]
    pub fn endpoint_url(mut self, url: impl Into<String>) -> Self {
        self.endpoint_url = Some(url.into());
        self
    }

    /// Whether to ignore the endpoint URLs in the environment and the profile. It overrides the
    /// environment.
    #[must_use]
    pub fn ignore_configured_endpoint_urls(mut self, ignore: bool) -> Self {
        self.ignore_configured = Some(ignore);
        self
    }

    /// Whether to call FIPS endpoints, whose cryptography is validated by FIPS 140. It overrides
    /// the environment. It is an error together with a configured endpoint URL.
    #[must_use]
    pub fn use_fips(mut self, fips: bool) -> Self {
        self.fips = Some(fips);
        self
    }

    /// Whether to call dual-stack endpoints, which have IPv4 and IPv6 addresses. It overrides the
    /// environment. It is an error together with a configured endpoint URL.
    #[must_use]
    pub fn use_dual_stack(mut self, dual_stack: bool) -> Self {
        self.dual_stack = Some(dual_stack);
        self
    }

    /// Whether the URL path has the name of the S3 bucket, instead of the host. At a configured
    /// endpoint it has, unless this is set to `false`: most servers other than AWS have no host for
    /// each bucket. It overrides the profile.
    #[must_use]
    pub fn force_path_style(self, force: bool) -> Self {
        self.endpoint_parameter(PATH_STYLE, force.into())
    }

    /// Whether to call S3 through Transfer Acceleration. It overrides the profile.
    #[must_use]
    pub fn accelerate(self, accelerate: bool) -> Self {
        self.endpoint_parameter("S3::Accelerate", accelerate.into())
    }

    /// Whether a bucket's ARN may have a region other than the configured one. It overrides the
    /// environment.
    #[must_use]
    pub fn use_arn_region(self, allow: bool) -> Self {
        let of_control = self.endpoint_parameter("S3Control::UseArnRegion", allow.into());
        of_control.endpoint_parameter("S3::UseArnRegion", allow.into())
    }

    /// Whether to reject the ARNs of S3 multi-region access points. It overrides the environment.
    #[must_use]
    pub fn disable_multi_region_access_points(self, disable: bool) -> Self {
        self.endpoint_parameter("S3::DisableMultiRegionAccessPoints", disable.into())
    }

    /// Whether to call S3 Express buckets without a session, with the usual signature. It overrides
    /// the environment.
    ///
    /// By default, a client creates a session before the first call to such a bucket, with the
    /// operation `CreateSession`. It signs calls with the credentials of the session, and renews it
    /// before it expires. The session of each bucket is cached, for up to 100 buckets. The service
    /// then authorizes the session once, instead of each call.
    #[must_use]
    pub fn disable_s3_express_session_auth(self, disable: bool) -> Self {
        self.endpoint_parameter("DisableS3ExpressSessionAuth", disable.into())
    }

    /// Whether to send a call to S3 again if the bucket is in another region. The default is `false`:
    /// the call fails, and the hint of the error names the region.
    ///
    /// The second request goes to the host of that region and is signed for it. It is made once per
    /// call, without a delay, and does not count as a retry. It is not made if the body cannot be
    /// read again, if the endpoint URL is configured and its host names a region, or if the
    /// [`Service`](crate::Service) has no endpoint rules. Each call to such a bucket takes two
    /// requests, so set the region of the bucket where it is known.
    #[must_use]
    pub fn follow_bucket_region(mut self, follow_region: bool) -> Self {
        self.follow = follow_region.then_some(follow);
        self
    }

    /// Whether hosts contain the account id of the credentials, for services that support it, such
    /// as DynamoDB. It overrides the environment.
    #[must_use]
    pub fn account_id_endpoint_mode(self, mode: AccountIdEndpointMode) -> Self {
        self.endpoint_parameter(ACCOUNT_ID_MODE, Value::text(mode.name()))
    }

    /// Sets a parameter of endpoint rules. The last value is used.
    fn endpoint_parameter(mut self, name: &'static str, value: Value<'static>) -> Self {
        self.endpoint_parameters.retain(|(other, _)| *other != name);
        self.endpoint_parameters.push((name, value));
        self
    }

    /// The transport to use instead of the default one, hyper over rustls.
    #[must_use]
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Whether to allow plain HTTP to other machines, for example to a container named
    /// `localstack`. Others in the network can then read data and session tokens, but not the
    /// secret key.
    #[must_use]
    pub fn allow_http(mut self, allow: bool) -> Self {
        self.allow_http = Some(allow);
        self
    }

    /// The timer to use instead of tokio's.
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

    /// Whether and how often a failed call is retried. It overrides the environment.
    #[must_use]
    pub fn retry(mut self, retry: Retry) -> Self {
        self.retry = Some(retry);
        self
    }

    /// Whether to sign requests with the service's time if this machine's clock is wrong. The
    /// default is `true`.
    ///
    /// A client reads the service's time from the `Date` header of an error response, so a server
    /// could send a false time. These limits apply:
    ///
    /// - Only an error about the clock or the signature is used: `RequestTimeTooSkewed`,
    ///   `RequestExpired`, `InvalidSignatureException`, `SignatureDoesNotMatch`, `AuthFailure` and
    ///   `AccessDeniedException`. A successful response never changes the correction, because it
    ///   proves that the time is right.
    /// - A difference of up to 4 minutes is ignored, because services accept 5 minutes.
    /// - A difference of more than 48 hours is ignored. Otherwise a response could make a client
    ///   sign requests that stay valid for a long time. The error has a hint that this machine's
    ///   clock is wrong.
    /// - If a later error of this kind contradicts the correction, the correction is replaced or
    ///   dropped.
    /// - Each client has its own correction. Presigned URLs are signed with this machine's time.
    #[must_use]
    pub fn clock_skew_correction(mut self, correct: bool) -> Self {
        self.clock_skew_correction = Some(correct);
        self
    }

    /// The maximum size of a response body that is read into memory. The default is 128 MiB. A
    /// [`ByteStream`](crate::ByteStream) has no maximum.
    #[must_use]
    pub fn max_response_bytes(mut self, bytes: usize) -> Self {
        self.max_response_bytes = Some(bytes);
        self
    }

    /// The maximum memory for the lists and maps of a decoded response. The default is 512 MiB.
    ///
    /// A short body can decode to a large value: a list item takes at least two bytes of JSON, but
    /// in memory it takes the size of its type. Each item counts with that size, and each map entry
    /// with the sizes of its key and value. A larger response is an error.
    #[must_use]
    pub fn max_decoded_bytes(mut self, bytes: usize) -> Self {
        self.max_decoded_bytes = Some(bytes);
        self
    }

    /// Which bodies are compressed, for operations that allow it. By default, bodies of 10,240
    /// bytes or more.
    #[must_use]
    pub fn compression(mut self, compression: Compression) -> Self {
        self.compression = Some(compression);
        self
    }

    /// When the checksums of requests are computed, for operations that support them. The default is
    /// [`Checksums::WhenSupported`]. [`Call::checksums`](crate::Call::checksums) overrides it for
    /// one call.
    #[must_use]
    pub fn request_checksums(mut self, when: Checksums) -> Self {
        self.request_checksums = Some(when);
        self
    }

    /// When the service is asked for the checksums of responses, which are then checked. The default
    /// is [`Checksums::WhenSupported`].
    #[must_use]
    pub fn response_checksums(mut self, when: Checksums) -> Self {
        self.response_checksums = Some(when);
        self
    }

    /// Builds the configuration from the code alone. Reads neither the environment nor files.
    ///
    /// # Errors
    ///
    /// [`ConfigError`] lists everything that is missing or wrong.
    pub fn build(mut self) -> Result<Config, ConfigError> {
        let environment = Environment::default();
        let found = self.read(&environment, &Files::NotAsked)?;
        self.resolve(&environment, &found, None)
    }

    /// Builds the configuration. Reads settings that are not set in code from the environment and
    /// the profile files.
    ///
    /// It reads up to two small files. If the region is not set anywhere, it requests the region
    /// from the instance metadata service (feature `imds`). Credentials are fetched when the first
    /// call needs them.
    ///
    /// # Errors
    ///
    /// [`ConfigError`] lists everything that is missing or wrong.
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
