//! The HTTP clients. Each is built by the first request that needs it.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use http::Uri;
use hyper_util::client::legacy;
use hyper_util::client::proxy::matcher::Intercept;
use hyper_util::rt::TokioTimer;
use tokio::runtime::Handle;

use super::connector::Connector;
use super::proxies::Proxies;
use super::request_body::Watched;
use super::tls::Tls;
use crate::error::TransportError;

/// How long idle connections are kept. S3 closes them after about 20 s.
const IDLE_TIMEOUT: Duration = Duration::from_secs(15);

/// How many other clients are kept.
const MAX_OTHERS: usize = 8;

/// Spawns tasks on the runtime of the current thread. Without one, for example if a call is dropped outside
/// of its runtime, it drops the task, which closes its connection.
#[derive(Clone, Copy)]
struct Executor;

impl<F: Future<Output: Send> + Send + 'static> hyper::rt::Executor<F> for Executor {
    fn execute(&self, task: F) {
        if let Ok(runtime) = Handle::try_current() {
            drop(runtime.spawn(task));
        }
    }
}

/// A pool of connections. Cloning it is cheap.
pub(super) type Client = legacy::Client<Connector, Watched>;

pub(super) struct Clients {
    connect_timeout: Option<Duration>,
    direct: OnceLock<Client>,
    proxied: OnceLock<Client>,
    /// The clients of calls with other connect timeouts or with known HTTP/2, the newest last.
    others: Mutex<Vec<(Kind, Client)>>,
    proxies: OnceLock<Arc<Proxies>>,
    tls: Arc<OnceLock<Tls>>,
}

/// The settings for which a separate client is needed.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Kind {
    /// True to use no proxy.
    direct: bool,
    /// True to use HTTP/2 without negotiation.
    is_known_http2: bool,
    connect_timeout: Option<Duration>,
}

impl Clients {
    pub(super) fn new(connect_timeout: Option<Duration>) -> Self {
        Self {
            connect_timeout,
            direct: OnceLock::new(),
            proxied: OnceLock::new(),
            others: Mutex::default(),
            proxies: OnceLock::new(),
            tls: Arc::default(),
        }
    }

    /// Clients with the same settings, and connections of their own.
    #[cfg(feature = "blocking")]
    pub(super) fn with_same_settings(&self) -> Self {
        Self { tls: Arc::clone(&self.tls), ..Self::new(self.connect_timeout) }
    }

    /// The proxy of a request; `None` if it needs none.
    pub(super) fn proxy(&self, uri: &Uri) -> Result<Option<Intercept>, TransportError> {
        self.proxies().of(uri)
    }

    fn proxies(&self) -> &Arc<Proxies> {
        self.proxies.get_or_init(|| Arc::new(Proxies::of_process()))
    }

    /// The client for a request.
    pub(super) fn get(
        &self,
        uri: &Uri,
        direct: bool,
        is_known_http2: bool,
        connect_timeout: Option<Duration>,
    ) -> Result<Client, TransportError> {
        if uri.scheme_str() == Some("https") {
            Tls::of(&self.tls)?;
        }
        Ok(self.client(Kind { direct, is_known_http2, connect_timeout }))
    }

    fn client(&self, kind: Kind) -> Client {
        if kind.connect_timeout == self.connect_timeout && !kind.is_known_http2 {
            let client = if kind.direct { &self.direct } else { &self.proxied };
            return client.get_or_init(|| self.build(kind)).clone();
        }
        // A poisoned lock has complete entries.
        let mut others = self.others.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, client)) = others.iter().find(|(of, _)| *of == kind) {
            return client.clone();
        }
        if others.len() == MAX_OTHERS {
            others.remove(0);
        }
        let client = self.build(kind);
        others.push((kind, client.clone()));
        client
    }

    fn build(&self, kind: Kind) -> Client {
        let proxies = (!kind.direct).then(|| Arc::clone(self.proxies()));
        let connector = Connector::new(Arc::clone(&self.tls), proxies, kind.connect_timeout);
        let mut builder = legacy::Client::builder(Executor);
        builder.pool_timer(TokioTimer::new()).pool_idle_timeout(IDLE_TIMEOUT);
        #[cfg(feature = "http2")]
        builder.http2_only(kind.is_known_http2);
        builder.build(connector)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const INSTANCE: &str = "http://169.254.169.254/latest";

    fn refused(clients: &Clients, uri: &'static str, direct: bool) -> Option<String> {
        clients
            .get(&Uri::from_static(uri), direct, false, None)
            .err()
            .map(|error| error.to_string())
    }

    #[test]
    fn certificates_are_read_once_and_for_tls_alone() {
        let clients = Clients::new(None);
        assert_eq!(refused(&clients, INSTANCE, true), None);
        assert!(clients.tls.get().is_none(), "a metadata address needs no certificates");
        for (text, direct) in [("https://example.com/", false), ("https://localhost/", true)] {
            let _ = refused(&clients, text, direct);
            assert!(clients.tls.get().is_some());
        }
    }

    #[test]
    fn without_certificates_plain_http_goes_on() {
        let clients = Clients::new(None);
        assert!(clients.tls.set(Tls::failed("no certificates")).is_ok());
        for direct in [false, true] {
            let https = refused(&clients, "https://localhost/", direct);
            assert_eq!(https.as_deref(), Some("TLS cannot be set up: no certificates"));
            assert_eq!(refused(&clients, INSTANCE, direct), None);
        }
    }
}
