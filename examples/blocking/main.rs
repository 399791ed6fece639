//! A program without async. It lists the REST APIs of API Gateway, page by page.
//!
//! ```text
//! blocking            calls API Gateway with the region and the credentials of the environment
//! blocking --local    calls a server in this process, which verifies the signature
//! ```

use std::env;
use std::error::Error;
use std::io::{self, Write as _};
use std::process::ExitCode;

use aws_operation::testing::verify::Server;
use aws_operation::{Config, Credentials, aws_operation, blocking, services};

const USAGE: &str = "usage: blocking            lists the REST APIs of your AWS account
       blocking --local    lists those of a server in this process, without an AWS account";

#[aws_operation(
    method = "GET",
    uri = "/restapis",
    output = RestApis,
    paginated(input_token = position, output_token = position, items = item: Vec<RestApi>)
)]
#[derive(Default)]
struct GetRestApis {
    #[query]
    position: Option<String>,
}

#[derive(serde::Deserialize)]
struct RestApis {
    position: Option<String>,
    #[serde(default)]
    item: Vec<RestApi>,
}

#[derive(serde::Deserialize)]
struct RestApi {
    id: String,
    name: String,
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("blocking: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        [] => {
            let config = blocking::run(Config::load()).map_err(|error| {
                format!("{error}\nTo try the program without an AWS account, use `--local`.")
            })?;
            list(&config)
        }
        ["--local"] => {
            // The server stops when this variable is dropped.
            let server = local_api_gateway()?;
            let config = Config::builder()
                .region("eu-west-1")
                .credentials(server.credentials())
                .endpoint_url(server.url())
                .build()?;
            writeln!(
                io::stdout(),
                "Calling a server in this process, which verifies the signature."
            )?;
            list(&config)
        }
        ["--help" | "-h"] => Ok(writeln!(io::stdout(), "{USAGE}")?),
        _ => Err(USAGE.into()),
    }
}

fn list(config: &Config) -> Result<(), Box<dyn Error>> {
    let apigateway = blocking::Client::new(config, services::API_GATEWAY);
    let mut count = 0;
    for api in apigateway.items(GetRestApis::default()) {
        let api = api?;
        writeln!(io::stdout(), "{}  {}", api.id, api.name)?;
        count += 1;
    }
    writeln!(io::stdout(), "REST APIs in {}: {count}", config.region())?;
    Ok(())
}

/// Starts a server that returns two pages.
fn local_api_gateway() -> io::Result<Server> {
    Server::start(Credentials::new("AKIDEXAMPLE", "secret"), |request| {
        let body = match request.uri().query() {
            Some("position=two") => r#"{"item": [{"id": "c3", "name": "orders"}]}"#,
            _ => {
                r#"{"position": "two", "item": [{"id": "a1", "name": "pets"}, {"id": "b2", "name": "shops"}]}"#
            }
        };
        http::Response::new(body)
    })
}
