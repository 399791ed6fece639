//! The error of a provider's call in one line, without the body of the response: the page of a proxy
//! may contain the request.

use crate::error::{Error, ErrorKind, Line};

/// The error in one line. A body that is not an error document is not quoted. The secrets of the call
/// have been redacted before.
pub(super) fn error_line(error: &Error) -> String {
    let raw = match error.raw() {
        Some(raw) if error.kind() == ErrorKind::Service => raw,
        _ => return error.to_string(),
    };
    let status = raw.status().as_u16();
    let mut said = match raw.code() {
        Some(code) => format!("{} ({status})", Line::name(code)),
        None => format!("HTTP status {status}"),
    };
    if let Some(message) = raw.message() {
        said = format!("{said}: {}", Line::message(message));
    }
    let id = raw.request_id().map(|id| format!(", request id {}", Line::name(id)));
    let attempts = error.attempts();
    format!(
        "{}: {said} [host {}{}, {attempts} attempt{}]",
        error.operation(),
        error.host(),
        id.unwrap_or_default(),
        if attempts == 1 { "" } else { "s" },
    )
}
