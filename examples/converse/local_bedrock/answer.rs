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

/// The answer word by word, in the order of Bedrock's events. There is a pause after each word.
pub struct Answer {
    events: vec::IntoIter<Step>,
    pause: Arc<dyn Fn() + Send + Sync>,
    is_after_word: bool,
}

enum Step {
    Word(Event),
    Other(Event),
}

impl Answer {
    pub fn new(conversation: &Conversation, pause: Arc<dyn Fn() + Send + Sync>) -> Self {
        Self { events: events(conversation).into_iter(), pause, is_after_word: false }
    }
}

fn events(conversation: &Conversation) -> Vec<Step> {
    let (question, answer) = (conversation.question(), conversation.answer());
    let mut events = vec![Step::Other(event("messageStart", &json!({ "role": "assistant" })))];
    let words: Vec<&str> = answer.split_inclusive(' ').collect();
    for (index, word) in words.iter().enumerate() {
        let is_middle = index == words.len() / 2;
        match question.as_str() {
            "throttle" if is_middle => {
                let message = "Too many requests, please wait before trying again.";
                let message = json!({ "message": message });
                events.push(Step::Other(exception("throttlingException", &message)));
                return events;
            }
            // The server closes the connection.
            "disconnect" if is_middle => {
                events.push(Step::Other(Err(BodyError::new("the conversation is over"))));
                return events;
            }
            _ => {
                let delta = json!({ "contentBlockIndex": 0, "delta": { "text": word } });
                events.push(Step::Word(event("contentBlockDelta", &delta)));
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
        events.push(Step::Other(event(name, &payload)));
    }
    events
}

impl Stream for Answer {
    type Item = Event;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Event>> {
        if self.is_after_word {
            // The connection has a thread of its own.
            (self.pause)();
        }
        let (event, is_word) = match self.events.next() {
            Some(Step::Word(event)) => (Some(event), true),
            Some(Step::Other(event)) => (Some(event), false),
            None => (None, false),
        };
        self.is_after_word = is_word;
        Poll::Ready(event)
    }
}
