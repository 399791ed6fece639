//! The answer as a stream of events.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::vec;

use aws_operation::BodyError;
use bytes::Bytes;
use futures_core::Stream;
use serde_json::json;

use super::conversation::{Conversation, count};
use super::frames::{event, exception};

type Event = Result<Bytes, BodyError>;

/// The stream of events. It pauses before each event.
pub struct Answer {
    events: vec::IntoIter<Event>,
    pause: Arc<dyn Fn() + Send + Sync>,
}

impl Answer {
    pub fn new(conversation: &Conversation, pause: Arc<dyn Fn() + Send + Sync>) -> Self {
        Self { events: events(conversation).into_iter(), pause }
    }
}

/// The events in the order of Bedrock. Each word of the answer is an event.
fn events(conversation: &Conversation) -> Vec<Event> {
    let (question, answer) = (conversation.question(), conversation.answer());
    let mut events = vec![event("messageStart", &json!({ "role": "assistant" }))];
    let words: Vec<&str> = answer.split_inclusive(' ').collect();
    for (index, word) in words.iter().enumerate() {
        let is_middle = index == words.len() / 2;
        match question.as_str() {
            "throttle" if is_middle => {
                let message = "Too many requests, please wait before trying again.";
                let message = json!({ "message": message });
                events.push(exception("throttlingException", &message));
                return events;
            }
            // An error makes the server close the connection.
            "disconnect" if is_middle => {
                events.push(Err(BodyError::new("disconnected")));
                return events;
            }
            _ => {
                let delta = json!({ "contentBlockIndex": 0, "delta": { "text": word } });
                events.push(event("contentBlockDelta", &delta));
            }
        }
    }
    let (input, output) = (conversation.words(), count(&answer));
    let usage = json!({
        "inputTokens": input, "outputTokens": output, "totalTokens": input + output,
    });
    for (name, payload) in [
        ("contentBlockStop", json!({ "contentBlockIndex": 0 })),
        ("messageStop", json!({ "stopReason": "end_turn" })),
        ("metadata", json!({ "usage": usage, "metrics": { "latencyMs": 0 } })),
    ] {
        events.push(event(name, &payload));
    }
    events
}

impl Stream for Answer {
    type Item = Event;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Event>> {
        // The pause may block, because each connection has its own thread.
        (self.pause)();
        Poll::Ready(self.events.next())
    }
}
