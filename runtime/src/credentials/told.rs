//! What a service's refusal says, without what it was sent: some services answer with that.

use crate::error::{Error, ErrorKind, Line};

/// The error in one line. A body that is no error document is not quoted, and `secrets` are not
/// shown wherever they stand.
pub(super) fn told(error: &Error, secrets: &[&str]) -> String {
    let raw = match error.raw() {
        Some(raw) if error.kind() == ErrorKind::Service => raw,
        _ => return error.to_string(),
    };
    let status = raw.status().as_u16();
    let mut said = match raw.code() {
        Some(code) => format!("{} ({status})", Line::name(&without(code, secrets))),
        None => format!("HTTP status {status}"),
    };
    if let Some(message) = raw.message() {
        said = format!("{said}: {}", Line::message(&without(message, secrets)));
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

fn without(text: &str, secrets: &[&str]) -> String {
    let secrets = secrets.iter().filter(|secret| !secret.is_empty());
    secrets.fold(text.to_owned(), |text, secret| text.replace(secret, "[redacted]"))
}
