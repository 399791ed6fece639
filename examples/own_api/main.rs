//! A client of an API that has no Smithy model: an orders service with error formats of its own.
//!
//! ```text
//! own_api
//! own_api --url https://abc123.execute-api.eu-west-1.amazonaws.com/prod create tea 2
//! ```
//!
//! Without arguments it needs no AWS account: it starts the service in this process, behind a gateway that
//! verifies signatures, and shows every operation and every error. With `--url` it calls the orders service
//! at this URL.

mod arguments;
mod commands;
mod operations;
mod service;
mod tour;

use std::error::Error;
use std::io::{self, Write as _};
use std::process::ExitCode;

use arguments::{Arguments, USAGE};
use aws_operation::{Client, Config};

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("own_api: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<(), Box<dyn Error>> {
    let (url, service, command) = match Arguments::parse(std::env::args().skip(1))? {
        Arguments::Help => return Ok(writeln!(io::stdout(), "{USAGE}")?),
        Arguments::Tour => return tour::run().await,
        Arguments::Call { url, service, command } => (url, service, command),
    };
    let config = Config::load().await.map_err(|error| {
        format!("{error}\nTo try the program without an AWS account, omit the arguments.")
    })?;
    let orders = match service {
        Some(service) => Client::new(&config, *service).with_endpoint_url(&url)?,
        None => Client::for_url(&config, &url).map_err(|error| {
            format!("{error}\nIf the host does not identify the service, add `--service`.")
        })?,
    };
    let text = command.run(&orders).await?;
    Ok(write!(io::stdout(), "{text}")?)
}
