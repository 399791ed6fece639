//! The HTTP clients, each built by the first request that needs it: certificates are read from disk.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use http::Uri;
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
    /// The same without a proxy, for this machine and metadata addresses.
    direct: OnceLock<Built>,
    /// Those of calls with another connect timeout, the newest last.
    others: Mutex<Vec<(Kind, Built)>>,
}

/// What makes a client another one.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Kind {
    direct: bool,
    connect_timeout: Option<Duration>,
}

#[derive(Clone)]
struct Built(Result<Arc<WithTls>, Arc<str>>);

struct WithTls {
    client: reqwest::Client,
    /// Why there is no TLS: plain HTTP, to this machine, still goes on.
    no_tls: Option<String>,
}

impl Clients {
    pub(super) fn new(connect_timeout: Option<Duration>) -> Self {
        Self {
            connect_timeout,
            proxied: OnceLock::new(),
            direct: OnceLock::new(),
            others: Mutex::default(),
        }
    }

    /// The client for a request; `direct` without a proxy. Cloning it is cheap.
    pub(super) fn get(
        &self,
        uri: &Uri,
        direct: bool,
        connect_timeout: Option<Duration>,
    ) -> Result<reqwest::Client, TransportError> {
        let kind = Kind { direct, connect_timeout };
        if connect_timeout == self.connect_timeout {
            let built = if kind.direct { &self.direct } else { &self.proxied };
            return built.get_or_init(|| Built::new(kind)).client(uri);
        }
        // A thread that panicked elsewhere left whole entries.
        let mut others = self.others.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, built)) = others.iter().find(|(of, _)| *of == kind) {
            return built.client(uri);
        }
        if others.len() == MAX_OTHERS {
            others.remove(0);
        }
        let built = Built::new(kind);
        others.push((kind, built.clone()));
        built.client(uri)
    }
}

impl Built {
    fn new(kind: Kind) -> Self {
        Self(build(kind).map(Arc::new).map_err(|error| chain(&error).into()))
    }

    fn client(&self, uri: &Uri) -> Result<reqwest::Client, TransportError> {
        match &self.0 {
            Ok(built) => match &built.no_tls {
                Some(why) if uri.scheme_str() == Some("https") => {
                    Err(TransportError::refused(format!("TLS cannot be set up: {why}")))
                }
                _ => Ok(built.client.clone()),
            },
            Err(why) => {
                Err(TransportError::refused(format!("the HTTP client cannot be set up: {why}")))
            }
        }
    }
}

fn build(kind: Kind) -> Result<WithTls, reqwest::Error> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let tls = rustls::ClientConfig::builder_with_provider(provider.clone())
        .with_safe_default_protocol_versions()
        .and_then(|builder| builder.with_platform_verifier())
        .map(|builder| builder.with_no_client_auth());
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
    if kind.direct {
        builder = builder.no_proxy();
    }
    let (tls, no_tls) = match tls {
        Ok(tls) => (Some(tls), None),
        Err(error) => (without_roots(provider).ok(), Some(error.to_string())),
    };
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
    Ok(WithTls { client: builder.build()?, no_tls })
}

/// A configuration that trusts nobody, for a machine without certificates.
fn without_roots(
    provider: Arc<rustls::crypto::CryptoProvider>,
) -> Result<rustls::ClientConfig, rustls::Error> {
    Ok(rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_root_certificates(rustls::RootCertStore::empty())
        .with_no_client_auth())
}
