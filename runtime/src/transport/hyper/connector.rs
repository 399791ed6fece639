//! Makes connections: directly or through a proxy, with TLS or without.

use std::error::Error as StdError;
use std::fmt;
use std::future::Future;
use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll};
use std::time::Duration;

use http::Uri;
use hyper::rt::{Read, ReadBufCursor, Write};
use hyper_util::client::legacy::connect::dns::{GaiResolver, Name};
use hyper_util::client::legacy::connect::proxy::Tunnel;
use hyper_util::client::legacy::connect::{Connected, Connection, HttpConnector};
use hyper_util::rt::TokioIo;
use rustls::pki_types::ServerName;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio_rustls::TlsConnector;
use tower_service::Service;

use super::proxies::Proxies;
use super::tls::Tls;
use crate::tokio_runtime;

/// When TCP keep-alive probes of an idle connection begin, and the time between them.
const KEEPALIVE: Duration = Duration::from_secs(15);
const KEEPALIVE_PROBES: u32 = 3;

/// How long sent data may remain unacknowledged.
#[cfg(any(target_os = "android", target_os = "fuchsia", target_os = "linux"))]
const UNACKNOWLEDGED: Duration = Duration::from_secs(30);

type BoxError = Box<dyn StdError + Send + Sync>;
type Connecting<T> = Pin<Box<dyn Future<Output = Result<T, BoxError>> + Send>>;

/// Makes connections.
#[derive(Clone)]
pub(super) struct Connector {
    tcp: Tcp,
    tls: Arc<OnceLock<Tls>>,
    /// `None` if no proxy may be used.
    proxies: Option<Arc<Proxies>>,
    timeout: Option<Duration>,
}

impl Connector {
    pub(super) fn new(
        tls: Arc<OnceLock<Tls>>,
        proxies: Option<Arc<Proxies>>,
        timeout: Option<Duration>,
    ) -> Self {
        let mut tcp = HttpConnector::new_with_resolver(Resolver(GaiResolver::new()));
        tcp.enforce_http(false);
        tcp.set_nodelay(true);
        tcp.set_connect_timeout(timeout);
        tcp.set_keepalive(Some(KEEPALIVE));
        tcp.set_keepalive_interval(Some(KEEPALIVE));
        tcp.set_keepalive_retries(Some(KEEPALIVE_PROBES));
        #[cfg(any(target_os = "android", target_os = "fuchsia", target_os = "linux"))]
        tcp.set_tcp_user_timeout(Some(UNACKNOWLEDGED));
        Self { tcp: Tcp(tcp), tls, proxies, timeout }
    }

    async fn connect(self, to: Uri) -> Result<Conn, BoxError> {
        tokio_runtime::check_io().map_err(super::missing)?;
        let is_https = to.scheme_str() == Some("https");
        let proxy = match &self.proxies {
            Some(proxies) => proxies.of(&to)?,
            None => None,
        };
        let Some(proxy) = proxy else {
            let socket = self.tcp.clone().call(to.clone()).await?;
            return match is_https {
                true => self.secure(socket, &to).await,
                false => Ok(Conn::plain(socket, false)),
            };
        };
        let hop = Hop { tcp: self.tcp.clone(), tls: Arc::clone(&self.tls) };
        if !is_https {
            return Ok(Conn::plain(hop.connect(proxy.uri().clone()).await?, true));
        }
        let mut tunnel = Tunnel::new(proxy.uri().clone(), hop);
        if let Some(auth) = proxy.basic_auth() {
            tunnel = tunnel.with_auth(auth.clone());
        }
        let through = tunnel.with_headers(super::agent()).call(to.clone()).await?;
        self.secure(through, &to).await
    }

    /// TLS to the host of the request. The server may choose HTTP/2.
    async fn secure(&self, socket: Socket, to: &Uri) -> Result<Conn, BoxError> {
        let config = Tls::of(&self.tls)?;
        let stream = TlsConnector::from(config).connect(name(to)?, socket.into_inner()).await?;
        let is_http2 = stream.get_ref().1.alpn_protocol() == Some(b"h2");
        Ok(Conn { socket: socket_of(stream), is_http2, is_proxied: false })
    }
}

impl Service<Uri> for Connector {
    type Response = Conn;
    type Error = BoxError;
    type Future = Connecting<Conn>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, to: Uri) -> Self::Future {
        let (connector, timeout) = (self.clone(), self.timeout);
        Box::pin(async move {
            match timeout {
                None => connector.connect(to).await,
                Some(limit) => match tokio::time::timeout(limit, connector.connect(to)).await {
                    Ok(connected) => connected,
                    Err(_) => Err(TimedOut.into()),
                },
            }
        })
    }
}

/// The error of a connection that reached the connect timeout.
#[derive(Debug)]
pub(super) struct TimedOut;

impl fmt::Display for TimedOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("operation timed out")
    }
}

impl StdError for TimedOut {}

/// The name that the server's certificate must have.
fn name(to: &Uri) -> Result<ServerName<'static>, BoxError> {
    let host = to.host().unwrap_or_default().trim_start_matches('[').trim_end_matches(']');
    Ok(ServerName::try_from(host.to_owned())?)
}

/// A connection to a proxy, which may use TLS itself.
#[derive(Clone)]
struct Hop {
    tcp: Tcp,
    tls: Arc<OnceLock<Tls>>,
}

impl Hop {
    async fn connect(mut self, proxy: Uri) -> Result<Socket, BoxError> {
        let socket = self.tcp.call(proxy.clone()).await?;
        if proxy.scheme_str() != Some("https") {
            return Ok(socket);
        }
        let mut config = (*Tls::of(&self.tls)?).clone();
        // Requests to a proxy and for a tunnel use HTTP/1.1.
        config.alpn_protocols.clear();
        let config = Arc::new(config);
        let stream = TlsConnector::from(config).connect(name(&proxy)?, socket.into_inner()).await?;
        Ok(socket_of(stream))
    }
}

impl Service<Uri> for Hop {
    type Response = Socket;
    type Error = BoxError;
    type Future = Connecting<Socket>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, proxy: Uri) -> Self::Future {
        Box::pin(self.clone().connect(proxy))
    }
}

/// TCP connections to hosts by name.
#[derive(Clone)]
struct Tcp(HttpConnector<Resolver>);

impl Tcp {
    async fn call(&mut self, to: Uri) -> Result<Socket, BoxError> {
        Ok(socket_of(self.0.call(to).await?.into_inner()))
    }
}

/// Looks up the addresses of a name. `localhost` and its subdomains are always this machine (RFC
/// 6761, section 6.3). They are not looked up, because plain HTTP is allowed for them.
#[derive(Clone)]
struct Resolver(GaiResolver);

impl Service<Name> for Resolver {
    type Response = std::vec::IntoIter<SocketAddr>;
    type Error = io::Error;
    type Future = Pin<Box<dyn Future<Output = io::Result<Self::Response>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.0.poll_ready(context)
    }

    fn call(&mut self, name: Name) -> Self::Future {
        if crate::types::is_localhost(name.as_str()) {
            let addresses = [Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()];
            let addresses = addresses.map(|address| SocketAddr::new(address, 0)).to_vec();
            return Box::pin(std::future::ready(Ok(addresses.into_iter())));
        }
        let found = self.0.call(name);
        Box::pin(async move { Ok(found.await?.collect::<Vec<_>>().into_iter()) })
    }
}

/// Any byte stream. With one type for all streams, the code of TLS and HTTP is compiled only once.
type Socket = TokioIo<Box<dyn Stream>>;

trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Stream for T {}

fn socket_of(stream: impl Stream + 'static) -> Socket {
    TokioIo::new(Box::new(stream))
}

/// A connection for HTTP.
pub(super) struct Conn {
    socket: Socket,
    is_http2: bool,
    /// Whether the proxy reads the requests. They then need the absolute URL.
    is_proxied: bool,
}

impl Conn {
    fn plain(socket: Socket, is_proxied: bool) -> Self {
        Self { socket, is_http2: false, is_proxied }
    }
}

impl Connection for Conn {
    fn connected(&self) -> Connected {
        let connected = Connected::new().proxy(self.is_proxied);
        if self.is_http2 { connected.negotiated_h2() } else { connected }
    }
}

impl Read for Conn {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.socket).poll_read(context, buffer)
    }
}

impl Write for Conn {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.socket).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.socket).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.socket).poll_shutdown(context)
    }

    fn is_write_vectored(&self) -> bool {
        self.socket.is_write_vectored()
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffers: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.socket).poll_write_vectored(context, buffers)
    }
}
