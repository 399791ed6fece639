//! Events in both directions over HTTP/2, with a server that verifies the signatures.

mod echoes;
mod ends;
mod failures;
mod slow;
mod versions;

use std::time::Duration;

use aws_operation::EventStream;
use aws_operation_http2_tests::{Conversation, Message, Said, Talk};

/// The maximum duration of a step that does not wait for anything.
const SOON: Duration = Duration::from_secs(10);

fn talk(said: EventStream<Said>) -> Talk {
    Talk { language: "en".into(), said }
}

/// The result of a future that ends soon.
async fn soon<T>(future: impl Future<Output = T>) -> T {
    tokio::time::timeout(SOON, future).await.expect("it ends in time")
}

/// Returns each event, until the client ends the events.
async fn echo_all(mut conversation: Conversation) -> Result<(), String> {
    conversation.begin()?;
    loop {
        match conversation.next().await? {
            Message::Event(event) => conversation.echo(&text(&event)?)?,
            Message::End => return conversation.end(),
            Message::Reset(reason) => return Err(format!("it was reset: {reason}")),
        }
    }
}

/// The text in the document of an event.
fn text(event: &str) -> Result<String, String> {
    let text = event.strip_prefix(r#"{"text":""#).and_then(|rest| rest.strip_suffix(r#""}"#));
    text.map(str::to_owned).ok_or_else(|| event.to_owned())
}

/// Expects an event with this text.
async fn expect(conversation: &mut Conversation, expected: &str) -> Result<(), String> {
    match conversation.next().await? {
        Message::Event(event) if text(&event)? == expected => Ok(()),
        other => Err(format!("{other:?} instead of {expected}")),
    }
}

/// Expects that the client resets the request, after any number of events.
async fn expect_reset(conversation: &mut Conversation) -> Result<(), String> {
    loop {
        match conversation.next().await? {
            Message::Event(_) => {}
            Message::Reset(_) => return Ok(()),
            Message::End => return Err("the events were ended".to_owned()),
        }
    }
}
