//! Calls GetIntegrationResponse of API Gateway, and prints the response.
//!
//! ```text
//! get_integration_response
//! get_integration_response REST_API_ID RESOURCE_ID HTTP_METHOD STATUS_CODE
//! ```
//!
//! With arguments it calls API Gateway, with the region and the credentials from the AWS configuration. Without
//! arguments or without a configuration, it calls a server in this process, which verifies the signature.

#[path = "../configured.rs"]
mod configured;
mod local_api_gateway;
mod operation;

use std::env;
use std::error::Error;
use std::io::{self, Write as _};
use std::process::ExitCode;

use aws_operation::{Client, Config, Credentials, services};
use configured::is_configured;
use operation::{GetIntegrationResponse, GetIntegrationResponseError, IntegrationResponse};

const USAGE: &str =
    "usage: get_integration_response REST_API_ID RESOURCE_ID HTTP_METHOD STATUS_CODE
Without arguments, or without AWS configuration, it calls a server in this process.";

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
        [] => call_local_server(["a1b2c3d4e5", "x9y8z7", "GET", "200"]).await,
        ["--help" | "-h"] => Ok(writeln!(io::stdout(), "{USAGE}")?),
        [rest_api_id, resource_id, http_method, status_code] => {
            let arguments = [rest_api_id, resource_id, http_method, status_code];
            match is_configured("AWS_ENDPOINT_URL_API_GATEWAY") {
                true => call(&Config::load().await?, arguments).await,
                false => call_local_server(arguments).await,
            }
        }
        _ => Err(USAGE.into()),
    }
}

async fn call_local_server(arguments: [&str; 4]) -> Result<(), Box<dyn Error>> {
    // The server stops when this variable is dropped.
    let server = local_api_gateway::start(Credentials::new("AKIDEXAMPLE", "secret"))?;
    let config = Config::builder()
        .region("us-east-1")
        .credentials(server.credentials())
        .endpoint_url(server.url())
        .build()?;
    writeln!(
        io::stdout(),
        "Calling a server in this process, at {}, which verifies the signature.\n\
         To call API Gateway, set AWS credentials and a region, and add arguments: `--help` lists them.\n",
        server.url()
    )?;
    call(&config, arguments).await
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
