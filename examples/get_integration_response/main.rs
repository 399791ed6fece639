//! Calls API Gateway's GetIntegrationResponse, and prints the response.
//!
//! With no arguments and no AWS configuration it starts an API Gateway of its own on this machine,
//! which verifies the signature as the real one does. With `AWS_ENDPOINT_URL` or credentials it
//! takes four arguments and calls that:
//!
//! ```text
//! get_integration_response REST_API_ID RESOURCE_ID HTTP_METHOD STATUS_CODE
//! ```

mod local_api_gateway;
mod operation;

use std::error::Error;
use std::process::ExitCode;

use aws_operation::testing::verify::Server;
use aws_operation::{Client, Config, Credentials, services};
use operation::{GetIntegrationResponse, GetIntegrationResponseError, IntegrationResponse};

const USAGE: &str =
    "usage: get_integration_response REST_API_ID RESOURCE_ID HTTP_METHOD STATUS_CODE";

/// Any of these says that there is an AWS to call.
const CONFIGURATION: [&str; 6] = [
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_REGION",
    "AWS_DEFAULT_REGION",
    "AWS_ENDPOINT_URL",
    "AWS_ENDPOINT_URL_API_GATEWAY",
];

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// The configuration, and the server on this machine, which stops when it is dropped.
struct Setup {
    config: Config,
    _server: Option<Server>,
}

async fn run() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let configured = CONFIGURATION.iter().any(|name| std::env::var_os(name).is_some());
    let (setup, operation) = if configured {
        let [rest_api_id, resource_id, http_method, status_code] =
            <[String; 4]>::try_from(arguments).map_err(|_| USAGE)?;
        let config = Config::load().await?;
        let setup = Setup { config, _server: None };
        (setup, GetIntegrationResponse { rest_api_id, resource_id, http_method, status_code })
    } else {
        local(arguments)?
    };

    let apigateway = Client::new(&setup.config, services::API_GATEWAY);
    println!("{}", describe(&operation));
    match apigateway.send(operation).await {
        Ok(response) => print(&response),
        Err(error) => {
            if let Some(GetIntegrationResponseError::TooManyRequestsException {
                retry_after_seconds: Some(seconds),
                ..
            }) = error.service()
            {
                eprintln!("API Gateway asks to wait for {seconds} s.");
            }
            return Err(error.into());
        }
    }
    Ok(())
}

/// An API Gateway on this machine, and a call that it has an answer to.
fn local(arguments: Vec<String>) -> Result<(Setup, GetIntegrationResponse), Box<dyn Error>> {
    let secret = "a secret that this process shares with itself";
    let server = local_api_gateway::start(Credentials::new("AKIDLOCALEXAMPLE", secret))?;
    let endpoint = server.url();
    println!("No AWS configuration: calling an API Gateway inside this process, at {endpoint},");
    println!(
        "which verifies the signature. Set AWS_ENDPOINT_URL or credentials to call another.\n"
    );
    let config = Config::builder()
        .region("us-east-1")
        .credentials(server.credentials())
        .endpoint_url(endpoint)
        .build()?;
    let [rest_api_id, resource_id, http_method, status_code] =
        match <[String; 4]>::try_from(arguments) {
            Ok(arguments) => arguments,
            Err(none) if none.is_empty() => {
                ["a1b2c3d4e5", "x9y8z7", "GET", "200"].map(str::to_owned)
            }
            Err(_) => return Err(USAGE.into()),
        };
    let setup = Setup { config, _server: Some(server) };
    Ok((setup, GetIntegrationResponse { rest_api_id, resource_id, http_method, status_code }))
}

fn describe(operation: &GetIntegrationResponse) -> String {
    let GetIntegrationResponse { rest_api_id, resource_id, http_method, status_code } = operation;
    format!(
        "Integration response {status_code} of {http_method} on resource {resource_id} of REST API {rest_api_id}:"
    )
}

fn print(response: &IntegrationResponse) {
    let text = |value: &Option<String>| value.clone().unwrap_or_else(|| "(none)".to_owned());
    println!("  status code        {}", text(&response.status_code));
    println!("  selection pattern  {}", text(&response.selection_pattern));
    println!("  content handling   {}", text(&response.content_handling));
    println!("  response parameters");
    for (name, value) in &response.response_parameters {
        println!("    {name} = {value}");
    }
    println!("  response templates");
    for (content_type, template) in &response.response_templates {
        println!("    {content_type}:");
        for line in template.lines() {
            println!("      {line}");
        }
    }
}
