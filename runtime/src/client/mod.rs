//! [`Client`]: who is called, and as whom; encoding and signing.

mod answer;
mod attempts;
mod call;
mod finished;
mod http_request;
mod presign;
pub(crate) mod random;
#[cfg(feature = "sigv4a")]
mod region_set;
mod shared;
mod trace;

use std::fmt;
use std::sync::Arc;
use std::time::SystemTime;

use bytes::Bytes;
use http::header::{HOST, HeaderValue};

use crate::config::Config;
use crate::endpoint::infer;
use crate::error::{CallError, ConfigError, EncodeError, EndpointError, RetryReason, Secrets};
use crate::metadata::Metadata;
use crate::operation::Operation;
use crate::protocol::{Protocol as _, Rules};
use crate::request::{Encoded, RequestEncoder, add_content_length};
use crate::response::FromErrorResponse as _;
use crate::retry::{Retry, Skew};
use crate::service::Service;
use crate::sigv4::{self, Payload, SigningParams};
use crate::types::{Credentials, Endpoint, Timeouts};
use attempts::{Start, Terms};
use shared::{Limits, Shared};
use trace::Trace;

pub use call::Call;

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
    inner: Arc<Inner>,
}

/// What a client and its calls share.
#[derive(Clone)]
struct Inner {
    config: Config,
    service: Service,
    endpoint: Result<Endpoint, EndpointError>,
    /// The endpoint's authority, as the header that nearly all requests have.
    host: Option<HeaderValue>,
    /// That of the endpoint's host, else that of the configuration.
    region: String,
    retry: Retry,
    timeouts: Timeouts,
    limits: Limits,
    shared: Arc<Shared>,
    #[cfg(feature = "sigv4a")]
    region_set: Option<region_set::RegionSet>,
}

impl Client {
    /// A client of `service`, at the endpoint that is configured for it, else at its region's.
    ///
    /// A service without a regional endpoint ([`Service::new`] alone) needs a configured one;
    /// its calls fail without one.
    pub fn new(config: &Config, service: Service) -> Self {
        let endpoint = config.endpoint(&service).endpoint;
        Self::at(config, service, endpoint)
    }

    fn at(config: &Config, service: Service, endpoint: Result<Endpoint, EndpointError>) -> Self {
        let inner = Inner {
            region: region(endpoint.as_ref().ok(), config),
            host: endpoint.as_ref().ok().and_then(host),
            retry: config.retry().clone(),
            timeouts: config.timeouts(),
            limits: Limits::default(),
            shared: Arc::new(Shared::new(Limits::default(), config.timer())),
            config: config.clone(),
            service,
            endpoint,
            #[cfg(feature = "sigv4a")]
            region_set: None,
        };
        Self { inner: Arc::new(inner) }
    }

    /// The same client at another endpoint: a stage of your own API, say. Where the host is one of
    /// AWS that says its region, requests are signed for that region, else for the configured one.
    ///
    /// # Errors
    ///
    /// The URL is invalid, or plain HTTP to another machine without
    /// [`allow_http`](crate::ConfigBuilder::allow_http).
    pub fn with_endpoint_url(self, url: &str) -> Result<Self, ConfigError> {
        let endpoint = self.inner.config.checked_endpoint(url)?;
        Ok(self.with_own_state(|inner| {
            inner.region = region(Some(&endpoint), &inner.config);
            inner.host = host(&endpoint);
            inner.endpoint = Ok(endpoint);
        }))
    }

    /// A client of whatever is at this URL, whose host says the service and the region: a stage of
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
    /// The URL is invalid, or its host does not say the service: a custom domain does not. Then use
    /// [`new`](Self::new) and [`with_endpoint_url`](Self::with_endpoint_url).
    pub fn for_url(config: &Config, url: &str) -> Result<Self, ConfigError> {
        let endpoint = config.checked_endpoint(url)?;
        let Some((Some(service), _)) = infer(endpoint.host()) else {
            return Err(ConfigError::new(format!(
                "the host {} does not say which service it is; use `Client::new` with a `Service`, \
                 and `with_endpoint_url`",
                endpoint.host()
            )));
        };
        Ok(Self::at(config, service, Ok(endpoint)))
    }

    /// The same client with another retry policy.
    #[must_use]
    pub fn with_retry(mut self, retry: Retry) -> Self {
        let retry = self.inner.config.retry_in_code(retry);
        Arc::make_mut(&mut self.inner).retry = retry;
        self
    }

    /// The same client, with other limits of time.
    #[must_use]
    pub fn with_timeouts(mut self, timeouts: Timeouts) -> Self {
        Arc::make_mut(&mut self.inner).timeouts = timeouts;
        self
    }

    /// The same client with at most this many calls in flight; more of them wait, and time that
    /// they wait counts for the operation's timeout. Clones of the client share the places. 0 is
    /// taken for 1.
    ///
    /// Without a limit, ten thousand tasks open ten thousand connections. With one they open about
    /// as many as it says: a call may find the connection of the last one not yet free again, and
    /// open another.
    #[cfg(feature = "tokio")]
    #[must_use]
    pub fn with_concurrency_limit(self, calls: usize) -> Self {
        self.with_own_state(|inner| inner.limits.in_flight = Some(calls))
    }

    /// The same client with at most this many attempts a second; more of them wait. As many as a
    /// second's may be made at once. Clones of the client share the rate. Calls fail where it is not
    /// greater than 0.
    #[must_use]
    pub fn with_rate_limit(self, per_second: f64) -> Self {
        self.with_own_state(|inner| inner.limits.per_second = Some(per_second))
    }

    /// The same client after a change, which shares no state with the client it was made from.
    fn with_own_state(mut self, change: impl FnOnce(&mut Inner)) -> Self {
        let inner = Arc::make_mut(&mut self.inner);
        change(inner);
        inner.shared = Arc::new(Shared::new(inner.limits, inner.config.timer()));
        self
    }

    /// Makes a call.
    ///
    /// The operation is encoded at once; the rest happens when the future is polled, and stops
    /// when it is dropped. Pass a reference to keep the operation. The future borrows neither the
    /// client nor the operation, so that it can be spawned as a task.
    ///
    /// A call that fails for a moment is made again, as [`Retry`] says; every attempt is signed
    /// anew. The future can be told [other rules](Call::retry) and [limits](Call::timeouts) before
    /// it is awaited.
    ///
    /// # Errors
    ///
    /// [`Error`](crate::Error) says in one line what failed and whether anything was sent; its
    /// [`service`](crate::Error::service) is the operation's own error.
    pub fn send<O: Operation>(&self, operation: O) -> Call<O::Output, O::Error> {
        let rules = O::Protocol::RULES;
        let mut write = |request: &mut RequestEncoder<'_>| operation.encode(request);
        let encoded = self.inner.encode(&O::METADATA, rules, &mut write);
        let start = self.start(&O::METADATA, Some(rules), O::Error::RETRYABLE, encoded);
        Call::new::<O::Protocol>(start)
    }

    fn start(
        &self,
        metadata: &'static Metadata,
        rules: Option<&'static Rules>,
        retryable: &'static [(&'static str, RetryReason)],
        encoded: Result<Encoded, CallError>,
    ) -> Box<Start> {
        let client = Arc::clone(&self.inner);
        let trace = Trace::new(&client, metadata.name);
        let (retry, timeouts, secrets) = (None, None, Secrets::default());
        let terms = Terms { client, metadata, rules, retryable, retry, timeouts, secrets, trace };
        Box::new(Start { encoded, terms })
    }
}

impl Inner {
    fn encode(
        &self,
        metadata: &Metadata,
        rules: &'static Rules,
        write: &mut dyn FnMut(&mut RequestEncoder<'_>) -> Result<(), EncodeError>,
    ) -> Result<Encoded, CallError> {
        let endpoint = match &self.endpoint {
            Ok(endpoint) => endpoint,
            Err(error) => return Err(error.clone().into()),
        };
        let mut no_random = false;
        let mut token = || {
            random::idempotency_token().unwrap_or_else(|| {
                no_random = true;
                String::new()
            })
        };
        let mut request = RequestEncoder::new(&self.service, endpoint, metadata, rules, &mut token)
            .with_compression(self.config.compression());
        write(&mut request)?;
        let mut encoded = request.finish()?;
        add_content_length(&mut encoded.request);
        if no_random {
            let reason = "the system gives no random numbers for an idempotency token";
            return Err(EncodeError::request(reason).into());
        }
        if let (Some(field), false) =
            (encoded.dot_segment, self.config.transport().keeps_dot_segments())
        {
            return Err(EncodeError::new(
                field,
                "has a `.` or `..` segment, which URL libraries remove from a path, so that it \
                 cannot be sent",
            )
            .into());
        }
        Ok(encoded)
    }

    fn sign(
        &self,
        request: &mut http::Request<Bytes>,
        credentials: &Credentials,
        now: SystemTime,
    ) -> Result<(), CallError> {
        if let Some(host) = &self.host {
            // Not with a prefix before it.
            let authority =
                request.uri().authority().map(|authority| authority.as_str().as_bytes());
            if authority == Some(host.as_bytes()) {
                request.headers_mut().entry(HOST).or_insert_with(|| host.clone());
            }
        }
        let body = request.body().clone();
        let payload = self.payload(request.uri(), &body);
        self.with_params(credentials, now, |params| sigv4::sign(request, payload, params))?;
        Ok(())
    }

    /// Signs with what is known of the service, and a key that was derived before.
    fn with_params<R>(
        &self,
        credentials: &Credentials,
        now: SystemTime,
        sign: impl FnOnce(&SigningParams<'_>) -> R,
    ) -> R {
        let service = self.service.signing_name();
        let settings = self.service.settings();
        #[cfg(feature = "sigv4a")]
        if let Some(region_set) = &self.region_set {
            let (regions, key) = (region_set.regions(), region_set.key(credentials));
            let params = SigningParams::new_v4a(credentials, regions, service, now);
            return sign(&params.with_settings(settings).with_ecdsa_key(&key));
        }
        let params = SigningParams::new(credentials, &self.region, service, now);
        let key = self.shared.keys.get(credentials, params.day(), &self.region, service);
        sign(&params.with_settings(settings).with_key(&key))
    }

    /// The body as the service wants it signed; over plain HTTP it always is.
    fn payload<'a>(&self, uri: &http::Uri, body: &'a [u8]) -> Payload<'a> {
        let is_https = uri.scheme_str() == Some("https");
        match self.service.has_unsigned_payload() && is_https {
            true => Payload::Unsigned,
            false => Payload::Bytes(body),
        }
    }

    /// What a signature takes the service's clock for.
    fn skew(&self) -> Skew {
        match self.config.corrects_clock_skew() {
            true => self.shared.skew(),
            false => Skew::default(),
        }
    }

    fn host(&self) -> &str {
        self.endpoint.as_ref().map_or("unknown", Endpoint::authority)
    }
}

/// The region that the endpoint's host says, else the configured one.
fn region(endpoint: Option<&Endpoint>, config: &Config) -> String {
    let said = endpoint.and_then(|endpoint| infer(endpoint.host()));
    said.map_or_else(|| config.region().to_owned(), |(_, region)| region.to_owned())
}

/// The endpoint's authority as a header. It is written as it is sent. Copies share its memory.
fn host(endpoint: &Endpoint) -> Option<HeaderValue> {
    let host = Bytes::from(endpoint.authority().to_owned());
    // The first copy is what makes others cheap.
    HeaderValue::from_maybe_shared(host.clone()).ok()
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("service", &self.inner.service.signing_name())
            .field("region", &self.inner.region)
            .field("endpoint", &self.inner.endpoint.as_ref().ok().map(Endpoint::to_string))
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_host_that_is_ready_is_the_one_that_is_signed() {
        for (url, expected) in [
            ("https://A.example.com/prod", "a.example.com"),
            ("https://a.example.com:443", "a.example.com"),
            ("http://localhost:8080", "localhost:8080"),
            ("https://[::1]:8443", "[::1]:8443"),
            ("https://[::1]", "[::1]"),
            ("https://a.example.com:", "a.example.com"),
            ("https://a.example.com:08443", "a.example.com:8443"),
        ] {
            let endpoint: Endpoint = url.parse().expect("an endpoint");
            let ready = host(&endpoint).expect("a header");
            assert_eq!(ready, expected, "{url}");

            let uri = endpoint.uri("", "/".to_owned(), "").expect("a URI");
            let mut request = http::Request::get(uri).body(()).expect("a request");
            let credentials = Credentials::new("id", "secret");
            let params = SigningParams::new(&credentials, "r", "s", SystemTime::UNIX_EPOCH);
            sigv4::sign(&mut request, Payload::Bytes(b""), &params).expect("signed");
            assert_eq!(ready, request.headers()[HOST], "{url}");
        }
    }
}
