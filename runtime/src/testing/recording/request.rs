//! Converts a request that was sent to the request of an exchange.

use bytes::Bytes;
use http::HeaderMap;

use super::exchange::Request;
use super::names::Redaction;
use super::parameters::redacted_form;
use super::text::without_signature_parameters;
use crate::testing::verify::decode_chunks;

/// The request without secrets, and without what differs in each run.
pub(super) fn request(
    head: &http::request::Parts,
    body: Bytes,
    is_body_complete: bool,
    redaction: &Redaction,
) -> Request {
    let payload = head.headers.get("x-amz-content-sha256").map(|value| value.as_bytes());
    let body = match payload {
        Some(b"STREAMING-AWS4-HMAC-SHA256-EVENTS") => Bytes::new(),
        Some(payload) if payload.starts_with(b"STREAMING-") => decode_chunks(&body).unwrap_or(body),
        _ => body,
    };
    let host = head.uri.host().unwrap_or_default();
    let is_local = matches!(host, "localhost" | "127.0.0.1" | "[::1]");
    let body = redaction.body(content_type(&head.headers), body);
    let query = without_signature_parameters(head.uri.query().unwrap_or_default());
    Request {
        method: head.method.to_string(),
        host: if is_local { "localhost".to_owned() } else { host.to_ascii_lowercase() },
        path: head.uri.path().to_owned(),
        query: redacted_form(&query, redaction, 0),
        headers: redaction.headers(&head.headers, true),
        body,
        is_body_complete,
    }
}

/// The content type; empty if there is none.
pub(super) fn content_type(headers: &HeaderMap) -> &str {
    headers.get("content-type").and_then(|value| value.to_str().ok()).unwrap_or_default()
}
