//! GetIntegrationResponse declared with aws-operation.

use std::collections::BTreeMap;
use std::error::Error;
use std::process::ExitCode;

use aws_operation::{Client, Config, ServiceError, aws_error, aws_operation, services};
use serde::Deserialize;

#[aws_operation(
    method = "GET",
    uri = "/restapis/{restApiId}/resources/{resourceId}/methods/{httpMethod}/integration/responses/{statusCode}",
    output = IntegrationResponse,
    error = GetIntegrationResponseError,
)]
#[derive(Debug, Clone)]
struct GetIntegrationResponse {
    rest_api_id: String,
    resource_id: String,
    http_method: String,
    status_code: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct IntegrationResponse {
    status_code: Option<String>,
    selection_pattern: Option<String>,
    response_parameters: BTreeMap<String, String>,
    response_templates: BTreeMap<String, String>,
    content_handling: Option<String>,
}

#[aws_error]
#[derive(Debug)]
#[expect(dead_code, reason = "decoded as anyone would; only the error's own line is printed")]
enum GetIntegrationResponseError {
    BadRequestException {
        message: Option<String>,
    },
    NotFoundException {
        message: Option<String>,
    },
    TooManyRequestsException {
        #[header("Retry-After")]
        retry_after_seconds: Option<String>,
        message: Option<String>,
    },
    UnauthorizedException {
        message: Option<String>,
    },
    Other(ServiceError),
}

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
            .map_err(|_| "usage: ours REST_API_ID RESOURCE_ID HTTP_METHOD STATUS_CODE")?;

    let config = Config::load().await?;
    let apigateway = Client::new(&config, services::API_GATEWAY);
    let operation = GetIntegrationResponse { rest_api_id, resource_id, http_method, status_code };
    let response = apigateway.send(operation).await?;
    println!("{}", response.status_code.as_deref().unwrap_or("(none)"));
    Ok(())
}
