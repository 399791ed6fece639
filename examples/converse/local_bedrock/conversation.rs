//! The conversation that the stand-in receives, and its answer.

use serde::Deserialize;

/// The stand-in's own declaration of the request. It is independent of the program's, so a mistake in one
/// of them makes a test fail.
#[derive(Deserialize)]
pub struct Conversation {
    messages: Vec<Message>,
    #[serde(default)]
    system: Vec<Block>,
}

#[derive(Deserialize)]
struct Message {
    role: String,
    content: Vec<Block>,
}

#[derive(Deserialize)]
struct Block {
    text: String,
}

impl Conversation {
    /// Reads a request. As in Bedrock, questions and answers must alternate, and no text may be blank.
    pub fn read(body: &[u8]) -> Result<Self, String> {
        let read: Self = serde_json::from_slice(body).map_err(|error| error.to_string())?;
        for (index, message) in read.messages.iter().enumerate() {
            let expected = if index.is_multiple_of(2) { "user" } else { "assistant" };
            if message.role != expected {
                return Err(format!(
                    "messages.{index}: the role is {}, not {expected}; the roles must alternate, and \
                     the first is user",
                    message.role
                ));
            }
        }
        if read.messages.len().is_multiple_of(2) {
            return Err("the role of the last message must be user".to_owned());
        }
        let blocks = read.messages.iter().flat_map(|message| &message.content);
        if blocks.chain(&read.system).any(|block| block.text.trim().is_empty()) {
            return Err("the text of a content block is blank".to_owned());
        }
        Ok(read)
    }

    /// The last question.
    pub fn question(&self) -> String {
        self.messages.last().map(Message::text).unwrap_or_default()
    }

    /// The number of words in all messages and in the system prompt, which count as tokens.
    pub fn words(&self) -> usize {
        let blocks = self.messages.iter().flat_map(|message| &message.content).chain(&self.system);
        blocks.map(|block| count(&block.text)).sum()
    }

    /// An answer that repeats the questions and counts their words.
    pub fn answer(&self) -> String {
        let (question, system) = (self.question(), self.system.iter().map(|it| count(&it.text)));
        let number = self.messages.len().div_ceil(2);
        let mut answer = format!(
            "I am a local stand-in for Bedrock, not a model. Question {number} has {}: {question}",
            words(count(&question))
        );
        if let [first, .., last, _] = &*self.messages {
            let (first, last) = (first.text(), count(&last.text()));
            answer += &format!("\nQuestion 1 was: {first}\nMy last answer had {}.", words(last));
        }
        match system.sum() {
            0 => {}
            system => answer += &format!("\nThe system prompt has {}.", words(system)),
        }
        answer
    }
}

impl Message {
    fn text(&self) -> String {
        let texts: Vec<&str> = self.content.iter().map(|block| block.text.as_str()).collect();
        texts.join(" ")
    }
}

pub fn count(text: &str) -> usize {
    text.split_whitespace().count()
}

fn words(count: usize) -> String {
    format!("{count} {}", if count == 1 { "word" } else { "words" })
}
