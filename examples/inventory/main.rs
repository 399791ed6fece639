//! Prints the REST APIs of an account as trees of resources, methods, integrations and responses.
//!
//! ```text
//! inventory [REST_API_ID] [--concurrency N]
//! ```
//!
//! Without an id it prints all REST APIs of the region. By default, at most 4 calls are in flight, because
//! API Gateway allows an account only a few calls per second. If a part cannot be read, an error is printed
//! on standard error, the rest is printed, and the exit code is 1.

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

const USAGE: &str = "usage: inventory [REST_API_ID] [--concurrency N]

Prints one REST API, or all REST APIs of the region. It calls API Gateway with the region and the
credentials of the environment. AWS_ENDPOINT_URL selects another server, such as moto. N is the maximum
number of calls in flight; the default is 4.";

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match run().await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("inventory: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Returns whether everything could be read.
async fn run() -> Result<bool, Box<dyn Error>> {
    let Some(arguments) = Arguments::parse(std::env::args().skip(1))? else {
        writeln!(io::stdout(), "{USAGE}")?;
        return Ok(true);
    };
    let config = Config::load().await?;
    let client = Client::new(&config, operations::API_GATEWAY);
    let gateway = Gateway::new(client, arguments.concurrency);

    let mut is_complete = true;
    let apis = match &arguments.rest_api_id {
        Some(id) => match gateway.rest_api(id).await {
            Ok(api) => vec![api],
            Err(error) => {
                eprintln!("{error}");
                if let Some(GetRestApiError::NotFoundException(_)) = error.service() {
                    eprintln!("{}", list_of_apis(&gateway.rest_apis().await.0, config.region()));
                }
                return Ok(false);
            }
        },
        None => {
            let (apis, problem) = gateway.rest_apis().await;
            if let Some(problem) = problem {
                eprintln!("{problem}");
                is_complete = false;
            } else if apis.is_empty() {
                eprintln!("{}", list_of_apis(&apis, config.region()));
            }
            apis
        }
    };

    // The REST APIs are read at once. The concurrency limit of the client applies to all of them together.
    let inventories: Vec<_> =
        apis.into_iter().map(|api| tokio::spawn(gateway.clone().inventory(api))).collect();
    for inventory in inventories {
        let inventory = inventory.await?;
        write!(io::stdout().lock(), "{}", describe::tree(&inventory))?;
        for problem in &inventory.problems {
            eprintln!("{}", tree::one_line(problem));
            is_complete = false;
        }
    }
    Ok(is_complete)
}

/// A line about the REST APIs of the region.
fn list_of_apis(apis: &[RestApi], region: &str) -> String {
    if apis.is_empty() {
        return format!("there are no REST APIs in {region}");
    }
    let names: Vec<String> = apis
        .iter()
        .map(|api| describe::name_and_id(api.name.as_deref(), api.id.as_deref()))
        .collect();
    tree::one_line(&format!("the REST APIs in {region} are {}", names.join(", ")))
}

struct Arguments {
    rest_api_id: Option<String>,
    concurrency: usize,
}

impl Arguments {
    /// Returns `None` if the user asks for help.
    fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Option<Self>, String> {
        let mut parsed = Self { rest_api_id: None, concurrency: 4 };
        while let Some(argument) = arguments.next() {
            if argument == "--concurrency" {
                let number = arguments.next().and_then(|number| number.parse().ok());
                parsed.concurrency = number
                    .filter(|number| (1..=100).contains(number))
                    .ok_or("`--concurrency` needs a number from 1 to 100")?;
            } else if argument == "--help" || argument == "-h" {
                return Ok(None);
            } else if argument.starts_with('-') {
                return Err(format!("unknown option `{argument}`\n\n{USAGE}"));
            } else if parsed.rest_api_id.is_some() {
                return Err(format!("more than one REST_API_ID\n\n{USAGE}"));
            } else {
                parsed.rest_api_id = Some(argument);
            }
        }
        Ok(Some(parsed))
    }
}
