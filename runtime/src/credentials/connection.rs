//! [`Connection`]: by what a provider calls its service, and reads the time.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use bytes::Bytes;

use crate::client::Client;
use crate::config::Config;
use crate::error::{CredentialsError, TransportError};
use crate::retry::Retry;
use crate::service::Service;
use crate::time::{SleepFuture, Timer};
use crate::transport::{Conditions, Transport, TransportFuture};
use crate::types::{CredentialsFuture, Endpoint, ProvideCredentials, Timeouts};

/// By what a provider calls its service, and reads the time: the default transport and timer,
/// unless it is made of others. Cloning is cheap, and clones share connections.
#[derive(Clone)]
pub struct Connection {
    /// `None` without the features that have the default ones.
    transport: Option<Arc<dyn Transport>>,
    timer: Option<Arc<dyn Timer>>,
}

impl Connection {
    /// A connection by this transport and this timer.
    pub fn new(transport: Arc<dyn Transport>, timer: Arc<dyn Timer>) -> Self {
        Self { transport: Some(transport), timer: Some(timer) }
    }

    pub(super) fn timer(&self) -> &dyn Timer {
        self.timer.as_deref().unwrap_or(&crate::time::NoTimer)
    }

    /// A client of one endpoint, by the rules of one provider.
    pub(super) fn client(&self, to: To) -> Result<Client, CredentialsError> {
        let mut builder = Config::builder()
            .region(to.region)
            .credentials_provider(Provider(to.credentials))
            .endpoint_url(to.endpoint.to_string())
            // Whoever names the endpoint has looked at it.
            .allow_http(true)
            .retry(to.retry)
            .timeouts(to.timeouts);
        if let Some(transport) = &self.transport {
            builder = builder.transport(Limited {
                transport: Arc::clone(transport),
                timeouts: to.timeouts,
                conditions: Conditions { direct: to.direct, max_response_bytes: to.max_bytes },
            });
        }
        if let Some(timer) = &self.timer {
            builder = builder.timer(Shared(Arc::clone(timer)));
        }
        let config = builder.build().map_err(|error| CredentialsError::new(error.to_string()))?;
        Ok(Client::new(&config, to.service))
    }
}

impl Default for Connection {
    fn default() -> Self {
        #[cfg(feature = "hyper")]
        let transport: Option<Arc<dyn Transport>> =
            Some(Arc::new(crate::transport::Hyper::new(Timeouts::default(), None)));
        #[cfg(not(feature = "hyper"))]
        let transport = None;
        #[cfg(feature = "tokio")]
        let timer: Option<Arc<dyn Timer>> = Some(Arc::new(crate::time::TokioTimer::new()));
        #[cfg(not(feature = "tokio"))]
        let timer = None;
        Self { transport, timer }
    }
}

impl fmt::Debug for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connection").finish_non_exhaustive()
    }
}

/// Whom a provider calls, and how.
pub(super) struct To {
    pub service: Service,
    pub endpoint: Endpoint,
    pub region: String,
    /// `None` where requests are not signed.
    pub credentials: Option<Arc<dyn ProvideCredentials>>,
    pub retry: Retry,
    pub timeouts: Timeouts,
    /// No proxy is asked.
    pub direct: bool,
    /// How large an answer may be.
    pub max_bytes: usize,
}

/// Credentials of whoever signs.
struct Provider(Option<Arc<dyn ProvideCredentials>>);

impl ProvideCredentials for Provider {
    fn credentials(&self) -> CredentialsFuture<'_> {
        match &self.0 {
            Some(provider) => provider.credentials(),
            None => Box::pin(std::future::ready(Err(CredentialsError::new(
                "this request is not signed, so it has no credentials",
            )))),
        }
    }
}

/// A transport that takes no more than it asked for, and asks no proxy where none must be.
struct Limited {
    transport: Arc<dyn Transport>,
    timeouts: Timeouts,
    conditions: Conditions,
}

impl Transport for Limited {
    fn send(&self, mut request: http::Request<Bytes>) -> TransportFuture<'_> {
        let extensions = request.extensions_mut();
        extensions.get_or_insert(self.timeouts);
        extensions.insert(self.conditions);
        Box::pin(async move {
            let response = self.transport.send(request).await?;
            let max = self.conditions.max_response_bytes;
            // A transport of another kind has not looked.
            match response.body().len() > max {
                true => Err(TransportError::other(format!(
                    "the response is larger than {max} bytes, which is no answer to this request"
                ))),
                false => Ok(response),
            }
        })
    }

    fn keeps_dot_segments(&self) -> bool {
        self.transport.keeps_dot_segments()
    }
}

/// A timer that others have too.
struct Shared(Arc<dyn Timer>);

impl Timer for Shared {
    fn now(&self) -> SystemTime {
        self.0.now()
    }

    fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }

    fn sleep(&self, duration: Duration) -> SleepFuture {
        self.0.sleep(duration)
    }
}
