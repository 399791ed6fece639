//! [`Exchange`]: a request and its response, or the error of the transport.

use bytes::Bytes;

use crate::error::TransportError;

/// A request and its outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Exchange {
    pub request: Request,
    pub outcome: Outcome,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Request {
    pub method: String,
    /// The host, without the port.
    pub host: String,
    pub path: String,
    pub query: String,
    pub headers: Headers,
    pub body: Bytes,
    /// Whether the transport read the body to its end.
    pub is_body_complete: bool,
}

/// Names and values, in their order.
pub(super) type Headers = Vec<(String, String)>;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Outcome {
    Response(Response),
    Failed(Failure),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Response {
    pub status: u16,
    pub headers: Headers,
    pub body: Bytes,
    /// Why the body is incomplete.
    pub broken: Option<String>,
}

/// An error of the transport.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Failure {
    pub kind: Kind,
    pub message: String,
}

/// The kind of a transport's error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Connect,
    Unresolved,
    Timeout,
    Interrupted,
    Other,
}

impl Kind {
    pub(super) const ALL: [(Self, &'static str); 5] = [
        (Self::Connect, "connect"),
        (Self::Unresolved, "unresolved"),
        (Self::Timeout, "timeout"),
        (Self::Interrupted, "interrupted"),
        (Self::Other, "other"),
    ];

    pub(super) fn name(self) -> &'static str {
        let named = Self::ALL.into_iter().find(|(kind, _)| *kind == self);
        named.map_or("other", |(_, name)| name)
    }
}

impl Failure {
    pub(super) fn of(error: &TransportError) -> Self {
        let kind = match error {
            error if error.is_unresolved() => Kind::Unresolved,
            error if error.is_timeout() => Kind::Timeout,
            error if error.is_connect() => Kind::Connect,
            error if error.is_retryable() => Kind::Interrupted,
            _ => Kind::Other,
        };
        Self { kind, message: error.to_string() }
    }

    pub(super) fn error(&self) -> TransportError {
        let message = self.message.clone();
        match self.kind {
            Kind::Connect => TransportError::connect(message),
            Kind::Unresolved => TransportError::unresolved(message),
            Kind::Timeout => TransportError::timeout(message),
            Kind::Interrupted => TransportError::interrupted(message),
            Kind::Other => TransportError::other(message),
        }
    }
}
