//! Prints what is in the REST APIs of an account: resources, methods, integrations and responses.
//!
//! ```text
//! inventory [REST_API_ID] [--concurrency N]
//! ```
//!
//! Without an id it takes all REST APIs of the region. It makes 4 calls at a time unless
//! `--concurrency` says otherwise: API Gateway allows an account few calls a second. What cannot be
//! read is named on standard error, a line each; the rest is printed, and the exit code is 1.

mod describe;
mod gateway;
mod operations;
mod tree;

use std::error::Error;
use std::io::{self, Write as _};
use std::process::ExitCode;

use aws_operation::{Client, Config};
use gateway::Gateway;
use operations::{GetRestApiError, RestApi};

const USAGE: &str = "usage: inventory [REST_API_ID] [--concurrency N]";

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match run().await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Whether everything could be read.
async fn run() -> Result<bool, Box<dyn Error>> {
    let arguments = Arguments::parse(std::env::args().skip(1))?;
    let config = Config::load().await?;
    let client = Client::new(&config, operations::API_GATEWAY);
    let gateway = Gateway::new(client, arguments.concurrency);

    let mut whole = true;
    let apis = match &arguments.rest_api_id {
        Some(id) => match gateway.rest_api(id).await {
            Ok(api) => vec![api],
            Err(error) => {
                eprintln!("{error}");
                if let Some(GetRestApiError::NotFoundException(_)) = error.service() {
                    eprintln!("{}", which(&gateway.rest_apis().await.0, config.region()));
                }
                return Ok(false);
            }
        },
        None => {
            let (apis, problem) = gateway.rest_apis().await;
            if let Some(problem) = problem {
                eprintln!("{problem}");
                whole = false;
            } else if apis.is_empty() {
                eprintln!("{}", which(&apis, config.region()));
            }
            apis
        }
    };

    // All at once, as far as the gateway lets them, and printed in their order.
    let inventories: Vec<_> =
        apis.into_iter().map(|api| tokio::spawn(gateway.clone().inventory(api))).collect();
    for inventory in inventories {
        let inventory = inventory.await?;
        write!(io::stdout().lock(), "{}", describe::tree(&inventory))?;
        for problem in &inventory.problems {
            eprintln!("{}", tree::one_line(problem));
            whole = false;
        }
    }
    Ok(whole)
}

/// Says which REST APIs there are.
fn which(apis: &[RestApi], region: &str) -> String {
    if apis.is_empty() {
        return format!("there are no REST APIs in {region}");
    }
    let names: Vec<String> =
        apis.iter().map(|api| describe::named(api.name.as_deref(), api.id.as_deref())).collect();
    tree::one_line(&format!("the REST APIs in {region} are {}", names.join(", ")))
}

struct Arguments {
    rest_api_id: Option<String>,
    concurrency: usize,
}

impl Arguments {
    fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut parsed = Self { rest_api_id: None, concurrency: 4 };
        while let Some(argument) = arguments.next() {
            if argument == "--concurrency" {
                let number = arguments.next().and_then(|number| number.parse().ok());
                parsed.concurrency = number
                    .filter(|number| (1..=100).contains(number))
                    .ok_or("--concurrency takes a number from 1 to 100")?;
            } else if argument.starts_with('-') || parsed.rest_api_id.is_some() {
                return Err(USAGE.to_owned());
            } else {
                parsed.rest_api_id = Some(argument);
            }
        }
        Ok(parsed)
    }
}
