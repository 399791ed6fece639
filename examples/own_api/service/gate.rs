//! The gate in front of the service: it verifies signatures, and refuses requests in the form of API
//! Gateway's own errors.

use std::time::SystemTime;

use aws_operation_examples::http::request_id;
use aws_operation_examples::verify::{Keys, ReceivedRequest, verify};
use axum::Json;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::ToStrError;
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use serde_json::json;

/// The service in signatures.
const SIGNING_NAME: &str = "execute-api";

/// The most that API Gateway accepts in a body.
const MAX_BODY: usize = 10 * 1024 * 1024;

/// Passes a request on if its signature is right. Every response has a request id.
pub async fn pass(State(keys): State<Keys<'static>>, request: Request, next: Next) -> Response {
    let mut response = match check(&keys, request).await {
        Ok(request) => next.run(request).await,
        Err(refusal) => refusal,
    };
    if let Ok(id) = HeaderValue::try_from(request_id()) {
        response.headers_mut().insert("x-amzn-requestid", id);
    }
    response
}

async fn check(keys: &Keys<'_>, request: Request) -> Result<Request, Response> {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, MAX_BODY).await.map_err(|error| {
        refuse(StatusCode::PAYLOAD_TOO_LARGE, "RequestTooLargeException", &error.to_string())
    })?;
    let headers = parts.headers.iter().map(|(name, value)| Ok((name.as_str(), value.to_str()?)));
    let headers: Result<Vec<_>, ToStrError> = headers.collect();
    let headers = headers.map_err(|error| {
        refuse(StatusCode::BAD_REQUEST, "BadRequestException", &error.to_string())
    })?;
    let received = ReceivedRequest {
        method: parts.method.as_str(),
        target: parts.uri.path_and_query().map_or("/", |target| target.as_str()),
        headers: &headers,
        body: &body,
    };
    verify(&received, SIGNING_NAME, keys, SystemTime::now())
        .map_err(|refusal| refuse(StatusCode::FORBIDDEN, refusal.code, &refusal.message))?;
    Ok(Request::from_parts(parts, Body::from(body)))
}

fn refuse(status: StatusCode, code: &'static str, message: &str) -> Response {
    (status, [("x-amzn-errortype", code)], Json(json!({ "message": message }))).into_response()
}
