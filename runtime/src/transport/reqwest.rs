//! The default transport: reqwest over rustls with ring.

use std::error::Error as _;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::Uri;
use reqwest::Url;
use rustls_platform_verifier::BuilderVerifierExt as _;

use crate::endpoint::is_local;

use super::{Transport, TransportError, TransportFuture};

/// S3 closes idle connections after about 20 s: be gone before.
const IDLE_TIMEOUT: Duration = Duration::from_secs(15);

/// What a person can set.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    pub connect_timeout: Duration,
    pub max_response_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { connect_timeout: Duration::from_millis(3100), max_response_bytes: 128 * 1024 * 1024 }
    }
}

pub(crate) struct Reqwest {
    limits: Limits,
    /// Built by the first request that needs it: certificates are read from disk.
    proxied: OnceLock<Result<Built, String>>,
    /// The same without a proxy, for this machine and metadata addresses.
    direct: OnceLock<Result<Built, String>>,
}

struct Built {
    client: reqwest::Client,
    /// Why there is no TLS: plain HTTP, to this machine, still goes on.
    no_tls: Option<String>,
}

impl Reqwest {
    pub(crate) fn new(limits: Limits) -> Self {
        Self { limits, proxied: OnceLock::new(), direct: OnceLock::new() }
    }

    fn client(&self, uri: &Uri) -> Result<&reqwest::Client, TransportError> {
        let direct = uri.host().is_some_and(is_local);
        let built = if direct { &self.direct } else { &self.proxied };
        match built.get_or_init(|| build(&self.limits, direct).map_err(|error| chain(&error))) {
            Ok(Built { no_tls: Some(why), .. }) if uri.scheme_str() == Some("https") => {
                Err(TransportError::refused(format!("TLS cannot be set up: {why}")))
            }
            Ok(built) => Ok(&built.client),
            Err(why) => {
                Err(TransportError::refused(format!("the HTTP client cannot be set up: {why}")))
            }
        }
    }

    async fn exchange(
        &self,
        request: http::Request<Bytes>,
    ) -> Result<http::Response<Bytes>, TransportError> {
        let client = self.client(request.uri())?;
        let uri = request.uri().clone();
        let request = reqwest::Request::try_from(request).map_err(failed)?;
        check_unchanged(&uri, request.url())?;

        let mut response = client.execute(request).await.map_err(failed)?;
        let max = self.limits.max_response_bytes;
        let too_large = || {
            TransportError::other(format!(
                "the response is larger than {max} bytes; raise `max_response_bytes` of the config"
            ))
        };
        let announced = response.content_length().unwrap_or(0);
        if announced > max as u64 {
            return Err(too_large());
        }
        let mut body = Body::Empty;
        while let Some(chunk) = response.chunk().await.map_err(failed)? {
            if body.len() + chunk.len() > max {
                return Err(too_large());
            }
            body.push(chunk, announced);
        }
        let mut buffered = http::Response::new(body.into_bytes());
        *buffered.status_mut() = response.status();
        *buffered.version_mut() = response.version();
        *buffered.headers_mut() = std::mem::take(response.headers_mut());
        Ok(buffered)
    }
}

/// A body as it comes in: most come in one piece, which is not copied.
enum Body {
    Empty,
    One(Bytes),
    Many(BytesMut),
}

impl Body {
    fn len(&self) -> usize {
        match self {
            Self::Empty => 0,
            Self::One(bytes) => bytes.len(),
            Self::Many(bytes) => bytes.len(),
        }
    }

    /// `announced` is the length of all; nobody has to keep to it.
    fn push(&mut self, chunk: Bytes, announced: u64) {
        match self {
            Self::Empty => *self = Self::One(chunk),
            Self::One(first) => {
                let length = first.len() + chunk.len();
                let capacity = (announced as usize).min(1024 * 1024).max(length);
                let mut bytes = BytesMut::with_capacity(capacity);
                bytes.extend_from_slice(first);
                bytes.extend_from_slice(&chunk);
                *self = Self::Many(bytes);
            }
            Self::Many(bytes) => bytes.extend_from_slice(&chunk),
        }
    }

    fn into_bytes(self) -> Bytes {
        match self {
            Self::Empty => Bytes::new(),
            Self::One(bytes) => bytes,
            Self::Many(bytes) => bytes.freeze(),
        }
    }
}

impl Transport for Reqwest {
    fn send(&self, request: http::Request<Bytes>) -> TransportFuture<'_> {
        Box::pin(self.exchange(request))
    }
}

fn build(limits: &Limits, direct: bool) -> Result<Built, reqwest::Error> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let tls = rustls::ClientConfig::builder_with_provider(provider.clone())
        .with_safe_default_protocol_versions()
        .and_then(|builder| builder.with_platform_verifier())
        .map(|builder| builder.with_no_client_auth());
    let mut builder = reqwest::Client::builder()
        .user_agent(concat!("aws-operation/", env!("CARGO_PKG_VERSION")))
        .redirect(reqwest::redirect::Policy::none())
        .referer(false)
        .connect_timeout(limits.connect_timeout)
        .pool_idle_timeout(IDLE_TIMEOUT);
    if direct {
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
    Ok(Built { client: builder.build()?, no_tls })
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

/// What is signed is what is sent: the URL type may normalize what it parses.
fn check_unchanged(signed: &Uri, url: &Url) -> Result<(), TransportError> {
    let same = [
        ("scheme", signed.scheme_str() == Some(url.scheme())),
        ("host", same_host(signed.host(), url.host_str())),
        ("port", signed.port_u16() == url.port()),
        ("path", signed.path() == url.path()),
        ("query", signed.query() == url.query()),
    ];
    match same.iter().find(|(_, same)| !same) {
        None => Ok(()),
        Some((part, _)) => Err(TransportError::refused(format!(
            "the URL library would change the {part} that was signed; write it as a URL has it"
        ))),
    }
}

fn same_host(signed: Option<&str>, sent: Option<&str>) -> bool {
    signed.zip(sent).is_some_and(|(signed, sent)| signed.eq_ignore_ascii_case(sent))
}

/// The whole chain of causes in one line; without the URL, whose query may hold anything.
fn failed(error: reqwest::Error) -> TransportError {
    let error = error.without_url();
    let message = chain(&error);
    let (connect, timeout) = (error.is_connect(), error.is_timeout());
    let message = match (connect, timeout) {
        (true, true) => format!("timed out while connecting: {message}"),
        (true, false) => format!("cannot connect: {message}"),
        (false, true) => format!("timed out: {message}"),
        (false, false) => message,
    };
    TransportError { connect, timeout, ..TransportError::other(message) }.with_source(error)
}

fn chain(error: &reqwest::Error) -> String {
    let mut message = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        let text = cause.to_string();
        if !message.ends_with(&text) {
            message.push_str(": ");
            message.push_str(&text);
        }
        source = cause.source();
    }
    message
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_that_parsing_changes_is_refused() {
        for (uri, changed) in [
            ("https://example.com/a/b?c=%2F&d", None),
            ("https://example.com/a%2F..%2Fb", None),
            ("https://example.com/a//b/", None),
            ("https://[::1]:8443/", None),
            ("https://example.com/a/../b", Some("path")),
            ("https://example.com/a/%2e%2E/b", Some("path")),
            ("https://example.com/./b", Some("path")),
            ("https://example.com/?a='", Some("query")),
            ("https://127.1/", Some("host")),
            ("https://example.com:443/", Some("port")),
        ] {
            let error = match (uri.parse(), Url::parse(uri)) {
                (Ok(signed), Ok(url)) => check_unchanged(&signed, &url).err(),
                _ => panic!("{uri} is a URI"),
            };
            let part = error.map(|error| error.to_string());
            assert_eq!(
                part.as_deref().map(|text| text.contains(changed.unwrap_or("?"))),
                changed.map(|_| true),
                "{uri}: {part:?}",
            );
        }
    }
}
