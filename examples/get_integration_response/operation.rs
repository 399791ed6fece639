//! API Gateway's GetIntegrationResponse, declared.

use std::collections::BTreeMap;

use aws_operation::{ServiceError, aws_error, aws_operation};
use serde::Deserialize;

/// Represents a get integration response.
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

/// How the backend's answer becomes the method's response.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct IntegrationResponse {
    pub status_code: Option<String>,
    pub selection_pattern: Option<String>,
    pub response_parameters: BTreeMap<String, String>,
    pub response_templates: BTreeMap<String, String>,
    pub content_handling: Option<String>,
}

/// What API Gateway answers instead.
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
    /// Any other code, whole.
    Other(ServiceError),
}
