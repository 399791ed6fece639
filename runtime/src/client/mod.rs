//! What programs hold: [`Client`], and what it can do beside sending operations.

mod http_request;
mod presign;
#[cfg(feature = "sigv4a")]
mod region_set;
#[cfg(feature = "s3")]
mod transfers;

use std::fmt;
use std::sync::Arc;

use crate::call::{Call, Caller, Setup};
use crate::config::{Config, Found};
use crate::endpoint::{Resolver, infer};
use crate::error::{ConfigError, EndpointError};
use crate::operation::Operation;
use crate::retry::Retry;
use crate::service::Service;
use crate::types::{Endpoint, Timeouts};

/// A client of one service in one region. Cloning is cheap; clones share connections.
///
/// ```no_run
/// use aws_operation::{Client, Config, aws_operation, services};
///
/// #[aws_operation(method = "DELETE", uri = "/restapis/{restApiId}")]
/// struct DeleteRestApi {
///     rest_api_id: String,
/// }
///
/// # async fn run() -> Result<(), Box<dyn std::error::Error>> {
/// let config = Config::load().await?;
/// let apigateway = Client::new(&config, services::API_GATEWAY);
/// apigateway.send(DeleteRestApi { rest_api_id: "a1b2c3".into() }).await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Client {
    config: Config,
    caller: Arc<Caller>,
}

impl Client {
    /// A client of `service`, at the endpoint that is configured for it, else at the one of the
    /// region.
    ///
    /// A service without a regional endpoint ([`Service::new`] alone) needs a configured endpoint;
    /// calls fail without one.
    pub fn new(config: &Config, service: Service) -> Self {
        let Found { resolver, origin } = config.endpoint(&service);
        Self::at(config, service, resolver, origin)
    }

    fn at(
        config: &Config,
        service: Service,
        resolver: Result<Resolver, EndpointError>,
        origin: String,
    ) -> Self {
        let (retry, timeouts) = (config.retry().clone(), config.timeouts());
        let setup = config.setup().clone();
        let mut caller = Caller::new(setup, service, config.region(), retry, timeouts);
        caller.set_endpoint(resolver, origin, config.region());
        Self { config: config.clone(), caller: Arc::new(caller) }
    }

    /// The same client at another endpoint, for example a stage of your own API. If the host is a host
    /// of AWS with a region in its name, requests are signed for that region, else for the configured
    /// one.
    ///
    /// # Errors
    ///
    /// The URL is invalid, or plain HTTP to another machine without
    /// [`allow_http`](crate::ConfigBuilder::allow_http).
    pub fn with_endpoint_url(self, url: &str) -> Result<Self, ConfigError> {
        let endpoint = self.config.checked_endpoint(url)?;
        let config = self.config.clone();
        let resolver = config.resolver(self.caller.service(), &endpoint);
        Ok(self.with_own_state(|caller| {
            caller.set_endpoint(Ok(resolver), String::new(), config.region());
        }))
    }

    /// A client of the service at this URL, whose host names the service and the region: a stage of
    /// API Gateway, a Lambda function, VPC Lattice, Prometheus, OpenSearch, AppSync.
    ///
    /// ```
    /// use aws_operation::{Client, Config, Credentials};
    ///
    /// let config = Config::builder()
    ///     .region("eu-west-1")
    ///     .credentials(Credentials::new("AKIDEXAMPLE", "secret"))
    ///     .build()?;
    /// let function = Client::for_url(&config, "https://abc.lambda-url.us-east-1.on.aws")?;
    /// assert!(format!("{function:?}").contains(r#"service: "lambda", region: "us-east-1""#));
    /// # Ok::<(), aws_operation::ConfigError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The URL is invalid, or its host does not name the service, for example a custom domain. Then
    /// use [`new`](Self::new) and [`with_endpoint_url`](Self::with_endpoint_url).
    pub fn for_url(config: &Config, url: &str) -> Result<Self, ConfigError> {
        let endpoint = config.checked_endpoint(url)?;
        let Some((Some(service), _)) = infer(endpoint.host()) else {
            return Err(ConfigError::new(format!(
                "the host {} does not identify the service; use `Client::new` with a `Service`, \
                 and `with_endpoint_url`",
                endpoint.host()
            )));
        };
        let resolver = config.resolver(&service, &endpoint);
        Ok(Self::at(config, service, Ok(resolver), String::new()))
    }

    /// The same client with another retry policy.
    #[must_use]
    pub fn with_retry(mut self, retry: Retry) -> Self {
        let retry = self.config.retry_in_code(retry);
        Arc::make_mut(&mut self.caller).set_retry(retry);
        self
    }

    /// The same client with other timeouts.
    #[must_use]
    pub fn with_timeouts(mut self, timeouts: Timeouts) -> Self {
        Arc::make_mut(&mut self.caller).set_timeouts(timeouts);
        self
    }

    /// The same client with at most this many calls in flight. Further calls wait, and the wait counts
    /// for the operation timeout. Clones of the client share the limit. 0 means 1.
    ///
    /// Without a limit, ten thousand tasks open ten thousand connections. With a limit they open about
    /// as many connections as the limit says: sometimes a few more, if a call begins before the
    /// connection of the last one can be used again.
    #[cfg(feature = "tokio")]
    #[must_use]
    pub fn with_concurrency_limit(self, calls: usize) -> Self {
        self.with_own_state(|caller| caller.set_concurrency_limit(calls))
    }

    /// The same client with at most this many attempts per second. Further attempts wait. The attempts
    /// of one second may be made at once. Clones of the client share the rate. Calls fail if it is not
    /// greater than 0.
    #[must_use]
    pub fn with_rate_limit(self, per_second: f64) -> Self {
        self.with_own_state(|caller| caller.set_rate_limit(per_second))
    }

    /// The same client after a change. It shares no state with the client it was made from.
    fn with_own_state(mut self, change: impl FnOnce(&mut Caller)) -> Self {
        let caller = Arc::make_mut(&mut self.caller);
        change(caller);
        caller.forget();
        self
    }

    /// Makes a call.
    ///
    /// The operation is encoded at once. The call is made when the future is polled, and cancelled
    /// when it is dropped. Pass a reference to keep the operation. The future borrows neither the
    /// client nor the operation, so it can be spawned as a task.
    ///
    /// A call that fails is retried according to [`Retry`]; each attempt is signed anew. Before the
    /// future is awaited, its [retry policy](Call::retry) and [timeouts](Call::timeouts) can be
    /// overridden.
    ///
    /// # Errors
    ///
    /// [`Error`](crate::Error) says in one line what failed and whether anything was sent.
    /// [`service`](crate::Error::service) returns the operation's own error.
    pub fn send<O: Operation>(&self, operation: O) -> Call<O::Output, O::Error> {
        self.caller.send(operation)
    }

    /// The settings that the client has from its configuration.
    pub(crate) fn setup(&self) -> &Setup {
        self.config.setup()
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("service", &self.caller.service().signing_name())
            .field("region", &self.caller.region())
            .field("endpoint", &self.caller.endpoint().map(Endpoint::to_string))
            .finish_non_exhaustive()
    }
}
