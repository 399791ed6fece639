//! The call of the AWS SDK for Rust.

use std::process::ExitCode;
use std::sync::Arc;

use aws_sdk_apigateway::Client;
use aws_sdk_apigateway::config::{Config, Credentials, Region};
use aws_sdk_apigateway::error::DisplayErrorContext;
use calls_load::{Arguments, Ask, Failure};

#[tokio::main(flavor = "current_thread")]
pub async fn main() -> ExitCode {
    calls_load::exit(run().await)
}

async fn run() -> Result<(), Failure> {
    let arguments = Arguments::parse()?;
    let config = Config::builder()
        .behavior_version_latest()
        .region(Region::from_static("us-east-1"))
        .credentials_provider(Credentials::new("AKIDEXAMPLE", "secret", None, None, "static"))
        .endpoint_url(calls_load::endpoint()?)
        .build();
    let apigateway = Client::from_conf(config);
    arguments.run(move |ask| call(apigateway.clone(), ask)).await
}

async fn call(apigateway: Client, ask: Arc<Ask>) -> Result<Option<String>, Failure> {
    let response = apigateway
        .get_integration_response()
        .rest_api_id(&ask.rest_api_id)
        .resource_id(&ask.resource_id)
        .http_method(&ask.http_method)
        .status_code(&ask.status_code)
        .send()
        .await
        .map_err(|error| DisplayErrorContext(error).to_string())?;
    Ok(response.status_code)
}
