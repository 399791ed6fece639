//! Orders missing products for a shop: reads a table in DynamoDB, and sends messages to a queue in SQS.
//!
//! The program shows tests without AWS: `tests.rs` has the tests, and `recording.json` a recording of calls.
//!
//! ```text
//! restock TABLE QUEUE_URL [--record FILE]
//! restock --local [--record FILE]
//! ```
//!
//! It calls AWS with the region and the credentials of the environment. With `--local`, it calls a server in the
//! same process, which verifies signatures.

mod local;
mod operations;
mod restock;
#[cfg(test)]
mod tests;

use std::env;
use std::error::Error;
use std::io::{self, Write as _};
use std::process::ExitCode;

use aws_operation::Config;
use aws_operation::testing::Recorder;
use restock::restock;

const USAGE: &str = "usage: restock TABLE QUEUE_URL [--record FILE]
       restock --local [--record FILE]    calls a server in this process, without an AWS account";

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("restock: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    if let ["--help" | "-h"] = arguments[..] {
        return Ok(writeln!(io::stdout(), "{USAGE}")?);
    }
    let (arguments, file) = match &arguments[..] {
        [before @ .., "--record", file] => (before, Some(*file)),
        _ => (&arguments[..], None),
    };
    let config = Config::builder();
    let recorder = file.map(Recorder::create).transpose()?;
    let config = match &recorder {
        Some(recorder) => config.transport(recorder.clone()),
        None => config,
    };
    let orders = match arguments {
        ["--local"] => {
            let server = local::start()?;
            writeln!(io::stdout(), "Calling a server in this process, which verifies signatures.")?;
            let config = config.region("eu-west-1").credentials(server.credentials());
            let config = config.endpoint_url(server.url()).build()?;
            restock(&config, local::TABLE, local::QUEUE_URL).await?
        }
        [table, queue_url] if !table.starts_with('-') => {
            let config = config.load().await;
            let config =
                config.map_err(|error| format!("{error}; `--local` needs no AWS account"))?;
            restock(&config, table, queue_url).await?
        }
        _ => return Err(USAGE.into()),
    };
    for order in &orders {
        writeln!(io::stdout(), "ordered {order}")?;
    }
    if orders.is_empty() {
        writeln!(io::stdout(), "Nothing is missing.")?;
    }
    if let (Some(recorder), Some(file)) = (recorder, file) {
        recorder.finish()?;
        writeln!(io::stdout(), "The calls are recorded in {file}.")?;
    }
    Ok(())
}
