//! Converts hyper's errors: to one line, and whether a retry may succeed.

use std::error::Error as StdError;
use std::io;

use hyper_util::client::legacy;

use super::connector::TimedOut;
use crate::error::{TransportError, with_causes};

/// The error of a request that could not be sent or got no response.
pub(super) fn failed(error: legacy::Error) -> TransportError {
    let connect = error.is_connect();
    if cfg!(feature = "http2") && is_http1_for_http2(&error) {
        return TransportError::refused(
            "the operation has events in both directions, which needs HTTP/2, but the server or the \
             proxy chose HTTP/1.1; use an endpoint that supports HTTP/2",
        );
    }
    // This transport refused the request before anything was sent.
    let refused = causes(&error).find_map(|cause| cause.downcast_ref::<TransportError>());
    if let Some(refused) = refused {
        return TransportError::refused(refused.to_string());
    }
    transport_error("error sending request", error, connect)
}

/// Adds what is required of a server to an error of HTTP/2 without negotiation, and makes the error not
/// retryable. A server with HTTP/1.1 closes the connection, which looks like a network failure.
pub(super) fn without_negotiation(error: TransportError) -> TransportError {
    if error.is_connect() || error.is_timeout() {
        return error;
    }
    let message = format!(
        "{error}; over plain HTTP, the server must accept HTTP/2 without negotiation, because the \
         operation has events in both directions"
    );
    TransportError { message, retryable: false, ..error }
}

/// Whether the client did not send the request because it needs HTTP/2 and the connection uses HTTP/1.1.
/// The error has no public kind. All other errors of a connection have a source.
fn is_http1_for_http2(error: &legacy::Error) -> bool {
    error.source().is_none() && error.connect_info().is_some_and(|it| !it.is_negotiated_h2())
}

/// The error of an incomplete response body.
pub(super) fn broken_body(error: hyper::Error) -> TransportError {
    transport_error("error decoding response body", error, false)
}

/// An error with all its causes in one line.
fn transport_error(
    what: &str,
    error: impl StdError + Send + Sync + 'static,
    connect: bool,
) -> TransportError {
    let message = format!("{what}: {}", with_causes(error.to_string(), error.source()));
    let timeout = is_timeout(&error);
    let message = match (connect, timeout) {
        (true, true) => format!("timed out while connecting: {message}"),
        (true, false) => format!("cannot connect: {message}"),
        (false, true) => format!("timed out: {message}"),
        (false, false) => message,
    };
    let retryable = timeout || is_momentary(&error, connect);
    let unresolved = connect && is_unresolved(&message);
    TransportError { connect, timeout, unresolved, retryable, ..TransportError::other(message) }
        .with_source(error)
}

fn is_timeout(error: &(dyn StdError + 'static)) -> bool {
    causes(error).any(|cause| {
        cause.is::<TimedOut>()
            || cause.downcast_ref::<hyper::Error>().is_some_and(hyper::Error::is_timeout)
            || cause
                .downcast_ref::<io::Error>()
                .is_some_and(|error| error.kind() == io::ErrorKind::TimedOut)
    })
}

/// Whether it is a network failure: no connection, a broken connection, or an incomplete response.
/// Unknown host names, invalid certificates and responses that are not HTTP are not network
/// failures.
fn is_momentary(error: &(dyn StdError + 'static), connect: bool) -> bool {
    for cause in causes(error) {
        if cause.is::<rustls::Error>() {
            return false;
        }
        if let Some(error) = cause.downcast_ref::<hyper::Error>() {
            if error.is_parse() || error.is_user() {
                return false;
            }
            if error.is_incomplete_message() || error.is_canceled() || error.is_closed() {
                return true;
            }
        }
        if let Some(error) = cause.downcast_ref::<io::Error>() {
            if error.get_ref().is_some_and(|inner| inner.is::<rustls::Error>()) {
                return false;
            }
            if is_broken(error.kind()) {
                return true;
            }
            if no_such_name(&error.to_string()) {
                return false;
            }
        }
    }
    connect
}

fn is_broken(kind: io::ErrorKind) -> bool {
    use io::ErrorKind::{
        BrokenPipe, ConnectionAborted, ConnectionRefused, ConnectionReset, NotConnected, TimedOut,
        UnexpectedEof,
    };

    matches!(
        kind,
        BrokenPipe
            | ConnectionAborted
            | ConnectionRefused
            | ConnectionReset
            | NotConnected
            | TimedOut
            | UnexpectedEof
    )
}

/// The messages of the systems' resolvers for an unknown name. The standard library has no error
/// kind for it.
fn no_such_name(message: &str) -> bool {
    [
        "Name or service not known",
        "No address associated with hostname",
        "nodename nor servname provided, or not known",
        "Name does not resolve",
        "No such host is known",
    ]
    .iter()
    .any(|said| message.contains(said))
}

/// Whether the name lookup failed, permanently or temporarily. Checks the message of the standard
/// library or of the system.
fn is_unresolved(message: &str) -> bool {
    message.contains("failed to lookup address information") || no_such_name(message)
}

/// An error and all its causes, starting with the outermost.
fn causes<'a>(
    error: &'a (dyn StdError + 'static),
) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
    std::iter::successors(Some(error), |&error| error.source())
}
