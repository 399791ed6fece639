//! An operation with events in both directions, and an HTTP/2 server that verifies all signatures.

mod conversation;
mod server;
mod talk;

pub use conversation::{Conversation, Message};
pub use server::Server;
pub use talk::{Heard, Said, Talk, TalkError, Talked, client, config, echo, say};
