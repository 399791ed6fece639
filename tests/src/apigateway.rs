//! API Gateway's operations that the tests call, declared as a user would.

use std::collections::BTreeMap;

use aws_operation::{ServiceError, Timestamp, aws_error, aws_operation};
use serde::{Deserialize, Serialize};

/// Creates a REST API.
#[aws_operation(method = "POST", uri = "/restapis", output = RestApi, error = ApiGatewayError, code = 201)]
#[derive(Debug, Clone, Default)]
pub struct CreateRestApi {
    /// Its name.
    pub name: String,
    /// A description of the API.
    pub description: Option<String>,
    /// Key and value pairs.
    pub tags: Option<BTreeMap<String, String>>,
}

/// A REST API.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RestApi {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// A description of the API.
    pub description: Option<String>,
    /// When it was created.
    pub created_date: Option<Timestamp>,
    /// Key and value pairs.
    #[serde(default)]
    pub tags: BTreeMap<String, String>,
}

/// Reads a REST API.
#[aws_operation(method = "GET", uri = "/restapis/{restApiId}", output = RestApi, error = ApiGatewayError)]
#[derive(Debug, Clone)]
pub struct GetRestApi {
    /// The REST API's id.
    pub rest_api_id: String,
}

/// Changes a REST API.
#[aws_operation(method = "PATCH", uri = "/restapis/{restApiId}", output = RestApi, error = ApiGatewayError)]
#[derive(Debug, Clone)]
pub struct UpdateRestApi {
    /// The REST API's id.
    pub rest_api_id: String,
    /// The changes, in order.
    pub patch_operations: Vec<PatchOperation>,
}

/// One change.
#[derive(Debug, Clone, Serialize)]
pub struct PatchOperation {
    /// `add`, `remove`, `replace`, `move`, `copy` or `test`.
    pub op: &'static str,
    /// What is changed, as a JSON pointer.
    pub path: String,
    /// The new value.
    pub value: Option<String>,
}

/// Deletes a REST API.
#[aws_operation(method = "DELETE", uri = "/restapis/{restApiId}", error = ApiGatewayError, code = 202)]
#[derive(Debug, Clone)]
pub struct DeleteRestApi {
    /// The REST API's id.
    pub rest_api_id: String,
}

/// Lists the resources of a REST API.
#[aws_operation(
    method = "GET",
    uri = "/restapis/{restApiId}/resources",
    output = Resources,
    error = ApiGatewayError,
)]
#[derive(Debug, Clone, Default)]
pub struct GetResources {
    /// The REST API's id.
    pub rest_api_id: String,
    /// The maximum number of resources in the page.
    #[query]
    pub limit: Option<i32>,
    /// The position at which the previous page ended.
    #[query]
    pub position: Option<String>,
    /// Whether methods are embedded.
    #[query]
    pub embed: Vec<String>,
}

/// A page of resources.
#[derive(Debug, Clone, Deserialize)]
pub struct Resources {
    /// The position at which this page ended. `None` for the last page.
    pub position: Option<String>,
    /// The resources.
    #[serde(rename = "item", default)]
    pub items: Vec<Resource>,
}

/// A resource.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Resource {
    /// Its id.
    pub id: String,
    /// The id of the parent resource.
    pub parent_id: Option<String>,
    /// The last segment of its path.
    pub path_part: Option<String>,
    /// Its whole path.
    pub path: String,
}

/// Creates a resource.
#[aws_operation(
    method = "POST",
    uri = "/restapis/{restApiId}/resources/{parentId}",
    output = Resource,
    error = ApiGatewayError,
    code = 201,
)]
#[derive(Debug, Clone)]
pub struct CreateResource {
    /// The REST API's id.
    pub rest_api_id: String,
    /// The id of the parent resource.
    pub parent_id: String,
    /// The last segment of the new resource's path.
    pub path_part: String,
}

/// Adds a method to a resource.
#[aws_operation(
    method = "PUT",
    uri = "/restapis/{restApiId}/resources/{resourceId}/methods/{httpMethod}",
    output = Method,
    error = ApiGatewayError,
    code = 201,
)]
#[derive(Debug, Clone, Default)]
pub struct PutMethod {
    /// The REST API's id.
    pub rest_api_id: String,
    /// The resource's id.
    pub resource_id: String,
    /// The HTTP method.
    pub http_method: String,
    /// `NONE`, `AWS_IAM` or another type.
    pub authorization_type: String,
    /// Whether calls need an API key.
    pub api_key_required: bool,
    /// The parameters, and whether each is required.
    pub request_parameters: Option<BTreeMap<String, bool>>,
}

/// A method.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Method {
    /// The HTTP method.
    pub http_method: String,
    /// `NONE`, `AWS_IAM` or another type.
    pub authorization_type: String,
    /// Whether calls need an API key.
    #[serde(default)]
    pub api_key_required: bool,
}

/// Adds a response to a method.
#[aws_operation(
    method = "PUT",
    uri = "/restapis/{restApiId}/resources/{resourceId}/methods/{httpMethod}/responses/{statusCode}",
    error = ApiGatewayError,
    code = 201,
)]
#[derive(Debug, Clone, Default)]
pub struct PutMethodResponse {
    /// The REST API's id.
    pub rest_api_id: String,
    /// The resource's id.
    pub resource_id: String,
    /// The HTTP method.
    pub http_method: String,
    /// The status code.
    pub status_code: String,
    /// The headers that the response can have.
    pub response_parameters: Option<BTreeMap<String, bool>>,
}

/// Sets the backend of a method.
#[aws_operation(
    method = "PUT",
    uri = "/restapis/{restApiId}/resources/{resourceId}/methods/{httpMethod}/integration",
    error = ApiGatewayError,
    code = 201,
)]
#[derive(Debug, Clone, Default)]
pub struct PutIntegration {
    /// The REST API's id.
    pub rest_api_id: String,
    /// The resource's id.
    pub resource_id: String,
    /// The HTTP method.
    pub http_method: String,
    /// `HTTP`, `AWS`, `MOCK` or another type.
    pub r#type: String,
    /// The HTTP method of the call to the backend.
    #[body("httpMethod")]
    pub integration_http_method: Option<String>,
    /// The backend.
    pub uri: Option<String>,
    /// Templates by content type.
    pub request_templates: Option<BTreeMap<String, String>>,
}

/// Sets how a backend's response becomes a response of the API.
#[aws_operation(
    method = "PUT",
    uri = "/restapis/{restApiId}/resources/{resourceId}/methods/{httpMethod}/integration/responses/{statusCode}",
    output = IntegrationResponse,
    error = ApiGatewayError,
    code = 201,
)]
#[derive(Debug, Clone, Default)]
pub struct PutIntegrationResponse {
    /// The REST API's id.
    pub rest_api_id: String,
    /// The resource's id.
    pub resource_id: String,
    /// The HTTP method.
    pub http_method: String,
    /// The status code.
    pub status_code: String,
    /// A pattern that selects the backend's responses that become this response.
    pub selection_pattern: Option<String>,
    /// The source of each header.
    pub response_parameters: Option<BTreeMap<String, String>>,
    /// Templates by content type.
    pub response_templates: Option<BTreeMap<String, String>>,
    /// How binary data and text are converted.
    pub content_handling: Option<String>,
}

/// Reads an integration response.
#[aws_operation(
    method = "GET",
    uri = "/restapis/{restApiId}/resources/{resourceId}/methods/{httpMethod}/integration/responses/{statusCode}",
    output = IntegrationResponse,
    error = ApiGatewayError,
)]
#[derive(Debug, Clone)]
pub struct GetIntegrationResponse {
    /// The REST API's id.
    pub rest_api_id: String,
    /// The resource's id.
    pub resource_id: String,
    /// The HTTP method.
    pub http_method: String,
    /// The status code.
    pub status_code: String,
}

/// How a backend's response becomes a response of the API.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", default)]
pub struct IntegrationResponse {
    /// The status code.
    pub status_code: Option<String>,
    /// A pattern that selects the backend's responses that become this response.
    pub selection_pattern: Option<String>,
    /// The source of each header.
    pub response_parameters: BTreeMap<String, String>,
    /// Templates by content type.
    pub response_templates: BTreeMap<String, String>,
    /// How binary data and text are converted.
    pub content_handling: Option<String>,
}

/// Deletes an integration response.
#[aws_operation(
    method = "DELETE",
    uri = "/restapis/{restApiId}/resources/{resourceId}/methods/{httpMethod}/integration/responses/{statusCode}",
    error = ApiGatewayError,
    code = 204,
)]
#[derive(Debug, Clone)]
pub struct DeleteIntegrationResponse {
    /// The REST API's id.
    pub rest_api_id: String,
    /// The resource's id.
    pub resource_id: String,
    /// The HTTP method.
    pub http_method: String,
    /// The status code.
    pub status_code: String,
}

/// The errors of these operations.
#[aws_error]
#[derive(Debug)]
pub enum ApiGatewayError {
    /// The input is invalid.
    BadRequestException {
        /// The reason.
        message: Option<String>,
    },
    /// The resource does not exist.
    NotFoundException {
        /// The resource.
        message: Option<String>,
    },
    /// There were too many calls.
    TooManyRequestsException {
        /// How long to wait.
        #[header("Retry-After")]
        retry_after_seconds: Option<String>,
        /// The exceeded limit.
        message: Option<String>,
    },
    /// The caller has no permission.
    UnauthorizedException {
        /// The missing permission.
        message: Option<String>,
    },
    /// Any other code.
    Other(ServiceError),
}
