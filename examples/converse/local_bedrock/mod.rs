//! A stand-in for Bedrock inside this process. It verifies signatures and streams answers as Bedrock
//! does, but it is not a model: its answers count and repeat what it receives.
//!
//! Three questions show failures: `deny` fails before the answer, and `throttle` and `disconnect` in the
//! middle of it.

mod conversation;
mod frames;

use std::io::{self, ErrorKind, Write};
use std::time::{Instant, SystemTime};

use aws_operation_examples::http::{Server, error, request_id};
use aws_operation_examples::verify::{Keys, ReceivedRequest, verify};
use conversation::{Conversation, count};
use serde_json::json;

/// The service in signatures.
const SIGNING_NAME: &str = "bedrock";

/// Starts the service for requests that are signed with `keys`. It calls `pause` after each word that it
/// sends.
pub fn start(keys: Keys<'static>, pause: impl Fn() + Send + Sync + 'static) -> io::Result<Server> {
    Server::start(move |request, out| respond(request, &keys, &pause, out))
}

fn respond(
    request: &ReceivedRequest<'_>,
    keys: &Keys<'_>,
    pause: &dyn Fn(),
    out: &mut dyn Write,
) -> io::Result<()> {
    match accept(request, keys) {
        Ok(conversation) => stream(&conversation, pause, out),
        Err(answer) => out.write_all(answer.as_bytes()),
    }
}

/// The conversation in a request, or the error response.
fn accept(request: &ReceivedRequest<'_>, keys: &Keys<'_>) -> Result<Conversation, String> {
    verify(request, SIGNING_NAME, keys, SystemTime::now())
        .map_err(|refusal| error("403 Forbidden", refusal.code, &refusal.message))?;
    let segments: Vec<&str> = request.target.split('/').collect();
    let ("POST", ["", "model", _, "converse-stream"]) = (request.method, &*segments) else {
        return Err(error("404 Not Found", "UnknownOperationException", "Unknown operation"));
    };
    let conversation = Conversation::read(request.body)
        .map_err(|message| error("400 Bad Request", "ValidationException", &message))?;
    if conversation.question() == "deny" {
        let message = "You don't have access to the model with the specified model ID.";
        return Err(error("403 Forbidden", "AccessDeniedException", message));
    }
    Ok(conversation)
}

/// Sends the answer word by word, in the order of Bedrock's events.
fn stream(conversation: &Conversation, pause: &dyn Fn(), out: &mut dyn Write) -> io::Result<()> {
    let start = Instant::now();
    let (question, answer) = (conversation.question(), conversation.answer());
    let head = "HTTP/1.1 200 OK\r\nContent-Type: application/vnd.amazon.eventstream\r\n\
                Transfer-Encoding: chunked\r\n";
    write!(out, "{head}x-amzn-RequestId: {}\r\n\r\n", request_id())?;

    chunk(out, &frames::event("messageStart", &json!({ "role": "assistant" }))?)?;
    let words: Vec<&str> = answer.split_inclusive(' ').collect();
    for (index, word) in words.iter().enumerate() {
        let is_middle = index == words.len() / 2;
        match question.as_str() {
            "throttle" if is_middle => {
                let message =
                    json!({ "message": "Too many requests, please wait before trying again." });
                chunk(out, &frames::exception("throttlingException", &message)?)?;
                return chunk(out, b"");
            }
            // The server closes the connection.
            "disconnect" if is_middle => return Err(ErrorKind::ConnectionAborted.into()),
            _ => {}
        }
        let delta = json!({ "contentBlockIndex": 0, "delta": { "text": word } });
        chunk(out, &frames::event("contentBlockDelta", &delta)?)?;
        pause();
    }
    chunk(out, &frames::event("contentBlockStop", &json!({ "contentBlockIndex": 0 }))?)?;
    chunk(out, &frames::event("messageStop", &json!({ "stopReason": "end_turn" }))?)?;
    let (input, output) = (conversation.words(), count(&answer));
    let metadata = json!({
        "usage": { "inputTokens": input, "outputTokens": output, "totalTokens": input + output },
        "metrics": { "latencyMs": start.elapsed().as_millis() as u64 },
    });
    chunk(out, &frames::event("metadata", &metadata)?)?;
    chunk(out, b"")
}

/// Writes a chunk of the body. An empty one ends the body.
fn chunk(out: &mut dyn Write, bytes: &[u8]) -> io::Result<()> {
    let mut chunk = format!("{:x}\r\n", bytes.len()).into_bytes();
    chunk.extend(bytes);
    chunk.extend(b"\r\n");
    out.write_all(&chunk)
}
