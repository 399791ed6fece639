//! The default transport: hyper over rustls with ring.

mod body;
mod clients;
mod connector;
mod errors;
mod handover;
mod proxies;
mod request_body;
mod tls;

use http::header::{ACCEPT, HeaderValue, PROXY_AUTHORIZATION, USER_AGENT};
use http::uri::Scheme;
use http::{HeaderMap, StatusCode, Version};
use hyper_util::client::legacy::connect::{CaptureConnection, capture_connection};

use super::{Direct, Transport, TransportFuture};
use crate::error::TransportError;
use crate::tokio_runtime;
use crate::types::{Body, Timeouts, is_local};
use body::Received;
use clients::{Client, Clients};
use errors::without_negotiation;
use handover::answer;
use request_body::{ReadProgress, Watched};

const AGENT: HeaderValue =
    HeaderValue::from_static(concat!("aws-operation/", env!("CARGO_PKG_VERSION")));
const ANYTHING: HeaderValue = HeaderValue::from_static("*/*");

const NO_HTTP2: &str = "the operation has events in both directions, which needs HTTP/2; enable the \
                        feature `http2` of the crate `aws-operation`";

pub(crate) struct Hyper {
    clients: Clients,
    /// The connections of blocking calls. They work while the thread for I/O runs. Those of async calls work
    /// only while the program's runtime runs, so a blocking call could wait for them forever.
    #[cfg(feature = "blocking")]
    blocking: Clients,
    timeouts: Timeouts,
}

impl Hyper {
    /// `timeouts` apply to requests that have none of their own.
    pub(crate) fn new(timeouts: Timeouts) -> Self {
        let clients = Clients::new(timeouts.connect_timeout());
        Self {
            #[cfg(feature = "blocking")]
            blocking: clients.with_same_settings(),
            clients,
            timeouts,
        }
    }

    /// The clients for the current thread.
    fn clients(&self) -> &Clients {
        #[cfg(feature = "blocking")]
        if tokio_runtime::is_waiting() {
            return &self.blocking;
        }
        &self.clients
    }

    /// Does everything that needs no waiting.
    fn start(&self, request: http::Request<Body>) -> Result<Exchange, TransportError> {
        let clients = self.clients();
        tokio_runtime::check_time().map_err(missing)?;
        let (mut parts, body) = request.into_parts();
        let timeouts = parts.extensions.get::<Timeouts>().copied().unwrap_or(self.timeouts);
        let direct = parts.extensions.get::<Direct>().is_some();
        let direct = direct || parts.uri.host().is_some_and(is_local);
        let proxy = if direct { None } else { clients.proxy(&parts.uri)? };
        let needs_http2 = parts.version == Version::HTTP_2;
        if needs_http2 && !cfg!(feature = "http2") {
            return Err(TransportError::refused(NO_HTTP2));
        }
        // Without the feature, this is a constant, so that the compiler removes the code below.
        let needs_http2 = needs_http2 && cfg!(feature = "http2");
        // Without TLS, HTTP/2 is not negotiated. A proxy for plain HTTP gets HTTP/1.1.
        let is_known_http2 =
            needs_http2 && proxy.is_none() && parts.uri.scheme() == Some(&Scheme::HTTP);
        let client =
            clients.get(&parts.uri, proxy.is_none(), is_known_http2, timeouts.connect_timeout())?;
        parts.headers.entry(USER_AGENT).or_insert(AGENT);
        parts.headers.entry(ACCEPT).or_insert(ANYTHING);
        if let Some(proxy) = proxy.filter(|_| parts.uri.scheme_str() == Some("http")) {
            // With TLS, the tunnel through the proxy sends the authorization when it is opened.
            proxy.basic_auth().map(|auth| parts.headers.insert(PROXY_AUTHORIZATION, auth.clone()));
        }
        let progress = ReadProgress::default();
        let mut request = http::Request::from_parts(parts, progress.body(body));
        let captured = capture_connection(&mut request);
        let connection = Connection {
            captured,
            progress: progress.clone(),
            is_whole: false,
            stops_upload: true,
        };
        Ok(Exchange {
            client,
            request,
            connection,
            progress,
            timeouts,
            needs_http2,
            is_known_http2,
        })
    }
}

/// A request that is being sent.
struct Exchange {
    client: Client,
    request: http::Request<Watched>,
    connection: Connection,
    progress: ReadProgress,
    timeouts: Timeouts,
    /// Whether the request has events in both directions.
    needs_http2: bool,
    /// Whether it is sent over HTTP/2 without negotiation.
    is_known_http2: bool,
}

impl Exchange {
    async fn run(self) -> Result<http::Response<Body>, TransportError> {
        let Self { client, request, mut connection, progress, timeouts, .. } = self;
        let is_stream = request.body().is_stream();
        let mut sent = client.request(request);
        let sent = answer(&mut sent, &progress, is_stream, timeouts);
        let sent = sent.await.map_err(|error| match progress.failure() {
            Some(failure) => failure,
            None if cfg!(feature = "http2") && self.is_known_http2 => without_negotiation(error),
            None => error,
        });
        let (head, incoming) = sent?.into_parts();
        if is_broken(head.status) {
            connection.retire();
        }
        // A server may respond before it has read the whole request. After a success response, it may
        // still read the rest. With events in both directions, it does not read events after its last
        // one.
        connection.stops_upload =
            cfg!(feature = "http2") && self.needs_http2 || !head.status.is_success();
        let body = Received::new(incoming, connection).into_body();
        Ok(http::Response::from_parts(head, body))
    }
}

/// The error if the thread has no runtime, or the runtime has no timers or no I/O.
fn missing(what: &str) -> TransportError {
    TransportError::refused(format!("the default transport cannot send: {what}"))
}

/// The `user-agent` of requests that have none.
fn agent() -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(USER_AGENT, AGENT);
    headers
}

/// Whether the status means that the server behind the connection does not work. With a load
/// balancer, another connection usually reaches another server.
fn is_broken(status: StatusCode) -> bool {
    matches!(status.as_u16(), 500 | 502 | 503 | 504)
}

/// The connection of one request. Later requests reuse it only if the whole response arrives. A
/// call that times out drops this value, so its connection is not reused.
struct Connection {
    captured: CaptureConnection,
    /// How far the connection has read the request's body.
    progress: ReadProgress,
    is_whole: bool,
    /// Whether to cancel the rest of the request's body when the whole response has arrived.
    stops_upload: bool,
}

impl Connection {
    /// Prevents later requests from using the connection. Requests that share it, as in HTTP/2,
    /// continue.
    fn retire(&self) {
        if let Some(connection) = &*self.captured.connection_metadata() {
            connection.poison();
        }
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        if !self.is_whole {
            self.retire();
        }
        if self.stops_upload || !self.is_whole {
            self.progress.stop();
        }
    }
}

impl Transport for Hyper {
    fn send(&self, request: http::Request<Body>) -> TransportFuture<'_> {
        match self.start(request) {
            Ok(exchange) => Box::pin(exchange.run()),
            Err(error) => Box::pin(std::future::ready(Err(error))),
        }
    }
}
