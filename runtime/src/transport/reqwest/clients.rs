//! The HTTP clients, each built by the first request that needs it, and TLS by the first that speaks it:
//! the certificates of a machine are hundreds of files, and take longer to read than a call.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use http::Uri;
use rustls::ClientConfig;
use rustls::crypto::CryptoProvider;
use rustls_platform_verifier::BuilderVerifierExt as _;

use super::errors::chain;
use crate::transport::TransportError;

/// S3 closes idle connections after about 20 s: be gone before.
const IDLE_TIMEOUT: Duration = Duration::from_secs(15);

/// How many clients with a connect timeout of their own are kept.
const MAX_OTHERS: usize = 8;

pub(super) struct Clients {
    connect_timeout: Option<Duration>,
    proxied: OnceLock<Built>,
    /// Without a proxy, for this machine and metadata addresses.
    direct: OnceLock<Built>,
    /// The same for plain HTTP, which needs no certificates.
    plain: OnceLock<Built>,
    /// Those of calls with another connect timeout, the newest last.
    others: Mutex<Vec<(Kind, Built)>>,
    tls: OnceLock<Tls>,
}

/// What makes a client another one.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Kind {
    route: Route,
    connect_timeout: Option<Duration>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Route {
    /// Perhaps by a proxy, which itself may be spoken to over TLS.
    Proxied,
    Direct,
    /// Plain HTTP alone.
    Plain,
}

/// A client, or why there is none.
#[derive(Clone)]
struct Built(Result<reqwest::Client, Arc<str>>);

/// TLS as this machine trusts it, or why there is none: plain HTTP still goes on.
struct Tls(Result<ClientConfig, Arc<str>>);

impl Clients {
    pub(super) fn new(connect_timeout: Option<Duration>) -> Self {
        Self {
            connect_timeout,
            proxied: OnceLock::new(),
            direct: OnceLock::new(),
            plain: OnceLock::new(),
            others: Mutex::default(),
            tls: OnceLock::new(),
        }
    }

    /// The client for a request; `direct` without a proxy. Cloning it is cheap.
    pub(super) fn get(
        &self,
        uri: &Uri,
        direct: bool,
        connect_timeout: Option<Duration>,
    ) -> Result<reqwest::Client, TransportError> {
        let is_https = uri.scheme_str() == Some("https");
        let route = match (direct, is_https) {
            (false, _) => Route::Proxied,
            (true, true) => Route::Direct,
            (true, false) => Route::Plain,
        };
        let client = self.built(Kind { route, connect_timeout }).0.map_err(|why| {
            TransportError::refused(format!("the HTTP client cannot be set up: {why}"))
        })?;
        match self.tls.get() {
            Some(Tls(Err(why))) if is_https => {
                Err(TransportError::refused(format!("TLS cannot be set up: {why}")))
            }
            _ => Ok(client),
        }
    }

    fn built(&self, kind: Kind) -> Built {
        if kind.connect_timeout == self.connect_timeout {
            let built = match kind.route {
                Route::Proxied => &self.proxied,
                Route::Direct => &self.direct,
                Route::Plain => &self.plain,
            };
            return built.get_or_init(|| self.build(kind)).clone();
        }
        // A thread that panicked elsewhere left whole entries.
        let mut others = self.others.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, built)) = others.iter().find(|(of, _)| *of == kind) {
            return built.clone();
        }
        if others.len() == MAX_OTHERS {
            others.remove(0);
        }
        let built = self.build(kind);
        others.push((kind, built.clone()));
        built
    }

    fn build(&self, kind: Kind) -> Built {
        let provider = || Arc::new(rustls::crypto::ring::default_provider());
        let tls = match kind.route {
            Route::Plain => None,
            Route::Proxied | Route::Direct => {
                self.tls.get_or_init(|| Tls::of_this_machine(provider())).0.clone().ok()
            }
        };
        let tls = tls.or_else(|| without_roots(provider()).ok());
        Built(build(kind, tls).map_err(|error| chain(&error).into()))
    }
}

impl Tls {
    fn of_this_machine(provider: Arc<CryptoProvider>) -> Self {
        let tls = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .and_then(|builder| builder.with_platform_verifier())
            .map(|builder| builder.with_no_client_auth());
        Self(tls.map_err(|error| error.to_string().into()))
    }
}

fn build(kind: Kind, tls: Option<ClientConfig>) -> Result<reqwest::Client, reqwest::Error> {
    let mut builder = reqwest::Client::builder()
        .user_agent(concat!("aws-operation/", env!("CARGO_PKG_VERSION")))
        .redirect(reqwest::redirect::Policy::none())
        // Attempts are counted where they are decided; no copy of a request is kept for them.
        .retry(reqwest::retry::never().max_retries_per_request(0))
        .referer(false)
        .pool_idle_timeout(IDLE_TIMEOUT);
    if let Some(timeout) = kind.connect_timeout {
        builder = builder.connect_timeout(timeout);
    }
    if kind.route != Route::Proxied {
        builder = builder.no_proxy();
    }
    if let Some(mut tls) = tls {
        if cfg!(feature = "http2") {
            tls.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        } else {
            tls.alpn_protocols = vec![b"http/1.1".to_vec()];
        }
        builder = builder.tls_backend_preconfigured(tls);
    }
    if !cfg!(feature = "http2") {
        builder = builder.http1_only();
    }
    builder.build()
}

/// A configuration that trusts nobody, for a machine without certificates, and for plain HTTP.
fn without_roots(provider: Arc<CryptoProvider>) -> Result<ClientConfig, rustls::Error> {
    Ok(ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_root_certificates(rustls::RootCertStore::empty())
        .with_no_client_auth())
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
