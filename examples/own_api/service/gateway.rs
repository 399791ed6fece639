//! The gate in front of the service: it verifies signatures, and refuses requests in the form of API
//! Gateway's own errors.

use std::sync::atomic::{AtomicU64, Ordering};

use aws_operation::Credentials;
use aws_operation::testing::verify::Verifier;
use axum::Json;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use serde_json::json;

/// The service in signatures.
const SIGNING_NAME: &str = "execute-api";

/// The most that API Gateway accepts in a body.
const MAX_BODY: usize = 10 * 1024 * 1024;

/// Accepts requests to this service that are signed with these credentials.
pub fn verifier(credentials: Credentials) -> Verifier {
    Verifier::new(credentials).service(SIGNING_NAME)
}

/// Passes a request on if its signature is right. Every response has a request id.
pub async fn pass(State(verifier): State<Verifier>, request: Request, next: Next) -> Response {
    let mut response = match check(&verifier, request).await {
        Ok(request) => next.run(request).await,
        Err(refusal) => refusal,
    };
    if let Ok(id) = HeaderValue::try_from(request_id()) {
        response.headers_mut().insert("x-amzn-requestid", id);
    }
    response
}

async fn check(verifier: &Verifier, request: Request) -> Result<Request, Response> {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, MAX_BODY).await.map_err(|error| {
        refuse(StatusCode::PAYLOAD_TOO_LARGE, "RequestTooLargeException", &error.to_string())
    })?;
    let request = Request::from_parts(parts, body);
    match verifier.verify(&request) {
        Ok(_) => Ok(request.map(Body::from)),
        Err(refusal) => Err(refusal.response().map(Body::from)),
    }
}

fn refuse(status: StatusCode, code: &'static str, message: &str) -> Response {
    (status, [("x-amzn-errortype", code)], Json(json!({ "message": message }))).into_response()
}

/// An id in the form of API Gateway's.
fn request_id() -> String {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    format!("00000000-0000-4000-8000-{:012x}", COUNT.fetch_add(1, Ordering::Relaxed) + 1)
}
