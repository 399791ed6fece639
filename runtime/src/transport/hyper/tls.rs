//! The TLS configuration. The first request with TLS makes it: a machine's certificates are
//! hundreds of files, and reading them takes longer than a call.

use std::sync::{Arc, OnceLock};

use rustls::ClientConfig;
use rustls_platform_verifier::BuilderVerifierExt as _;

use crate::error::TransportError;

/// TLS with the system's trusted certificates, or why it cannot be set up. Plain HTTP works without
/// TLS.
pub(super) struct Tls(Result<Arc<ClientConfig>, Arc<str>>);

impl Tls {
    /// The configuration. The first request makes it.
    pub(super) fn of(shared: &OnceLock<Self>) -> Result<Arc<ClientConfig>, TransportError> {
        let Self(tls) = shared.get_or_init(Self::of_this_machine);
        let refused = |why| TransportError::refused(format!("TLS cannot be set up: {why}"));
        tls.clone().map_err(refused)
    }

    /// TLS that cannot be set up.
    #[cfg(test)]
    pub(super) fn failed(why: &str) -> Self {
        Self(Err(why.into()))
    }

    fn of_this_machine() -> Self {
        // With an explicit provider, the process default is neither used nor set.
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
