//! The gateway in front of the service. It verifies signatures. Its errors have the form of those of
//! API Gateway.

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

/// The maximum size of a body, in bytes, as in API Gateway.
const MAX_BODY: usize = 10 * 1024 * 1024;

/// Accepts requests that are signed for this service with these credentials.
pub fn verifier(credentials: Credentials) -> Verifier {
    Verifier::new(credentials).service(SIGNING_NAME)
}

/// Forwards a request to the service if its signature is valid. Adds a request id to each response.
pub async fn forward(State(verifier): State<Verifier>, request: Request, next: Next) -> Response {
    let mut response = match check(&verifier, request).await {
        Ok(request) => next.run(request).await,
        Err(error) => error,
    };
    if let Ok(id) = HeaderValue::try_from(request_id()) {
        response.headers_mut().insert("x-amzn-requestid", id);
    }
    response
}

async fn check(verifier: &Verifier, request: Request) -> Result<Request, Response> {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, MAX_BODY).await.map_err(|error| {
        error_response(
            StatusCode::PAYLOAD_TOO_LARGE,
            "RequestTooLargeException",
            &error.to_string(),
        )
    })?;
    let request = Request::from_parts(parts, body);
    match verifier.verify(&request) {
        Ok(_) => Ok(request.map(Body::from)),
        Err(error) => Err(error.response().map(Body::from)),
    }
}

fn error_response(status: StatusCode, code: &'static str, message: &str) -> Response {
    (status, [("x-amzn-errortype", code)], Json(json!({ "message": message }))).into_response()
}

/// A new id, in the form of those of API Gateway.
fn request_id() -> String {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    format!("00000000-0000-4000-8000-{:012x}", COUNT.fetch_add(1, Ordering::Relaxed) + 1)
}
