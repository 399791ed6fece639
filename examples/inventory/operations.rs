// Made by aws-operation 0.1.0 from com.amazonaws.apigateway#BackplaneControlService (2015-07-09):
//
//     aws-operation generate api-gateway-2015-07-09.json --operation GetMethod --operation GetResources --operation GetRestApi --operation GetRestApis --docs none
//
// Run it again rather than editing this file.
//
//     checksum 91a3dac2020f32ec

use std::collections::BTreeMap;

use aws_operation::{Service, ServiceError, Timestamp};

use aws_operation::{aws_enum, aws_error, aws_operation, aws_structure};

pub const API_GATEWAY: Service = Service::new("apigateway")
    .service_id("API Gateway")
    .endpoint_prefix("apigateway")
    .header("accept", "application/json");

#[aws_operation(
    method = "GET",
    uri = "/restapis/{restApiId}/resources/{resourceId}/methods/{httpMethod}",
    output = Method,
    error = GetMethodError,
)]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct GetMethod {
    pub rest_api_id: String,
    pub resource_id: String,
    pub http_method: String,
}

#[aws_error]
#[derive(Debug, Clone, PartialEq)]
pub enum GetMethodError {
    NotFoundException(NotFoundException),
    TooManyRequestsException(TooManyRequestsException),
    UnauthorizedException(UnauthorizedException),
    Other(ServiceError),
}

#[aws_operation(
    method = "GET",
    uri = "/restapis/{restApiId}/resources",
    output = Resources,
    error = GetResourcesError,
    paginated(
        input_token = position,
        output_token = position,
        items = items: Vec<Resource>,
        page_size = limit,
    ),
)]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct GetResources {
    pub rest_api_id: String,
    #[query]
    pub position: Option<String>,
    #[query]
    pub limit: Option<i32>,
    #[query]
    pub embed: Option<Vec<String>>,
}

#[aws_error]
#[derive(Debug, Clone, PartialEq)]
pub enum GetResourcesError {
    BadRequestException(BadRequestException),
    NotFoundException(NotFoundException),
    TooManyRequestsException(TooManyRequestsException),
    UnauthorizedException(UnauthorizedException),
    Other(ServiceError),
}

#[aws_operation(
    method = "GET",
    uri = "/restapis/{restApiId}",
    output = RestApi,
    error = GetRestApiError,
)]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct GetRestApi {
    pub rest_api_id: String,
}

pub type GetRestApiError = GetResourcesError;

#[aws_operation(
    method = "GET",
    uri = "/restapis",
    output = RestApis,
    error = GetRestApisError,
    paginated(
        input_token = position,
        output_token = position,
        items = items: Vec<RestApi>,
        page_size = limit,
    ),
)]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct GetRestApis {
    #[query]
    pub position: Option<String>,
    #[query]
    pub limit: Option<i32>,
}

pub type GetRestApisError = GetResourcesError;

#[aws_enum]
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ApiKeySourceType {
    Header,
    Authorizer,
    Unknown(String),
}

#[aws_error]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct BadRequestException {
    pub message: Option<String>,
}

#[aws_enum]
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ConnectionType {
    Internet,
    VpcLink,
    Unknown(String),
}

#[aws_enum]
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ContentHandlingStrategy {
    ConvertToBinary,
    ConvertToText,
    Unknown(String),
}

#[aws_structure]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct EndpointConfiguration {
    pub types: Option<Vec<EndpointType>>,
    pub ip_address_type: Option<IpAddressType>,
    pub vpc_endpoint_ids: Option<Vec<String>>,
}

#[aws_enum]
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EndpointType {
    Regional,
    Edge,
    Private,
    Unknown(String),
}

#[aws_structure]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Integration {
    pub r#type: Option<IntegrationType>,
    pub http_method: Option<String>,
    pub uri: Option<String>,
    pub connection_type: Option<ConnectionType>,
    pub connection_id: Option<String>,
    pub credentials: Option<String>,
    pub request_parameters: Option<BTreeMap<String, String>>,
    pub request_templates: Option<BTreeMap<String, String>>,
    pub passthrough_behavior: Option<String>,
    pub content_handling: Option<ContentHandlingStrategy>,
    pub timeout_in_millis: i32,
    pub cache_namespace: Option<String>,
    pub cache_key_parameters: Option<Vec<String>>,
    pub integration_responses: Option<BTreeMap<String, IntegrationResponse>>,
    pub tls_config: Option<TlsConfig>,
}

#[aws_structure]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct IntegrationResponse {
    pub status_code: Option<String>,
    pub selection_pattern: Option<String>,
    pub response_parameters: Option<BTreeMap<String, String>>,
    pub response_templates: Option<BTreeMap<String, String>>,
    pub content_handling: Option<ContentHandlingStrategy>,
}

#[aws_enum]
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum IntegrationType {
    Http,
    Aws,
    Mock,
    HttpProxy,
    AwsProxy,
    Unknown(String),
}

#[aws_enum(rename_all = "lowercase")]
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum IpAddressType {
    Ipv4,
    Dualstack,
    Unknown(String),
}

#[aws_structure]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Method {
    pub http_method: Option<String>,
    pub authorization_type: Option<String>,
    pub authorizer_id: Option<String>,
    pub api_key_required: Option<bool>,
    pub request_validator_id: Option<String>,
    pub operation_name: Option<String>,
    pub request_parameters: Option<BTreeMap<String, bool>>,
    pub request_models: Option<BTreeMap<String, String>>,
    pub method_responses: Option<BTreeMap<String, MethodResponse>>,
    pub method_integration: Option<Integration>,
    pub authorization_scopes: Option<Vec<String>>,
}

#[aws_structure]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct MethodResponse {
    pub status_code: Option<String>,
    pub response_parameters: Option<BTreeMap<String, bool>>,
    pub response_models: Option<BTreeMap<String, String>>,
}

#[aws_error]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct NotFoundException {
    pub message: Option<String>,
}

#[aws_structure]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Resource {
    pub id: Option<String>,
    pub parent_id: Option<String>,
    pub path_part: Option<String>,
    pub path: Option<String>,
    pub resource_methods: Option<BTreeMap<String, Method>>,
}

#[aws_structure]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Resources {
    #[body("item")]
    pub items: Option<Vec<Resource>>,
    pub position: Option<String>,
}

#[aws_structure]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct RestApi {
    pub id: Option<String>,
    pub name: Option<String>,
    pub description: Option<String>,
    pub created_date: Option<Timestamp>,
    pub version: Option<String>,
    pub warnings: Option<Vec<String>>,
    pub binary_media_types: Option<Vec<String>>,
    pub minimum_compression_size: Option<i32>,
    pub api_key_source: Option<ApiKeySourceType>,
    pub endpoint_configuration: Option<EndpointConfiguration>,
    pub policy: Option<String>,
    pub tags: Option<BTreeMap<String, String>>,
    pub disable_execute_api_endpoint: bool,
    pub root_resource_id: Option<String>,
}

#[aws_structure]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct RestApis {
    #[body("item")]
    pub items: Option<Vec<RestApi>>,
    pub position: Option<String>,
}

#[aws_structure]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TlsConfig {
    pub insecure_skip_verification: bool,
}

#[aws_error]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TooManyRequestsException {
    #[header("Retry-After")]
    pub retry_after_seconds: Option<String>,
    pub message: Option<String>,
}

#[aws_error]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct UnauthorizedException {
    pub message: Option<String>,
}
