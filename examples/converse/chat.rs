//! A conversation with a model.

use std::io;
use std::time::{Duration, Instant};

use aws_operation::Client;

use super::failure::Failure;
use super::operations::{
    ContentBlock, ContentBlockDelta, ConversationRole, ConverseStream, ConverseStreamEvent,
    Message, StopReason, TokenUsage,
};

/// A conversation. All of its messages are sent with each question.
pub struct Chat {
    bedrock: Client,
    model_id: String,
    system: Option<String>,
    messages: Vec<Message>,
}

/// The parts of an answer that were received.
#[derive(Default)]
pub struct Answer {
    pub text: String,
    pub first_text_after: Option<Duration>,
    pub stop_reason: Option<StopReason>,
    pub usage: Option<TokenUsage>,
}

/// Why an answer ended.
pub enum Ending {
    Complete,
    /// The user stopped the answer.
    Stopped,
    Failed(Failure),
}

impl Chat {
    pub fn new(bedrock: Client, model_id: String, system: Option<String>) -> Self {
        Self { bedrock, model_id, system, messages: Vec::new() }
    }

    /// Sends a question, and calls `show` with each piece of the answer. If `stop` completes first, the
    /// answer ends there.
    ///
    /// Bedrock accepts only conversations in which questions and answers alternate. So the received part of
    /// an incomplete answer stays in the conversation. If nothing was received, the question is removed.
    pub async fn ask(
        &mut self,
        question: String,
        stop: impl Future<Output = io::Result<()>>,
        show: impl FnMut(&str) -> io::Result<()>,
    ) -> io::Result<(Answer, Ending)> {
        self.messages.push(message(ConversationRole::User, question));
        let mut answer = Answer::default();
        let ending = tokio::select! {
            ending = self.receive(&mut answer, show) => ending?,
            stopped = stop => {
                stopped?;
                Ending::Stopped
            }
        };
        // Bedrock does not accept blank text.
        if answer.text.trim().is_empty() {
            self.messages.pop();
        } else {
            self.messages.push(message(ConversationRole::Assistant, answer.text.clone()));
        }
        Ok((answer, ending))
    }

    async fn receive(
        &self,
        answer: &mut Answer,
        mut show: impl FnMut(&str) -> io::Result<()>,
    ) -> io::Result<Ending> {
        let converse = ConverseStream {
            model_id: self.model_id.clone(),
            messages: self.messages.clone(),
            system: self.system.clone().map(|text| vec![ContentBlock::Text(text)]),
        };
        let start = Instant::now();
        let mut stream = match self.bedrock.send(converse).await {
            Ok(output) => output.stream,
            Err(error) => return Ok(Ending::Failed(Failure::of_call(&error))),
        };
        while let Some(event) = stream.next().await {
            match event {
                Ok(ConverseStreamEvent::ContentBlockDelta {
                    delta: ContentBlockDelta::Text(text),
                }) => {
                    answer.first_text_after.get_or_insert_with(|| start.elapsed());
                    answer.text.push_str(&text);
                    show(&text)?;
                }
                Ok(ConverseStreamEvent::MessageStop { stop_reason }) => {
                    answer.stop_reason = Some(stop_reason);
                }
                Ok(ConverseStreamEvent::Metadata { usage }) => answer.usage = Some(usage),
                // Other kinds of deltas, such as the reasoning of a model, are not shown.
                Ok(
                    ConverseStreamEvent::ContentBlockDelta { .. } | ConverseStreamEvent::Unknown(_),
                ) => {}
                Err(error) => {
                    let has_text = !answer.text.is_empty();
                    return Ok(Ending::Failed(Failure::of_stream(&error, has_text)));
                }
            }
        }
        match answer.stop_reason {
            Some(_) => Ok(Ending::Complete),
            None => Ok(Ending::Failed(Failure::incomplete(!answer.text.is_empty()))),
        }
    }
}

fn message(role: ConversationRole, text: String) -> Message {
    Message { role, content: vec![ContentBlock::Text(text)] }
}
