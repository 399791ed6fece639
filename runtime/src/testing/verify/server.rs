//! [`Server`]: an HTTP/1.1 server on a loopback port that verifies signatures.

use std::fmt;
use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};

pub use super::connection::Received;
use super::connection::{Shared, lock, serve};
use super::verifier::Verifier;
use crate::types::{Body, Credentials};

/// How long the server waits before it accepts connections again, if the system has too few threads or files.
const PAUSE: Duration = Duration::from_millis(50);
/// How long the server tries to connect to itself to end its thread.
const CONNECT: Duration = Duration::from_secs(1);

/// A server on a free loopback port. It refuses requests that are not signed as AWS requires, and calls a
/// function for all others. It needs no async runtime. It stops when it is dropped. [The module](super)
/// has an example.
///
/// It speaks HTTP/1.1 without TLS. The head of a request can have up to 64 KiB and the body up to 64 MiB.
/// Malformed requests get the status 400, and are not among the [`requests`](Self::requests). All responses
/// have a `date` and a request id. If the function panics, the response has the status 501, which clients do
/// not retry.
#[must_use = "the server stops when it is dropped"]
pub struct Server {
    address: SocketAddr,
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    /// Starts a server for requests that are signed with these credentials, or that a [`Verifier`]
    /// accepts.
    ///
    /// `answer` is called for each accepted request, in parallel for several connections. The request's
    /// body is decoded if it was sent in chunks (`aws-chunked`). Its extensions have
    /// [`Signed`](super::Signed). The response's body can be text, bytes or a stream ([`Body::stream`]). If
    /// the stream fails, or has another length than the response's `content-length`, the connection is
    /// closed after the bytes so far.
    ///
    /// # Errors
    ///
    /// There is no free port, or no thread can be started.
    pub fn start<B: Into<Body>>(
        verifier: impl Into<Verifier>,
        answer: impl Fn(&Request<Bytes>) -> Response<B> + Send + Sync + 'static,
    ) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let address = listener.local_addr()?;
        let answer = Box::new(move |request: &Request<Bytes>| answer(request).map(Into::into));
        let shared = Arc::new(Shared::new(verifier.into(), answer));
        let copy = Arc::clone(&shared);
        let thread = thread::Builder::new().spawn(move || accept(&listener, &copy))?;
        Ok(Self { address, shared, thread: Some(thread) })
    }

    /// The URL, such as `http://127.0.0.1:49152`. Clients send to it with
    /// [`endpoint_url`](crate::ConfigBuilder::endpoint_url).
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The credentials that the server accepts. If there are several, the first ones.
    pub fn credentials(&self) -> Credentials {
        self.shared.verifier.first_credentials().clone()
    }

    /// The last 1000 requests, both accepted and refused, oldest first.
    pub fn requests(&self) -> Vec<Received> {
        lock(&self.shared.received).iter().cloned().collect()
    }
}

fn accept(listener: &TcpListener, shared: &Arc<Shared>) {
    for stream in listener.incoming() {
        if shared.is_stopped.load(Ordering::SeqCst) {
            return;
        }
        let shared = Arc::clone(shared);
        let spawn = |stream| thread::Builder::new().spawn(move || serve(stream, &shared));
        if stream.and_then(spawn).is_err() {
            thread::sleep(PAUSE);
        }
    }
}

/// Closes the port and all connections. A call of the function that is under way continues.
impl Drop for Server {
    fn drop(&mut self) {
        self.shared.stop();
        // The thread that waits for connections ends after the next one.
        let is_woken = TcpStream::connect_timeout(&self.address, CONNECT).is_ok();
        if let Some(thread) = self.thread.take().filter(|_| is_woken) {
            let _ = thread.join();
        }
    }
}

/// Prints no credentials and no requests.
impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server").field("url", &self.url()).finish_non_exhaustive()
    }
}
