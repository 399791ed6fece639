//! Bedrock's ConverseStream: the members that a chat in text needs.

use aws_operation::{
    Document, EventStream, RawEvent, aws_enum, aws_event_stream, aws_operation, aws_output,
    aws_structure, aws_union,
};

/// Sends a conversation to a model. The answer comes as a stream of events.
#[aws_operation(
    method = "POST",
    uri = "/model/{modelId}/converse-stream",
    output = ConverseStreamOutput
)]
pub struct ConverseStream {
    pub model_id: String,
    pub messages: Vec<Message>,
    pub system: Option<Vec<ContentBlock>>,
}

#[aws_structure]
#[derive(Debug, Clone)]
pub struct Message {
    pub role: ConversationRole,
    pub content: Vec<ContentBlock>,
}

#[aws_enum(rename_all = "lowercase")]
#[derive(Debug, Clone)]
pub enum ConversationRole {
    User,
    Assistant,
    Unknown(String),
}

/// A block of a message. The blocks of a system prompt have the same member `text`.
#[aws_union]
#[derive(Debug, Clone)]
pub enum ContentBlock {
    Text(String),
    Unknown(String, Document),
}

#[aws_output]
pub struct ConverseStreamOutput {
    #[payload]
    pub stream: EventStream<ConverseStreamEvent>,
}

/// The events of an answer, in their order. Exceptions need no variants here: the program reads only
/// their codes and messages.
#[aws_event_stream]
pub enum ConverseStreamEvent {
    /// The next piece of a content block.
    ContentBlockDelta {
        delta: ContentBlockDelta,
    },
    /// The message is complete.
    MessageStop {
        stop_reason: StopReason,
    },
    Metadata {
        usage: TokenUsage,
    },
    /// `messageStart`, `contentBlockStart` and `contentBlockStop`, and events added later.
    Unknown(RawEvent),
}

#[aws_union]
#[derive(Debug)]
pub enum ContentBlockDelta {
    Text(String),
    Unknown(String, Document),
}

#[aws_enum(rename_all = "snake_case")]
#[derive(Debug, PartialEq)]
pub enum StopReason {
    EndTurn,
    Other(String),
}

#[aws_structure]
#[derive(Debug)]
pub struct TokenUsage {
    pub input_tokens: u64,
    pub output_tokens: u64,
}
