//! The operation GetIntegrationResponse of API Gateway.

use std::collections::BTreeMap;

use aws_operation::{ServiceError, aws_error, aws_operation};
use serde::Deserialize;

/// Reads the integration response of a method for one status code.
#[aws_operation(
    method = "GET",
    uri = "/restapis/{restApiId}/resources/{resourceId}/methods/{httpMethod}/integration/responses/{statusCode}",
    output = IntegrationResponse,
    error = GetIntegrationResponseError,
)]
#[derive(Debug, Clone)]
pub struct GetIntegrationResponse {
    pub rest_api_id: String,
    pub resource_id: String,
    pub http_method: String,
    pub status_code: String,
}

/// How a response of the backend becomes a response of the method.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct IntegrationResponse {
    pub status_code: Option<String>,
    pub selection_pattern: Option<String>,
    pub response_parameters: BTreeMap<String, String>,
    pub response_templates: BTreeMap<String, String>,
    pub content_handling: Option<String>,
}

/// The errors of GetIntegrationResponse.
#[aws_error]
#[derive(Debug)]
pub enum GetIntegrationResponseError {
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
    /// Any other error.
    Other(ServiceError),
}
