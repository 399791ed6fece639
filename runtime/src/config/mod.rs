//! [`Config`]: region, credentials, endpoints and transport, read once and shared by clients.

mod environment;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use crate::credentials::{Credentials, ProvideCredentials, from_environment};
use crate::endpoint::{Endpoint, check_region};
use crate::request::Compression;
use crate::retry::{Retry, RetryMode};
use crate::service::Service;
use crate::time::{NoTimer, Timer};
use crate::timeouts::Timeouts;
use crate::transport::Transport;
use environment::Environment;

/// What all clients of a program share. Cloning is cheap, and clones share connections.
///
/// [`load`](Self::load) reads the environment; [`builder`](Self::builder) takes what you set in
/// code, and the environment for the rest if you end it with [`load`](ConfigBuilder::load).
///
/// | variable | meaning |
/// | --- | --- |
/// | `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_SESSION_TOKEN` | credentials |
/// | `AWS_REGION`, else `AWS_DEFAULT_REGION` | region |
/// | `AWS_ENDPOINT_URL_<SERVICE>`, else `AWS_ENDPOINT_URL` | endpoint, in place of the region's |
/// | `AWS_ALLOW_HTTP=true` | plain HTTP to other machines |
/// | `AWS_RETRY_MODE` | `standard` or `adaptive` |
/// | `AWS_MAX_ATTEMPTS` | how many attempts a call makes at most, 1 or more |
/// | `AWS_NEW_RETRIES_2026=true` | the newer rules of [`Retry`] |
/// | `AWS_DISABLE_CLOCK_SKEW_CORRECTION=true` | requests are signed by this machine's clock alone |
/// | `AWS_DISABLE_REQUEST_COMPRESSION=true` | no request is compressed |
/// | `AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES` | from how many bytes a body is, 0 to 10485760; 10240 unless set |
///
/// A blank variable is not set.
#[derive(Clone)]
pub struct Config {
    inner: Arc<Inner>,
}

struct Inner {
    region: String,
    credentials: Arc<dyn ProvideCredentials>,
    endpoints: Endpoints,
    transport: Arc<dyn Transport>,
    timer: Arc<dyn Timer>,
    allow_http: bool,
    compression: Compression,
    retry: Retry,
    /// What the environment says where code says nothing.
    rules_2026: bool,
    timeouts: Timeouts,
    clock_skew_correction: bool,
}

#[derive(Default)]
struct Endpoints {
    in_code: Option<Endpoint>,
    /// By the `<SERVICE>` of `AWS_ENDPOINT_URL_<SERVICE>`.
    by_service: BTreeMap<String, Endpoint>,
    everywhere: Option<Endpoint>,
}

impl Config {
    /// The configuration that the environment gives.
    ///
    /// # Errors
    ///
    /// [`ConfigError`] names everything that is missing or wrong at once.
    pub async fn load() -> Result<Self, ConfigError> {
        Self::builder().load().await
    }

    /// A configuration set in code.
    pub fn builder() -> ConfigBuilder {
        ConfigBuilder::default()
    }

    /// The region.
    pub fn region(&self) -> &str {
        &self.inner.region
    }

    pub(crate) fn credentials(&self) -> &dyn ProvideCredentials {
        &*self.inner.credentials
    }

    pub(crate) fn transport(&self) -> &dyn Transport {
        &*self.inner.transport
    }

    pub(crate) fn compression(&self) -> Compression {
        self.inner.compression
    }

    pub(crate) fn timer(&self) -> &dyn Timer {
        &*self.inner.timer
    }

    pub(crate) fn retry(&self) -> &Retry {
        &self.inner.retry
    }

    /// What code says for one client or call, and the environment where it says nothing.
    pub(crate) fn retry_in_code(&self, retry: Retry) -> Retry {
        retry.or_rules_2026(self.inner.rules_2026)
    }

    pub(crate) fn timeouts(&self) -> Timeouts {
        self.inner.timeouts
    }

    pub(crate) fn corrects_clock_skew(&self) -> bool {
        self.inner.clock_skew_correction
    }

    pub(crate) fn endpoint(&self, service: &Service) -> Option<&Endpoint> {
        let endpoints = &self.inner.endpoints;
        endpoints
            .in_code
            .as_ref()
            .or_else(|| endpoints.by_service.get(&service.environment_name()))
            .or(endpoints.everywhere.as_ref())
    }

    /// An endpoint from its URL, if requests may go there.
    pub(crate) fn checked_endpoint(&self, url: &str) -> Result<Endpoint, ConfigError> {
        let endpoint = check_endpoint("the endpoint URL", url, self.inner.allow_http);
        endpoint.map_err(|problem| ConfigError { problems: vec![problem] })
    }
}

impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Config").field("region", &self.inner.region).finish_non_exhaustive()
    }
}

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
    region: Option<String>,
    credentials: Option<Arc<dyn ProvideCredentials>>,
    endpoint_url: Option<String>,
    transport: Option<Arc<dyn Transport>>,
    allow_http: Option<bool>,
    timer: Option<Arc<dyn Timer>>,
    timeouts: Timeouts,
    max_response_bytes: Option<usize>,
    compression: Option<Compression>,
    retry: Option<Retry>,
    clock_skew_correction: Option<bool>,
}

impl ConfigBuilder {
    /// The region to sign for, and whose endpoints to call.
    #[must_use]
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.region = Some(region.into());
        self
    }

    /// Fixed credentials.
    #[must_use]
    pub fn credentials(self, credentials: Credentials) -> Self {
        self.credentials_provider(credentials)
    }

    /// A source of credentials, asked before every signature.
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

    /// Another transport than reqwest.
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

    /// Whether requests are signed by the services' clock where this machine's is wrong. They are
    /// unless it is said otherwise.
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

    /// Which bodies are compressed, of operations that allow it: those from 10,240 bytes unless
    /// set.
    #[must_use]
    pub fn compression(mut self, compression: Compression) -> Self {
        self.compression = Some(compression);
        self
    }

    /// The configuration as set in code, without a look at the environment.
    ///
    /// # Errors
    ///
    /// [`ConfigError`] names everything that is missing or wrong at once.
    pub fn build(self) -> Result<Config, ConfigError> {
        self.with_environment(&Environment::default())
    }

    /// The configuration, with the environment for what was not set in code.
    ///
    /// # Errors
    ///
    /// [`ConfigError`] names everything that is missing or wrong at once.
    pub async fn load(self) -> Result<Config, ConfigError> {
        self.with_environment(&Environment::of_process())
    }

    fn with_environment(self, environment: &Environment) -> Result<Config, ConfigError> {
        let mut problems = environment.unreadable.clone();

        let region = self
            .region
            .or_else(|| environment.get("AWS_REGION"))
            .or_else(|| environment.get("AWS_DEFAULT_REGION"));
        match &region {
            None => problems.push(
                "no region: set AWS_REGION or AWS_DEFAULT_REGION, or call `region` on \
                 `Config::builder()`"
                    .to_owned(),
            ),
            Some(region) => problems.extend(check_region(region).err().map(|e| e.to_string())),
        }

        let credentials = match self.credentials {
            Some(credentials) => Some(credentials),
            None => match from_environment(&|name| environment.get(name)) {
                Ok(Some(credentials)) => Some(Arc::new(credentials) as Arc<dyn ProvideCredentials>),
                Ok(None) => {
                    problems.push(
                        "no credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (and \
                         AWS_SESSION_TOKEN where they are temporary), or call `credentials` on \
                         `Config::builder()`"
                            .to_owned(),
                    );
                    None
                }
                Err(error) => {
                    problems.push(error.to_string());
                    None
                }
            },
        };

        let allow_http = self.allow_http.unwrap_or_else(|| {
            environment
                .get("AWS_ALLOW_HTTP")
                .is_some_and(|value| value.eq_ignore_ascii_case("true"))
        });
        let mut endpoint = |what: &str, url: &str| {
            check_endpoint(what, url, allow_http).map_err(|problem| problems.push(problem)).ok()
        };
        let mut endpoints = Endpoints::default();
        match &self.endpoint_url {
            Some(url) => endpoints.in_code = endpoint("`endpoint_url`", url),
            None => {
                for (name, url) in &environment.variables {
                    if name == "AWS_ENDPOINT_URL" {
                        endpoints.everywhere = endpoint(name, url);
                    } else if let Some(service) = name.strip_prefix("AWS_ENDPOINT_URL_") {
                        if let Some(endpoint) = endpoint(name, url) {
                            endpoints.by_service.insert(service.to_owned(), endpoint);
                        }
                    }
                }
            }
        }

        let compression = match self.compression {
            Some(compression) => compression,
            None => environment.compression().unwrap_or_else(|problem| {
                problems.push(problem);
                Compression::default()
            }),
        };

        let mut flag = |name: &str| {
            environment.flag(name).unwrap_or_else(|problem| {
                problems.push(problem);
                None
            })
        };
        let rules_2026 = flag("AWS_NEW_RETRIES_2026").unwrap_or(false);
        let disabled = flag("AWS_DISABLE_CLOCK_SKEW_CORRECTION").unwrap_or(false);
        let clock_skew_correction = self.clock_skew_correction.unwrap_or(!disabled);
        let retry = match self.retry {
            Some(retry) => retry,
            None => environment.retry().unwrap_or_else(|wrong| {
                problems.extend(wrong);
                Retry::standard()
            }),
        };
        let retry = retry.or_rules_2026(rules_2026);
        let timer = self.timer.or_else(default_timer);
        let needs_timer = retry.mode() != RetryMode::Off
            || self.timeouts.attempt_timeout().is_some()
            || self.timeouts.operation_timeout().is_some();
        if timer.is_none() && needs_timer {
            problems.push(
                "no timer to wait with: enable the feature `tokio`, call `timer` on \
                 `Config::builder()`, or set `Retry::off()` and no timeout"
                    .to_owned(),
            );
        }
        let timer = timer.unwrap_or_else(|| Arc::new(NoTimer));

        let transport = match self.transport {
            Some(transport) => Some(transport),
            None => default_transport(self.timeouts, self.max_response_bytes),
        };
        if transport.is_none() {
            problems.push(
                "no transport: enable the feature `reqwest`, or call `transport` on \
                 `Config::builder()`"
                    .to_owned(),
            );
        }
        match (region, credentials, transport) {
            (Some(region), Some(credentials), Some(transport)) if problems.is_empty() => {
                Ok(Config {
                    inner: Arc::new(Inner {
                        region,
                        credentials,
                        endpoints,
                        transport,
                        timer,
                        allow_http,
                        compression,
                        retry,
                        rules_2026,
                        timeouts: self.timeouts,
                        clock_skew_correction,
                    }),
                })
            }
            _ => Err(ConfigError { problems }),
        }
    }
}

impl fmt::Debug for ConfigBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ConfigBuilder").field("region", &self.region).finish_non_exhaustive()
    }
}

#[cfg(feature = "reqwest")]
fn default_transport(
    timeouts: Timeouts,
    max_response_bytes: Option<usize>,
) -> Option<Arc<dyn Transport>> {
    use crate::transport::Reqwest;

    Some(Arc::new(Reqwest::new(timeouts, max_response_bytes)))
}

#[cfg(not(feature = "reqwest"))]
fn default_transport(_: Timeouts, _: Option<usize>) -> Option<Arc<dyn Transport>> {
    None
}

#[cfg(feature = "tokio")]
fn default_timer() -> Option<Arc<dyn Timer>> {
    Some(Arc::new(crate::time::TokioTimer::new()))
}

#[cfg(not(feature = "tokio"))]
fn default_timer() -> Option<Arc<dyn Timer>> {
    None
}

fn check_endpoint(what: &str, url: &str, allow_http: bool) -> Result<Endpoint, String> {
    let endpoint: Endpoint = url.parse().map_err(|error| format!("{what}: {error}"))?;
    if endpoint.is_https() || endpoint.is_local() || allow_http {
        return Ok(endpoint);
    }
    Err(format!(
        "{what}: {endpoint} is plain HTTP to another machine; use https, or say that it is meant, \
         with `allow_http(true)` or AWS_ALLOW_HTTP=true"
    ))
}

/// What a configuration lacks, or has wrong: all of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigError {
    problems: Vec<String>,
}

impl ConfigError {
    pub(crate) fn new(problem: String) -> Self {
        Self { problems: vec![problem] }
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.problems.join("; "))
    }
}

impl std::error::Error for ConfigError {}
