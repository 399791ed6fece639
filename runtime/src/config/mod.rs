//! [`Config`]: region, credentials, endpoints and transport, read once and shared by clients.

mod builder;
mod configured_url;
mod endpoint_parameters;
mod endpoints;
mod environment;
mod files;
#[cfg(feature = "testing")]
mod fixed;
mod inputs;
mod load;
mod profile_files;
mod profiles;
mod settings;
#[cfg(test)]
mod tests;
mod whoami;

use std::fmt;
use std::future::Future;
use std::sync::Arc;

use crate::call::{Setup, guarded, id};
use crate::credentials::Chain;
use crate::endpoint::{Resolver, Variant};
use crate::error::{ConfigError, CredentialsError};
use crate::retry::Retry;
use crate::service::Service;
use crate::types::{Credentials, Endpoint, ProvideCredentials, Timeouts};
use endpoints::Endpoints;

pub use builder::ConfigBuilder;
pub use configured_url::configured_url;
pub use endpoint_parameters::AccountIdEndpointMode;
pub(crate) use endpoints::Found;
pub use whoami::Whoami;

/// The configuration that all clients of a program share. Cloning is cheap, and clones share
/// connections.
///
/// [`load`](Self::load) reads the environment and the profile files. [`builder`](Self::builder)
/// sets values in code. If you end it with [`load`](ConfigBuilder::load), all other values are read
/// from the environment and the profile files.
///
/// # Credentials
///
/// The following sources are tried in this order, until one is configured:
///
/// 1. the environment: `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_SESSION_TOKEN`,
///    `AWS_CREDENTIAL_EXPIRATION` if the credentials expire, and `AWS_ACCOUNT_ID` for hosts that
///    contain it. This source is skipped if the program
///    [selects a profile](ConfigBuilder::profile);
/// 2. the profile: keys, roles (`source_profile`, `credential_source`), web identity, SSO, a
///    `credential_process`;
/// 3. a web identity: `AWS_WEB_IDENTITY_TOKEN_FILE`, `AWS_ROLE_ARN`, `AWS_ROLE_SESSION_NAME`;
/// 4. the container's credentials endpoint: `AWS_CONTAINER_CREDENTIALS_RELATIVE_URI` or
///    `_FULL_URI`;
/// 5. the instance metadata service, unless `AWS_EC2_METADATA_DISABLED=true`.
///
/// If a source is configured but fails, later sources are not tried. Credentials are cached in a
/// [`CredentialsCache`](crate::CredentialsCache).
///
/// # Settings
///
/// | variable | key of the profile | meaning |
/// | --- | --- | --- |
/// | `AWS_CONFIG_FILE` | | the config file; by default `~/.aws/config` |
/// | `AWS_SHARED_CREDENTIALS_FILE` | | the credentials file; by default `~/.aws/credentials` |
/// | `AWS_PROFILE` | | the profile; by default `default` |
/// | `AWS_REGION`, otherwise `AWS_DEFAULT_REGION` | `region` | region |
/// | `AWS_ENDPOINT_URL_<SERVICE>`, otherwise `AWS_ENDPOINT_URL` | `endpoint_url` in the `services` section, otherwise in the profile | endpoint, instead of the region's |
/// | `AWS_IGNORE_CONFIGURED_ENDPOINT_URLS` | `ignore_configured_endpoint_urls` | whether to ignore the settings in the row above |
/// | `AWS_USE_FIPS_ENDPOINT` | `use_fips_endpoint` | whether to call FIPS endpoints |
/// | `AWS_USE_DUALSTACK_ENDPOINT` | `use_dualstack_endpoint` | whether to call dual-stack endpoints (IPv4 and IPv6) |
/// | `AWS_ACCOUNT_ID_ENDPOINT_MODE` | `account_id_endpoint_mode` | whether DynamoDB's host contains the account id of the credentials: `preferred`, `required` or `disabled` |
/// | `AWS_STS_REGIONAL_ENDPOINTS` | `sts_regional_endpoints` | `legacy`: STS has one host for the older regions; by default `regional` |
/// | | `addressing_style` in `s3` | `path`: the URL path has the S3 bucket's name; `virtual`: the host has it, also at a configured endpoint |
/// | | `use_accelerate_endpoint` in `s3` | whether to call S3 through Transfer Acceleration |
/// | `AWS_S3_USE_ARN_REGION` | `s3_use_arn_region`, or `use_arn_region` in `s3` | whether a bucket's ARN may have another region |
/// | `AWS_S3_DISABLE_MULTIREGION_ACCESS_POINTS` | `s3_disable_multiregion_access_points` | whether to reject the ARNs of multi-region access points |
/// | `AWS_S3_DISABLE_EXPRESS_SESSION_AUTH` | `s3_disable_express_session_auth` | whether to call S3 Express buckets without a session |
/// | `AWS_S3_US_EAST_1_REGIONAL_ENDPOINT` | `s3_us_east_1_regional_endpoint` | `legacy`: S3's host for us-east-1 has no region; by default `regional` |
/// | `AWS_ALLOW_HTTP` | | whether to allow plain HTTP to other machines |
/// | `AWS_RETRY_MODE` | `retry_mode` | `standard` or `adaptive`; `legacy` is `standard` |
/// | `AWS_MAX_ATTEMPTS` | `max_attempts` | the maximum number of attempts of a call, 1 or more |
/// | `AWS_NEW_RETRIES_2026` | | whether to use the retry rules of 2026; see [`Retry`] |
/// | `AWS_DISABLE_CLOCK_SKEW_CORRECTION` | | whether to sign requests only with this machine's time |
/// | `AWS_DISABLE_REQUEST_COMPRESSION` | `disable_request_compression` | whether to disable request compression |
/// | `AWS_REQUEST_CHECKSUM_CALCULATION` | `request_checksum_calculation` | when the checksums of requests are computed: `when_supported` (default) or `when_required` |
/// | `AWS_RESPONSE_CHECKSUM_VALIDATION` | `response_checksum_validation` | when the checksums of responses are checked: `when_supported` (default) or `when_required` |
/// | `AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES` | `request_min_compression_size_bytes` | the size in bytes from which a body is compressed, 0 to 10485760; by default 10240 |
///
/// Code overrides variables, and variables override the profile. A blank variable counts as not
/// set. Files are only read with the feature `profile`. If the environment has keys, the
/// credentials file is not opened, unless it is needed for the region or the profile.
#[derive(Clone)]
pub struct Config {
    inner: Arc<Inner>,
}

struct Inner {
    region: String,
    setup: Setup,
    /// The providers of the credentials.
    chain: Arc<Chain>,
    endpoints: Endpoints,
    retry: Retry,
    /// Whether the environment selects the retry rules of 2026. For policies that do not set it.
    rules_2026: bool,
    timeouts: Timeouts,
    origins: whoami::Origins,
}

impl Config {
    /// Loads the configuration from the environment and the profile files.
    ///
    /// # Errors
    ///
    /// [`ConfigError`] lists everything that is missing or wrong.
    pub async fn load() -> Result<Self, ConfigError> {
        Self::builder().load().await
    }

    /// A configuration set in code.
    pub fn builder() -> ConfigBuilder {
        ConfigBuilder::default()
    }

    /// The region that requests are signed for.
    pub fn region(&self) -> &str {
        &self.inner.region
    }

    /// Returns credentials that are valid now, to sign without a client. They are fetched, cached
    /// and renewed as for a client.
    ///
    /// ```
    /// use std::time::{Duration, SystemTime};
    ///
    /// use aws_operation::sigv4::{self, Payload, SigningParams};
    /// use aws_operation::{Config, Error};
    ///
    /// /// A WebSocket of your own API, as a URL that a browser can open within five minutes.
    /// async fn socket(config: &Config, host: &str) -> Result<String, Error> {
    ///     let credentials = config.credentials().await?;
    ///     let (region, now) = (config.region(), SystemTime::now());
    ///     let params = SigningParams::new(&credentials, region, "execute-api", now);
    ///     let mut request = http::Request::new(());
    ///     *request.uri_mut() = format!("wss://{host}/prod").parse().expect("a host");
    ///     let minutes = Duration::from_secs(300);
    ///     Ok(sigv4::presign(&request, Payload::Bytes(b""), minutes, &params)?.url().to_owned())
    /// }
    /// # use aws_operation::Credentials;
    /// # let config = Config::builder()
    /// #     .region("eu-west-1")
    /// #     .credentials(Credentials::new("AKIDEXAMPLE", "secret"))
    /// #     .build()?;
    /// # let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    /// # let host = "a1b2c3.execute-api.eu-west-1.amazonaws.com";
    /// # let url = runtime.block_on(socket(&config, host))?;
    /// # assert!(url.starts_with("wss://a1b2c3.execute-api.eu-west-1.amazonaws.com/prod?X-Amz-"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`CredentialsError`] has the reason why no provider has credentials.
    pub fn credentials(
        &self,
    ) -> impl Future<Output = Result<Credentials, CredentialsError>> + Send + use<> {
        let provider = Arc::clone(&self.inner.setup.credentials);
        async move {
            let id = id(&*provider);
            guarded(id, provider.credentials()).await
        }
    }

    /// The credentials provider, for example to share it with another configuration, or with a
    /// library that accepts a [`ProvideCredentials`].
    ///
    /// ```
    /// use aws_operation::{Config, Credentials};
    ///
    /// let ireland = Config::builder()
    ///     .region("eu-west-1")
    ///     .credentials(Credentials::new("AKIDEXAMPLE", "secret"))
    ///     .build()?;
    /// let provider = ireland.credentials_provider();
    /// let tokyo = Config::builder().region("ap-northeast-1").credentials_provider(provider).build()?;
    /// # Ok::<(), aws_operation::ConfigError>(())
    /// ```
    pub fn credentials_provider(&self) -> Arc<dyn ProvideCredentials> {
        Arc::clone(&self.inner.setup.credentials)
    }

    /// The settings that all clients share.
    pub(crate) fn setup(&self) -> &Setup {
        &self.inner.setup
    }

    pub(crate) fn retry(&self) -> &Retry {
        &self.inner.retry
    }

    /// A retry policy that is set in code for one client or call. If it does not select the rules,
    /// the environment's are used.
    pub(crate) fn retry_in_code(&self, retry: Retry) -> Retry {
        retry.or_rules_2026(self.inner.rules_2026)
    }

    pub(crate) fn timeouts(&self) -> Timeouts {
        self.inner.timeouts
    }

    /// The endpoint of a service, and its origin.
    pub(crate) fn endpoint(&self, service: &Service) -> Found {
        self.inner.endpoints.of(service, &self.inner.region)
    }

    /// How a service's endpoint is determined for one client with a URL of its own. The URL is called
    /// as it is, whichever variants are configured.
    pub(crate) fn resolver(&self, service: &Service, endpoint: &Endpoint) -> Resolver {
        let variant = Variant::default();
        let resolver = self.inner.endpoints.resolver(service, &self.inner.region, Some(endpoint));
        Resolver { variant, ..resolver }
    }

    /// Parses an endpoint URL, and checks that requests may be sent to it.
    pub(crate) fn checked_endpoint(&self, url: &str) -> Result<Endpoint, ConfigError> {
        let endpoint = self.inner.endpoints.check("the endpoint URL", url);
        endpoint.map_err(ConfigError::new)
    }
}

impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Config").field("region", &self.inner.region).finish_non_exhaustive()
    }
}
