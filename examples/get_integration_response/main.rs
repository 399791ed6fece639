//! Calls GetIntegrationResponse of API Gateway, and prints the response.
//!
//! ```text
//! get_integration_response
//! get_integration_response REST_API_ID RESOURCE_ID HTTP_METHOD STATUS_CODE
//! ```
//!
//! Without arguments it needs no AWS account: it calls a server in this process, which verifies the
//! signature. With arguments it calls API Gateway, with the region and the credentials of the environment.

mod local_api_gateway;
mod operation;

use std::env;
use std::error::Error;
use std::io::{self, Write as _};
use std::process::ExitCode;

use aws_operation::{Client, Config, services};
use operation::{GetIntegrationResponse, GetIntegrationResponseError, IntegrationResponse};

const USAGE: &str =
    "usage: get_integration_response REST_API_ID RESOURCE_ID HTTP_METHOD STATUS_CODE
       get_integration_response    calls a server in this process, without an AWS account";

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("get_integration_response: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        [] => call_local_server().await,
        ["--help" | "-h"] => Ok(writeln!(io::stdout(), "{USAGE}")?),
        [rest_api_id, resource_id, http_method, status_code] => {
            let config = Config::load().await.map_err(|error| {
                format!("{error}\nTo try the program without an AWS account, omit the arguments.")
            })?;
            call(&config, [rest_api_id, resource_id, http_method, status_code]).await
        }
        _ => Err(USAGE.into()),
    }
}

async fn call_local_server() -> Result<(), Box<dyn Error>> {
    // The server stops when this variable is dropped.
    let server = local_api_gateway::start()?;
    let config = Config::builder()
        .region("us-east-1")
        .credentials(server.credentials())
        .endpoint_url(server.url())
        .build()?;
    let url = server.url();
    writeln!(
        io::stdout(),
        "Calling a server in this process, at {url}, which verifies the signature.\n\
         To call API Gateway, add arguments; `--help` lists them.\n"
    )?;
    call(&config, ["a1b2c3d4e5", "x9y8z7", "GET", "200"]).await
}

async fn call(config: &Config, arguments: [&str; 4]) -> Result<(), Box<dyn Error>> {
    let [rest_api_id, resource_id, http_method, status_code] = arguments.map(str::to_owned);
    let operation = GetIntegrationResponse { rest_api_id, resource_id, http_method, status_code };
    let apigateway = Client::new(config, services::API_GATEWAY);
    match apigateway.send(operation).await {
        Ok(response) => Ok(print(&response)?),
        Err(error) => match error.service() {
            Some(GetIntegrationResponseError::TooManyRequestsException {
                retry_after_seconds: Some(seconds),
                ..
            }) => Err(format!("{error}; wait {seconds} s before the next call").into()),
            _ => Err(error.into()),
        },
    }
}

fn print(response: &IntegrationResponse) -> io::Result<()> {
    let mut out = io::stdout().lock();
    let text = |value: &Option<String>| value.clone().unwrap_or_else(|| "(none)".to_owned());
    writeln!(out, "status code         {}", text(&response.status_code))?;
    writeln!(out, "selection pattern   {}", text(&response.selection_pattern))?;
    writeln!(out, "content handling    {}", text(&response.content_handling))?;
    writeln!(out, "response parameters")?;
    for (name, value) in &response.response_parameters {
        writeln!(out, "  {name} = {value}")?;
    }
    writeln!(out, "response templates")?;
    for (content_type, template) in &response.response_templates {
        writeln!(out, "  {content_type}:")?;
        for line in template.lines() {
            writeln!(out, "    {line}")?;
        }
    }
    Ok(())
}
