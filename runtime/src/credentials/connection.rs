//! [`Connection`]: the transport and the timer of a provider that calls a service.

use std::fmt;
use std::sync::Arc;

use crate::call::{Caller, MaxResponse, Setup};
use crate::endpoint::{Region, check_region};
use crate::error::CredentialsError;
use crate::retry::Retry;
use crate::service::Service;
use crate::time::{NoTimer, Timer};
use crate::transport::{Direct, Transport, TransportFuture};
use crate::types::{Body, CredentialsFuture, Endpoint, ProvideCredentials, Timeouts};
use crate::wire::protocol::memory::MAX_MEMORY;
use crate::wire::request::{Checksums, Compression};

/// The transport that a provider uses to call its service, and its timer. By default, the default
/// transport and timer. Cloning is cheap, and clones share connections.
#[derive(Clone)]
pub struct Connection {
    /// `None` without the features for the default ones.
    transport: Option<Arc<dyn Transport>>,
    timer: Option<Arc<dyn Timer>>,
}

impl Connection {
    /// A connection with this transport and this timer.
    pub fn new(transport: Arc<dyn Transport>, timer: Arc<dyn Timer>) -> Self {
        Self { transport: Some(transport), timer: Some(timer) }
    }

    pub(super) fn timer(&self) -> &dyn Timer {
        self.timer.as_deref().unwrap_or(&NoTimer)
    }

    /// Makes a caller for one endpoint, with the settings of one provider.
    pub(super) fn caller(&self, to: Destination) -> Result<Arc<Caller>, CredentialsError> {
        let Some(transport) = self.transport.clone() else {
            return Err(CredentialsError::new(
                "no transport: enable the feature `hyper`, or give the provider a `Connection`",
            ));
        };
        let region = Region::of(&to.region).name;
        check_region(region).map_err(|error| CredentialsError::new(error.to_string()))?;
        let setup = Setup {
            credentials: to.credentials.unwrap_or_else(|| Arc::new(Unsigned)),
            transport: match to.direct {
                true => Arc::new(WithoutProxy(transport)),
                false => transport,
            },
            timer: self.timer.clone().unwrap_or_else(|| Arc::new(NoTimer)),
            compression: Compression::default(),
            request_checksums: Checksums::default(),
            response_checksums: Checksums::default(),
            max_response: MaxResponse {
                bytes: to.max_bytes,
                remedy: "this is not the expected response; check the endpoint",
            },
            max_decoded_bytes: MAX_MEMORY,
            corrects_clock_skew: true,
            follow: None,
        };
        let mut caller = Caller::new(setup, to.service, region, to.retry, to.timeouts);
        caller.set_target(Ok(to.endpoint.into()), region);
        Ok(Arc::new(caller))
    }
}

impl Default for Connection {
    fn default() -> Self {
        #[cfg(feature = "hyper")]
        let transport: Option<Arc<dyn Transport>> =
            Some(Arc::new(crate::transport::Hyper::new(Timeouts::default())));
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

/// Where and how a provider calls its service.
pub(super) struct Destination {
    pub service: Service,
    pub endpoint: Endpoint,
    pub region: String,
    /// `None` if requests are not signed.
    pub credentials: Option<Arc<dyn ProvideCredentials>>,
    pub retry: Retry,
    pub timeouts: Timeouts,
    /// Whether to use no proxy, even if the environment has one.
    pub direct: bool,
    /// The maximum size of a response.
    pub max_bytes: usize,
}

/// The credentials provider for requests that are not signed.
struct Unsigned;

impl ProvideCredentials for Unsigned {
    fn credentials(&self) -> CredentialsFuture<'_> {
        Box::pin(std::future::ready(Err(CredentialsError::new(
            "this request is not signed, so it has no credentials",
        ))))
    }
}

/// A transport that uses no proxy.
struct WithoutProxy(Arc<dyn Transport>);

impl Transport for WithoutProxy {
    fn send(&self, mut request: http::Request<Body>) -> TransportFuture<'_> {
        request.extensions_mut().insert(Direct);
        self.0.send(request)
    }

    fn keeps_dot_segments(&self) -> bool {
        self.0.keeps_dot_segments()
    }
}
