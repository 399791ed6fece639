//! Answers the requests of a connection.

use std::any::Any;
use std::collections::{BTreeMap, VecDeque};
use std::fmt;
use std::io::{self, BufReader, Read as _, Write as _};
use std::net::{Shutdown, TcpStream};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http::header::DATE;
use http::{HeaderValue, Request, Response, StatusCode};

use super::dialect::Dialect;
use super::error::VerifyError;
use super::request::{ReadError, is_last, read_request};
use super::response::write_response;
use super::verifier::Verifier;
use crate::types::{Body, Timestamp, TimestampFormat};

/// How long a connection may be idle.
const IDLE: Duration = Duration::from_secs(30);
/// How many requests are kept.
const MAX_KEPT: usize = 1000;
/// How much is read after a malformed request, so that the client can read the response.
const MAX_DISCARDED: u64 = 1024 * 1024;

/// A request that a [`Server`](super::Server) received.
#[derive(Clone)]
#[non_exhaustive]
pub struct Received {
    /// The request as it was received.
    pub request: Request<Bytes>,
    /// Why it was refused; `None` if it was accepted.
    pub refusal: Option<VerifyError>,
}

/// Prints no headers and no body, which may be sensitive.
impl fmt::Debug for Received {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Received")
            .field("method", self.request.method())
            .field("path", &self.request.uri().path())
            .field("refusal", &self.refusal)
            .finish_non_exhaustive()
    }
}

type Answer = dyn Fn(&Request<Bytes>) -> Response<Body> + Send + Sync;

/// What the connections of a server share.
pub(super) struct Shared {
    pub verifier: Verifier,
    pub answer: Box<Answer>,
    pub received: Mutex<VecDeque<Received>>,
    /// The open connections.
    pub open: Mutex<BTreeMap<u64, TcpStream>>,
    pub is_stopped: AtomicBool,
    last_id: AtomicU64,
}

impl Shared {
    pub(super) fn new(verifier: Verifier, answer: Box<Answer>) -> Self {
        Self {
            verifier,
            answer,
            received: Mutex::default(),
            open: Mutex::default(),
            is_stopped: AtomicBool::new(false),
            last_id: AtomicU64::new(0),
        }
    }

    fn next_id(&self) -> u64 {
        self.last_id.fetch_add(1, Ordering::Relaxed) + 1
    }

    fn keep(&self, request: &Request<Bytes>, refusal: Option<VerifyError>) {
        let mut received = lock(&self.received);
        if received.len() == MAX_KEPT {
            received.pop_front();
        }
        received.push_back(Received { request: request.clone(), refusal });
    }

    /// Closes all connections.
    pub(super) fn stop(&self) {
        self.is_stopped.store(true, Ordering::SeqCst);
        for connection in lock(&self.open).values() {
            // It may be closed already.
            let _ = connection.shutdown(Shutdown::Both);
        }
    }
}

/// Answers requests until the client closes the connection, or the server stops.
pub(super) fn serve(stream: TcpStream, shared: &Shared) {
    let id = shared.next_id();
    if let Ok(copy) = stream.try_clone() {
        lock(&shared.open).insert(id, copy);
    }
    if !shared.is_stopped.load(Ordering::SeqCst) {
        // An error closes the connection.
        let _ = exchanges(stream, shared);
    }
    lock(&shared.open).remove(&id);
}

fn exchanges(stream: TcpStream, shared: &Shared) -> io::Result<()> {
    stream.set_read_timeout(Some(IDLE))?;
    stream.set_write_timeout(Some(IDLE))?;
    stream.set_nodelay(true)?;
    let mut stream = BufReader::new(stream);
    loop {
        let request = match read_request(&mut stream) {
            Ok(Some(request)) => request,
            Ok(None) => return Ok(()),
            Err(ReadError::Io(error)) => return Err(error),
            Err(ReadError::Refused(status, message)) => {
                return refuse(stream, shared, status, message);
            }
        };
        let (method, is_last) = (request.method().clone(), is_last(&request));
        let mut response = respond(request, shared);
        complete(&mut response, shared);
        if !write_response(stream.get_mut(), &method, response, is_last)? {
            return Ok(());
        }
    }
}

/// The response to a request: a refusal, or the function's response.
fn respond(request: Request<Bytes>, shared: &Shared) -> Response<Body> {
    let signed = match shared.verifier.verify(&request) {
        Ok(signed) => signed,
        Err(refusal) => {
            let response = refusal.response();
            shared.keep(&request, Some(refusal));
            return response.map(Body::from);
        }
    };
    shared.keep(&request, None);
    let dialect = Dialect::of(request.headers(), Some(&signed.service));
    let mut request = request.map(|_| signed.body.clone());
    request.extensions_mut().insert(signed);
    let answered = catch_unwind(AssertUnwindSafe(|| (shared.answer)(&request)));
    answered.unwrap_or_else(|panic| {
        let message = format!("the function of the server panicked: {}", text(&*panic));
        // Clients do not retry this status.
        let status = StatusCode::NOT_IMPLEMENTED;
        dialect.response(status, "InternalFailure", &message, None).map(Body::from)
    })
}

fn text(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("no message")
}

/// Adds the date and a request id.
fn complete(response: &mut Response<Body>, shared: &Shared) {
    let now = Timestamp::from(shared.verifier.time()).format(TimestampFormat::HttpDate);
    let id = format!("00000000-0000-4000-8000-{:012x}", shared.next_id());
    let headers = response.headers_mut();
    if let Ok(now) = HeaderValue::try_from(now) {
        headers.entry(DATE).or_insert(now);
    }
    let has_id =
        ["x-amzn-requestid", "x-amz-request-id"].iter().any(|it| headers.contains_key(*it));
    match HeaderValue::try_from(id) {
        Ok(id) if !has_id => drop(headers.insert("x-amzn-requestid", id)),
        _ => {}
    }
}

/// Responds to a malformed request, and closes the connection.
fn refuse(
    mut stream: BufReader<TcpStream>,
    shared: &Shared,
    status: StatusCode,
    message: &str,
) -> io::Result<()> {
    let response = Dialect::RestJson.response(status, "BadRequestException", message, None);
    let mut response = response.map(Body::from);
    complete(&mut response, shared);
    write_response(stream.get_mut(), &http::Method::GET, response, true)?;
    stream.get_mut().flush()?;
    stream.get_mut().shutdown(Shutdown::Write)?;
    // If the connection were closed with unread bytes, the response could be lost.
    io::copy(&mut stream.take(MAX_DISCARDED), &mut io::sink()).map(drop)
}

/// Ignores poisoning: the values are consistent after every statement.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
