//! What went wrong underneath, in one line, and whether another attempt may go better.

use std::error::Error as StdError;
use std::io;

use crate::transport::TransportError;

/// The whole chain of causes in one line; without the URL, whose query may hold anything.
pub(super) fn failed(error: reqwest::Error) -> TransportError {
    let error = error.without_url();
    let message = chain(&error);
    let (connect, timeout) = (error.is_connect(), error.is_timeout());
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

/// Whether the network failed, rather than what it carried: no connection, a broken one, an answer
/// that ended early. Not a name that does not exist, a certificate that is wrong, or an answer that
/// is no HTTP.
fn is_momentary(error: &reqwest::Error, connect: bool) -> bool {
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

/// What the resolvers of the systems say of a name that does not exist. The standard library has
/// no kind for it.
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

/// Whether the lookup of the name failed, for good or for now: what the standard library says of a
/// failed lookup, or a system of a name that does not exist.
fn is_unresolved(message: &str) -> bool {
    message.contains("failed to lookup address information") || no_such_name(message)
}

fn causes(error: &reqwest::Error) -> Vec<&(dyn StdError + 'static)> {
    let mut causes = Vec::new();
    let mut next = error.source();
    while let Some(cause) = next {
        causes.push(cause);
        next = cause.source();
    }
    causes
}

pub(super) fn chain(error: &reqwest::Error) -> String {
    let mut message = error.to_string();
    for cause in causes(error) {
        let text = cause.to_string();
        if !message.ends_with(&text) {
            message.push_str(": ");
            message.push_str(&text);
        }
    }
    message
}
