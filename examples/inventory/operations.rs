//! API Gateway's operations for an inventory: generated, then documented.

// Made by aws-operation 0.1.0 from com.amazonaws.apigateway#BackplaneControlService (2015-07-09):
//
//     aws-operation generate api-gateway-2015-07-09.json --operation GetMethod --operation GetResources --operation GetRestApi --operation GetRestApis --docs none
//
// Run it again rather than editing this file. The documentation is no part of that: it is this
// project's own, written by hand.

use std::collections::BTreeMap;

use aws_operation::{Service, ServiceError, Timestamp};

use aws_operation::{aws_enum, aws_error, aws_operation, aws_structure};

/// API Gateway, which answers in JSON where it is asked to.
pub const API_GATEWAY: Service = Service::new("apigateway")
    .service_id("API Gateway")
    .endpoint_prefix("apigateway")
    .header("accept", "application/json");

/// Reads a method of a resource, with its integration and the responses of both.
#[aws_operation(
    method = "GET",
    uri = "/restapis/{restApiId}/resources/{resourceId}/methods/{httpMethod}",
    output = Method,
    error = GetMethodError,
)]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct GetMethod {
    /// The id of the REST API.
    pub rest_api_id: String,
    /// The id of the resource.
    pub resource_id: String,
    /// The verb, or `ANY`.
    pub http_method: String,
}

/// Why a method could not be read.
#[aws_error]
#[derive(Debug, Clone, PartialEq)]
pub enum GetMethodError {
    /// The resource does not exist.
    NotFoundException(NotFoundException),
    /// The account makes too many calls.
    TooManyRequestsException(TooManyRequestsException),
    /// The caller may not do this.
    UnauthorizedException(UnauthorizedException),
    /// Any other error.
    Other(ServiceError),
}

/// Lists the resources of a REST API, a page a call.
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
    /// The id of the REST API.
    pub rest_api_id: String,
    /// Where the page before ended.
    #[query]
    pub position: Option<String>,
    /// How many to return: 25 unless told, 500 at most.
    #[query]
    pub limit: Option<i32>,
    /// `methods`, to have all methods in the answer instead of their verbs alone.
    #[query]
    pub embed: Option<Vec<String>>,
}

/// Why resources could not be listed.
#[aws_error]
#[derive(Debug, Clone, PartialEq)]
pub enum GetResourcesError {
    /// The request is invalid.
    BadRequestException(BadRequestException),
    /// The resource does not exist.
    NotFoundException(NotFoundException),
    /// The account makes too many calls.
    TooManyRequestsException(TooManyRequestsException),
    /// The caller may not do this.
    UnauthorizedException(UnauthorizedException),
    /// Any other error.
    Other(ServiceError),
}

/// Reads a REST API.
#[aws_operation(
    method = "GET",
    uri = "/restapis/{restApiId}",
    output = RestApi,
    error = GetRestApiError,
)]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct GetRestApi {
    /// Its id.
    pub rest_api_id: String,
}

/// Why a REST API could not be read.
pub type GetRestApiError = GetResourcesError;

/// Lists the REST APIs of an account in a region, a page a call.
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
    /// Where the page before ended.
    #[query]
    pub position: Option<String>,
    /// How many to return: 25 unless told, 500 at most.
    #[query]
    pub limit: Option<i32>,
}

/// Why REST APIs could not be listed.
pub type GetRestApisError = GetResourcesError;

/// Where requests carry their API key.
#[aws_enum]
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ApiKeySourceType {
    /// In the header `X-API-Key`.
    Header,
    /// In what the authorizer returns.
    Authorizer,
    /// What was unknown when this was generated.
    Unknown(String),
}

/// The request makes no sense.
#[aws_error]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct BadRequestException {
    /// What is wrong.
    pub message: Option<String>,
}

/// How an integration reaches its backend.
#[aws_enum]
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ConnectionType {
    /// Over public addresses.
    Internet,
    /// Through a VPC link.
    VpcLink,
    /// What was unknown when this was generated.
    Unknown(String),
}

/// What becomes of a body on its way.
#[aws_enum]
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ContentHandlingStrategy {
    /// Base64 is decoded.
    ConvertToBinary,
    /// Bytes become base64.
    ConvertToText,
    /// What was unknown when this was generated.
    Unknown(String),
}

/// Where a REST API can be reached.
#[aws_structure]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct EndpointConfiguration {
    /// The kinds of its endpoints.
    pub types: Option<Vec<EndpointType>>,
    /// The IP versions that clients may use.
    pub ip_address_type: Option<IpAddressType>,
    /// The VPC endpoints that lead to a private API.
    pub vpc_endpoint_ids: Option<Vec<String>>,
}

/// A kind of endpoint.
#[aws_enum]
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EndpointType {
    /// In the region, for anybody.
    Regional,
    /// Behind the nearest edge of CloudFront.
    Edge,
    /// Inside of VPCs.
    Private,
    /// What was unknown when this was generated.
    Unknown(String),
}

/// What a method does with a request: the backend and the way there.
#[aws_structure]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Integration {
    /// What kind of backend it is.
    pub r#type: Option<IntegrationType>,
    /// The verb of the request to the backend.
    pub http_method: Option<String>,
    /// The URL of the backend, or the ARN of an action.
    pub uri: Option<String>,
    /// How the backend is reached.
    pub connection_type: Option<ConnectionType>,
    /// The VPC link, where it is reached through one.
    pub connection_id: Option<String>,
    /// The role that API Gateway takes on for the call.
    pub credentials: Option<String>,
    /// Where parameters of the backend's request come from, by their name.
    pub request_parameters: Option<BTreeMap<String, String>>,
    /// Templates of the body, by content type.
    pub request_templates: Option<BTreeMap<String, String>>,
    /// Whether a body without a template goes on as it is.
    pub passthrough_behavior: Option<String>,
    /// What becomes of the request's body.
    pub content_handling: Option<ContentHandlingStrategy>,
    /// How long the backend may take.
    pub timeout_in_millis: i32,
    /// What responses are cached under.
    pub cache_namespace: Option<String>,
    /// The parameters that tell cached responses apart.
    pub cache_key_parameters: Option<Vec<String>>,
    /// What becomes of the backend's answers, by status.
    pub integration_responses: Option<BTreeMap<String, IntegrationResponse>>,
    /// How strictly the backend's certificate is checked.
    pub tls_config: Option<TlsConfig>,
}

/// How an answer of the backend becomes a response of the method.
#[aws_structure]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct IntegrationResponse {
    /// The status of the method's response.
    pub status_code: Option<String>,
    /// The answers that it is for, as a regular expression; all others, without one.
    pub selection_pattern: Option<String>,
    /// Where headers of the response come from, by their name.
    pub response_parameters: Option<BTreeMap<String, String>>,
    /// Templates of the body, by content type.
    pub response_templates: Option<BTreeMap<String, String>>,
    /// What becomes of the response's body.
    pub content_handling: Option<ContentHandlingStrategy>,
}

/// A kind of backend.
#[aws_enum]
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum IntegrationType {
    /// An HTTP server, with mappings.
    Http,
    /// An action of an AWS service, with mappings.
    Aws,
    /// None: API Gateway answers itself.
    Mock,
    /// An HTTP server that gets requests as they are.
    HttpProxy,
    /// A Lambda function that gets requests as they are.
    AwsProxy,
    /// What was unknown when this was generated.
    Unknown(String),
}

/// The IP versions of an endpoint.
#[aws_enum(rename_all = "lowercase")]
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum IpAddressType {
    /// Version 4 alone.
    Ipv4,
    /// Versions 4 and 6.
    Dualstack,
    /// What was unknown when this was generated.
    Unknown(String),
}

/// A verb that a resource takes.
#[aws_structure]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Method {
    /// The verb, or `ANY`.
    pub http_method: Option<String>,
    /// Who checks the caller: `NONE`, `AWS_IAM`, `CUSTOM` or `COGNITO_USER_POOLS`.
    pub authorization_type: Option<String>,
    /// The authorizer, where there is one.
    pub authorizer_id: Option<String>,
    /// Whether requests need an API key.
    pub api_key_required: Option<bool>,
    /// What checks requests before the backend sees them.
    pub request_validator_id: Option<String>,
    /// A name for generated clients.
    pub operation_name: Option<String>,
    /// The parameters that it takes, and whether it needs them.
    pub request_parameters: Option<BTreeMap<String, bool>>,
    /// The models of the request's body, by content type.
    pub request_models: Option<BTreeMap<String, String>>,
    /// The responses that it may give, by status.
    pub method_responses: Option<BTreeMap<String, MethodResponse>>,
    /// What it does.
    pub method_integration: Option<Integration>,
    /// The scopes of which a caller's token needs one.
    pub authorization_scopes: Option<Vec<String>>,
}

/// A response that a method may give.
#[aws_structure]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct MethodResponse {
    /// Its status.
    pub status_code: Option<String>,
    /// The headers that it may have, and whether it always has them.
    pub response_parameters: Option<BTreeMap<String, bool>>,
    /// The models of its body, by content type.
    pub response_models: Option<BTreeMap<String, String>>,
}

/// There is no such thing.
#[aws_error]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct NotFoundException {
    /// What is wrong.
    pub message: Option<String>,
}

/// A path of a REST API.
#[aws_structure]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Resource {
    /// Its id.
    pub id: Option<String>,
    /// The resource above it; the root has none.
    pub parent_id: Option<String>,
    /// The last segment of its path.
    pub path_part: Option<String>,
    /// Its whole path.
    pub path: Option<String>,
    /// Its methods by verb. In a list they are empty, unless they are embedded.
    pub resource_methods: Option<BTreeMap<String, Method>>,
}

/// A page of resources.
#[aws_structure]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Resources {
    /// The resources.
    #[body("item")]
    pub items: Option<Vec<Resource>>,
    /// Where this page ended, unless it is the last.
    pub position: Option<String>,
}

/// A REST API.
#[aws_structure]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct RestApi {
    /// Its id.
    pub id: Option<String>,
    /// Its name, which others may have too.
    pub name: Option<String>,
    /// What it is for.
    pub description: Option<String>,
    /// When it was made.
    pub created_date: Option<Timestamp>,
    /// Its version, as its owner counts.
    pub version: Option<String>,
    /// What importing it brought up.
    pub warnings: Option<Vec<String>>,
    /// The content types of bodies that are no text.
    pub binary_media_types: Option<Vec<String>>,
    /// The bytes from which on responses are compressed.
    pub minimum_compression_size: Option<i32>,
    /// Where requests carry their API key.
    pub api_key_source: Option<ApiKeySourceType>,
    /// Where it can be reached.
    pub endpoint_configuration: Option<EndpointConfiguration>,
    /// Who may call it, as a policy in JSON.
    pub policy: Option<String>,
    /// Keys and values.
    pub tags: Option<BTreeMap<String, String>>,
    /// Whether it answers under its own domain name alone.
    pub disable_execute_api_endpoint: bool,
    /// The resource `/`.
    pub root_resource_id: Option<String>,
}

/// A page of REST APIs.
#[aws_structure]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct RestApis {
    /// The REST APIs.
    #[body("item")]
    pub items: Option<Vec<RestApi>>,
    /// Where this page ended, unless it is the last.
    pub position: Option<String>,
}

/// How strictly a backend's certificate is checked.
#[aws_structure]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TlsConfig {
    /// Whether the authority that issued it may be any.
    pub insecure_skip_verification: bool,
}

/// The account makes too many calls.
#[aws_error]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TooManyRequestsException {
    /// How long to wait, in seconds.
    #[header("Retry-After")]
    pub retry_after_seconds: Option<String>,
    /// What is wrong.
    pub message: Option<String>,
}

/// The caller may not do this.
#[aws_error]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct UnauthorizedException {
    /// What is wrong.
    pub message: Option<String>,
}
