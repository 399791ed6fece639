//! [`Server`]: an HTTP/2 server on a loopback port.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;

use crate::Conversation;

/// How long a request may take.
const LIMIT: Duration = Duration::from_secs(30);

/// A running server. It ends when it is dropped.
pub struct Server {
    port: u16,
    is_tls: bool,
    task: JoinHandle<()>,
    results: mpsc::UnboundedReceiver<Result<(), String>>,
    connections: Arc<AtomicUsize>,
}

type Results = mpsc::UnboundedSender<Result<(), String>>;

impl Server {
    /// Starts a server that supports HTTP/2 with prior knowledge. `handle` handles each request whose
    /// signature is right.
    ///
    /// # Panics
    ///
    /// When there is no free port.
    pub async fn start<F>(handle: impl Fn(Conversation) -> F + Clone + Send + 'static) -> Self
    where
        F: Future<Output = Result<(), String>> + Send + 'static,
    {
        Self::start_with(None, handle).await
    }

    /// Starts a server, with TLS if there is an acceptor.
    ///
    /// # Panics
    ///
    /// When there is no free port.
    pub async fn start_with<F>(
        tls: Option<TlsAcceptor>,
        handle: impl Fn(Conversation) -> F + Clone + Send + 'static,
    ) -> Self
    where
        F: Future<Output = Result<(), String>> + Send + 'static,
    {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
        let port = listener.local_addr().expect("it is bound").port();
        let (results, received) = mpsc::unbounded_channel();
        let connections = Arc::<AtomicUsize>::default();
        let (is_tls, counted) = (tls.is_some(), Arc::clone(&connections));
        let task = tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                counted.fetch_add(1, Ordering::SeqCst);
                let (tls, handle, results) = (tls.clone(), handle.clone(), results.clone());
                tokio::spawn(async move {
                    let served = match tls {
                        None => serve(socket, handle, &results).await,
                        Some(tls) => match tls.accept(socket).await {
                            Ok(socket) => serve(socket, handle, &results).await,
                            Err(error) => Err(error.to_string()),
                        },
                    };
                    if let Err(error) = served {
                        let _ = results.send(Err(format!("connection: {error}")));
                    }
                });
            }
        });
        Self { port, is_tls, task, results: received, connections }
    }

    /// The server's URL.
    pub fn endpoint(&self) -> String {
        let scheme = if self.is_tls { "https" } else { "http" };
        format!("{scheme}://localhost:{}", self.port)
    }

    /// How many connections were made.
    pub fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }

    /// The result of the next request that has ended.
    ///
    /// # Errors
    ///
    /// A signature is wrong, the handler failed, or no request ended in time.
    pub async fn finished(&mut self) -> Result<(), String> {
        let result = timeout(LIMIT, self.results.recv()).await;
        result.map_err(|_| "no request has ended".to_owned())?.unwrap_or(Err("no server".into()))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve<F>(
    socket: impl AsyncRead + AsyncWrite + Unpin,
    handle: impl Fn(Conversation) -> F,
    results: &Results,
) -> Result<(), String>
where
    F: Future<Output = Result<(), String>> + Send + 'static,
{
    let mut connection = h2::server::handshake(socket).await.map_err(|error| error.to_string())?;
    while let Some(request) = connection.accept().await {
        let (request, respond) = request.map_err(|error| error.to_string())?;
        match Conversation::new(request, respond) {
            Ok(conversation) => {
                let (handled, results) = (handle(conversation), results.clone());
                tokio::spawn(async move { results.send(handled.await) });
            }
            Err(wrong) => {
                let _ = results.send(Err(wrong));
            }
        }
    }
    Ok(())
}
