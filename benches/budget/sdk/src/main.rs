//! GetIntegrationResponse from the AWS SDK for Rust.

use std::error::Error;
use std::process::ExitCode;

use aws_sdk_apigateway::error::DisplayErrorContext;

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

async fn run() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [rest_api_id, resource_id, http_method, status_code] =
        <[String; 4]>::try_from(arguments)
            .map_err(|_| "usage: sdk REST_API_ID RESOURCE_ID HTTP_METHOD STATUS_CODE")?;

    let config = aws_config::load_from_env().await;
    let apigateway = aws_sdk_apigateway::Client::new(&config);
    let response = apigateway
        .get_integration_response()
        .rest_api_id(rest_api_id)
        .resource_id(resource_id)
        .http_method(http_method)
        .status_code(status_code)
        .send()
        .await
        .map_err(|error| DisplayErrorContext(error).to_string())?;
    println!("{}", response.status_code().unwrap_or("(none)"));
    Ok(())
}
