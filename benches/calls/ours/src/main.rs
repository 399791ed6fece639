//! The call declared with aws-operation.

use std::collections::BTreeMap;
use std::process::ExitCode;
use std::sync::Arc;

use aws_operation::{
    Client, Config, Credentials, ServiceError, aws_error, aws_operation, services,
};
use calls_load::{Arguments, Ask, Failure};
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
pub async fn main() -> ExitCode {
    calls_load::exit(run().await)
}

async fn run() -> Result<(), Failure> {
    let arguments = Arguments::parse()?;
    let config = Config::builder()
        .region("us-east-1")
        .credentials(Credentials::new("AKIDEXAMPLE", "secret"))
        .endpoint_url(calls_load::endpoint()?)
        .build()?;
    let apigateway = Client::new(&config, services::API_GATEWAY);
    arguments.run(move |ask| call(apigateway.clone(), ask)).await
}

async fn call(apigateway: Client, ask: Arc<Ask>) -> Result<Option<String>, Failure> {
    let operation = GetIntegrationResponse {
        rest_api_id: ask.rest_api_id.clone(),
        resource_id: ask.resource_id.clone(),
        http_method: ask.http_method.clone(),
        status_code: ask.status_code.clone(),
    };
    Ok(apigateway.send(operation).await?.status_code)
}
