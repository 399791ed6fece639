//! The error of a provider's call in one line. It omits the response body, because a proxy's error
//! page may contain the request.

#[cfg(any(feature = "imds", feature = "sso"))]
use crate::error::ErrorKind;
use crate::error::{Error, Line, ServiceError};

/// The error in one line. A body that is not an error document is not quoted. The caller has
/// redacted the secrets.
#[cfg(any(feature = "imds", feature = "sso"))]
pub(super) fn error_line(error: &Error) -> String {
    match error.raw() {
        Some(raw) if error.kind() == ErrorKind::Service => {
            format!("{}: {}", error.operation(), answer_line(error, raw))
        }
        _ => error.to_string(),
    }
}

/// The service's error, `raw`, in one line without the operation's name.
pub(super) fn answer_line(error: &Error, raw: &ServiceError) -> String {
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
        "{said} [host {}{}, {attempts} attempt{}]",
        error.host(),
        id.unwrap_or_default(),
        if attempts == 1 { "" } else { "s" },
    )
}
