//! A chat with a model of Amazon Bedrock, in the terminal. Answers are printed as they arrive.
//!
//! ```text
//! converse [--model ID] [--system TEXT] [--region REGION] [--endpoint-url URL] [QUESTION]
//! ```
//!
//! Each line of the input is a question. With a question in the arguments, the program prints its answer and
//! ends. Ctrl-C stops an answer; while the program waits for a question, it ends the program.
//!
//! Without AWS configuration, or with `--local`, it calls a stand-in for Bedrock in this process, which
//! verifies signatures and streams its answers. The questions `throttle`, `disconnect` and `deny` show what
//! the program prints when an answer fails.

mod arguments;
mod chat;
mod configuration;
#[path = "../configured.rs"]
mod configured;
mod failure;
mod local_bedrock;
mod operations;
mod terminal;

use std::error::Error;
use std::io;
use std::process::ExitCode;

use arguments::{Arguments, USAGE};
use aws_operation::{Client, services};
use chat::{Answer, Chat, Ending};
use operations::StopReason;
use terminal::{Lines, dimmed_note, note, show};

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match run().await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            note(&format!("converse: {error}"));
            ExitCode::FAILURE
        }
    }
}

/// Returns whether the exit code is 0.
async fn run() -> Result<bool, Box<dyn Error>> {
    let Some(arguments) = Arguments::parse(std::env::args().skip(1))? else {
        show(USAGE)?;
        show("\n")?;
        return Ok(true);
    };
    let setup = configuration::load(&arguments).await?;
    let bedrock = Client::new(&setup.config, services::BEDROCK_RUNTIME);
    let mut chat = Chat::new(bedrock, arguments.model_id, arguments.system);
    if let Some(question) = arguments.question {
        let ending = answer(&mut chat, question).await?;
        return Ok(matches!(ending, Ending::Complete));
    }
    let mut lines = Lines::of_stdin()?;
    let mut has_failed = false;
    while let Some(line) = lines.next().await? {
        match line.as_str() {
            "" => continue,
            "/quit" => break,
            _ => {}
        }
        if let Ending::Failed(failure) = answer(&mut chat, line).await? {
            has_failed = true;
            if failure.is_permanent {
                return Ok(false);
            }
        }
    }
    // The exit code tells a script about failures. A person has read the notes.
    Ok(lines.is_terminal || !has_failed)
}

/// Asks a question and prints the answer. Then prints a summary, or why the answer failed.
async fn answer(chat: &mut Chat, question: String) -> io::Result<Ending> {
    let (answer, ending) = chat.ask(question, tokio::signal::ctrl_c(), show).await?;
    if !answer.text.is_empty() && !answer.text.ends_with('\n') {
        show("\n")?;
    }
    match &ending {
        Ending::Complete => dimmed_note(&summary(&answer)),
        Ending::Stopped => dimmed_note("stopped"),
        Ending::Failed(failure) => note(&format!("converse: {failure}")),
    }
    Ok(ending)
}

fn summary(answer: &Answer) -> String {
    let mut parts = Vec::new();
    if let Some(StopReason::Other(reason)) = &answer.stop_reason {
        parts.push(format!("stop reason {reason}"));
    }
    match &answer.usage {
        Some(usage) => {
            let (input, output) = (usage.input_tokens, usage.output_tokens);
            parts.push(format!("{input} tokens in, {output} out"));
        }
        None => parts.push("tokens unknown".to_owned()),
    }
    match answer.first_text_after {
        Some(time) => parts.push(format!("first token after {:.2} s", time.as_secs_f64())),
        None => parts.push("no text".to_owned()),
    }
    parts.join("; ")
}
