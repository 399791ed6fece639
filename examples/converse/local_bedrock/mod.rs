//! A stand-in for Bedrock in this process. It verifies signatures and streams answers as Bedrock does, but
//! it is not a model: its answers repeat the questions and count their words.
//!
//! Three questions show failures: `deny` fails before the answer, and `throttle` and `disconnect` in the
//! middle of it.

mod answer;
mod conversation;
mod frames;

use std::io;
use std::sync::Arc;

use answer::Answer;
use aws_operation::testing::verify::{Server, Verifier};
use aws_operation::{Body, Credentials};
use bytes::Bytes;
use conversation::Conversation;
use http::header::CONTENT_TYPE;
use http::{HeaderValue, Request, Response, StatusCode};
use serde_json::json;

/// The service in signatures.
const SIGNING_NAME: &str = "bedrock";

/// Starts the service for requests that are signed with these credentials. It calls `pause` before each event
/// that it sends.
pub fn start(
    credentials: Credentials,
    pause: impl Fn() + Send + Sync + 'static,
) -> io::Result<Server> {
    let pause: Arc<dyn Fn() + Send + Sync> = Arc::new(pause);
    let verifier = Verifier::new(credentials).service(SIGNING_NAME);
    Server::start(verifier, move |request| match accept(request) {
        Ok(conversation) => {
            let body = Body::stream(Answer::new(&conversation, Arc::clone(&pause)), None);
            response(StatusCode::OK, "application/vnd.amazon.eventstream", body)
        }
        Err((status, code, message)) => error(status, code, &message),
    })
}

/// The status, the code and the message of an error response.
type Refusal = (StatusCode, &'static str, String);

/// The conversation in a request.
fn accept(request: &Request<Bytes>) -> Result<Conversation, Refusal> {
    let segments: Vec<&str> = request.uri().path().split('/').collect();
    let ("POST", ["", "model", _, "converse-stream"]) = (request.method().as_str(), &*segments)
    else {
        let message = "Unknown operation".to_owned();
        return Err((StatusCode::NOT_FOUND, "UnknownOperationException", message));
    };
    let conversation = Conversation::read(request.body())
        .map_err(|message| (StatusCode::BAD_REQUEST, "ValidationException", message))?;
    if conversation.question() == "deny" {
        let message = "You don't have access to the model with the specified model ID.";
        return Err((StatusCode::FORBIDDEN, "AccessDeniedException", message.to_owned()));
    }
    Ok(conversation)
}

fn response(status: StatusCode, content_type: &'static str, body: Body) -> Response<Body> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    response
}

fn error(status: StatusCode, code: &'static str, message: &str) -> Response<Body> {
    let body = json!({ "message": message }).to_string();
    let mut response = response(status, "application/json", Body::from(body));
    response.headers_mut().insert("x-amzn-errortype", HeaderValue::from_static(code));
    response
}
