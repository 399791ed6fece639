//! The HTTP clients. Each is built by the first request that needs it. TLS is set up by the first
//! request that uses it: the certificates of a machine are hundreds of files, which take longer to
//! read than a call.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use http::Uri;
use hyper_util::client::legacy;
use hyper_util::client::proxy::matcher::Intercept;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use rustls::ClientConfig;
use rustls_platform_verifier::BuilderVerifierExt as _;

use super::connector::Connector;
use super::handover::Watched;
use super::proxies::Proxies;
use crate::error::TransportError;

/// How long idle connections are kept. S3 closes them after about 20 s.
const IDLE_TIMEOUT: Duration = Duration::from_secs(15);

/// How many clients with other connect timeouts are kept.
const MAX_OTHERS: usize = 8;

/// A pool of connections. Cloning it is cheap.
pub(super) type Client = legacy::Client<Connector, Watched>;

pub(super) struct Clients {
    connect_timeout: Option<Duration>,
    direct: OnceLock<Client>,
    proxied: OnceLock<Client>,
    /// The clients of calls with other connect timeouts, the newest last.
    others: Mutex<Vec<(Kind, Client)>>,
    proxies: OnceLock<Arc<Proxies>>,
    tls: Arc<OnceLock<Tls>>,
}

/// The settings that require a client of their own.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Kind {
    /// Without a proxy.
    direct: bool,
    connect_timeout: Option<Duration>,
}

/// TLS with the system's trusted certificates, or why it cannot be set up. Plain HTTP works without
/// it.
pub(super) struct Tls(Result<Arc<ClientConfig>, Arc<str>>);

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
        connect_timeout: Option<Duration>,
    ) -> Result<Client, TransportError> {
        if uri.scheme_str() == Some("https") {
            Tls::of(&self.tls)?;
        }
        Ok(self.client(Kind { direct, connect_timeout }))
    }

    fn client(&self, kind: Kind) -> Client {
        if kind.connect_timeout == self.connect_timeout {
            let client = if kind.direct { &self.direct } else { &self.proxied };
            return client.get_or_init(|| self.build(kind)).clone();
        }
        // A poisoned lock holds whole entries.
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
        legacy::Client::builder(TokioExecutor::new())
            .pool_timer(TokioTimer::new())
            .pool_idle_timeout(IDLE_TIMEOUT)
            .build(connector)
    }
}

impl Tls {
    /// The configuration, which the first request makes.
    pub(super) fn of(shared: &OnceLock<Self>) -> Result<Arc<ClientConfig>, TransportError> {
        let Self(tls) = shared.get_or_init(Self::of_this_machine);
        let refused = |why| TransportError::refused(format!("TLS cannot be set up: {why}"));
        tls.clone().map_err(refused)
    }

    fn of_this_machine() -> Self {
        // With an explicit provider, the default of the process is neither used nor set.
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let tls = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .and_then(|builder| builder.with_platform_verifier())
            .map(|builder| builder.with_no_client_auth());
        let tls = tls.map(|mut tls| {
            if cfg!(feature = "http2") {
                tls.alpn_protocols.push(b"h2".to_vec());
            }
            tls.alpn_protocols.push(b"http/1.1".to_vec());
            Arc::new(tls)
        });
        Self(tls.map_err(|error| error.to_string().into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const INSTANCE: &str = "http://169.254.169.254/latest";

    fn refused(clients: &Clients, uri: &'static str, direct: bool) -> Option<String> {
        clients.get(&Uri::from_static(uri), direct, None).err().map(|error| error.to_string())
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
        assert!(clients.tls.set(Tls(Err("no certificates".into()))).is_ok());
        for direct in [false, true] {
            let https = refused(&clients, "https://localhost/", direct);
            assert_eq!(https.as_deref(), Some("TLS cannot be set up: no certificates"));
            assert_eq!(refused(&clients, INSTANCE, direct), None);
        }
    }
}
