//! What the ten operations send and receive, beside their own inputs.

use std::collections::BTreeMap;
use std::time::SystemTime;

use serde::{Deserialize, Serialize};

/// Where the API key of a request stands.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ApiKeySourceType {
    /// In a header.
    Header,
    /// An authorizer gives it.
    Authorizer,
    /// A value that was not known when this was written.
    #[serde(untagged)]
    Unknown(String),
}

/// The size of a stage's cache, in gigabytes.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum CacheClusterSize {
    /// 0.5 GB.
    #[serde(rename = "0.5")]
    Size0Point5Gb,
    /// 1.6 GB.
    #[serde(rename = "1.6")]
    Size1Point6Gb,
    /// 6.1 GB.
    #[serde(rename = "6.1")]
    Size6Point1Gb,
    /// 13.5 GB.
    #[serde(rename = "13.5")]
    Size13Point5Gb,
    /// 28.4 GB.
    #[serde(rename = "28.4")]
    Size28Point4Gb,
    /// 58.2 GB.
    #[serde(rename = "58.2")]
    Size58Point2Gb,
    /// 118 GB.
    #[serde(rename = "118")]
    Size118Gb,
    /// 237 GB.
    #[serde(rename = "237")]
    Size237Gb,
    /// A value that was not known when this was written.
    #[serde(untagged)]
    Unknown(String),
}

/// How an integration reaches its backend.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ConnectionType {
    /// Over the internet.
    Internet,
    /// Through a VPC link.
    VpcLink,
    /// A value that was not known when this was written.
    #[serde(untagged)]
    Unknown(String),
}

/// What happens to a payload on its way.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ContentHandlingStrategy {
    /// Base64 text becomes bytes.
    ConvertToBinary,
    /// Bytes become base64 text.
    ConvertToText,
    /// A value that was not known when this was written.
    #[serde(untagged)]
    Unknown(String),
}

/// Where an API can be reached.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum EndpointType {
    /// In its region.
    Regional,
    /// At the edge.
    Edge,
    /// Inside a VPC.
    Private,
    /// A value that was not known when this was written.
    #[serde(untagged)]
    Unknown(String),
}

/// What stands behind a method.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum IntegrationType {
    /// HTTP, with mappings.
    Http,
    /// An action of AWS, with mappings.
    Aws,
    /// Nothing.
    Mock,
    /// HTTP, passed through.
    HttpProxy,
    /// A Lambda function, passed through.
    AwsProxy,
    /// A value that was not known when this was written.
    #[serde(untagged)]
    Unknown(String),
}

/// Which addresses may call an API.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum IpAddressType {
    /// IPv4.
    Ipv4,
    /// IPv4 and IPv6.
    Dualstack,
    /// A value that was not known when this was written.
    #[serde(untagged)]
    Unknown(String),
}

/// What a patch does.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Op {
    /// Adds a value.
    Add,
    /// Removes a value.
    Remove,
    /// Replaces a value.
    Replace,
    /// Moves a value.
    Move,
    /// Copies a value.
    Copy,
    /// Compares a value.
    Test,
    /// A value that was not known when this was written.
    #[serde(untagged)]
    Unknown(String),
}

/// A deployment of an API.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Deployment {
    /// Its identifier.
    pub id: Option<String>,
    /// What it is.
    pub description: Option<String>,
    /// When it was made.
    #[serde(deserialize_with = "crate::epoch_seconds::deserialize")]
    pub created_date: Option<SystemTime>,
    /// Its methods, by path and HTTP method.
    pub api_summary: Option<BTreeMap<String, BTreeMap<String, MethodSnapshot>>>,
}

/// How a canary is deployed.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DeploymentCanarySettings {
    /// The share of requests that it gets.
    pub percent_traffic: f64,
    /// Stage variables of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stage_variable_overrides: Option<BTreeMap<String, String>>,
    /// Whether it uses the stage's cache.
    pub use_stage_cache: bool,
}

/// Where and how an API can be reached.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct EndpointConfiguration {
    /// Its kinds of endpoint.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub types: Option<Vec<EndpointType>>,
    /// Which addresses may call it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ip_address_type: Option<IpAddressType>,
    /// The VPC endpoints of a private API.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vpc_endpoint_ids: Option<Vec<String>>,
}

/// What stands behind a method.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Integration {
    /// Its kind.
    pub r#type: Option<IntegrationType>,
    /// The HTTP method it is called with.
    pub http_method: Option<String>,
    /// Where it is.
    pub uri: Option<String>,
    /// How it is reached.
    pub connection_type: Option<ConnectionType>,
    /// The VPC link.
    pub connection_id: Option<String>,
    /// The role it is called with.
    pub credentials: Option<String>,
    /// Its parameters, from those of the request.
    pub request_parameters: Option<BTreeMap<String, String>>,
    /// Its bodies, by content type.
    pub request_templates: Option<BTreeMap<String, String>>,
    /// What happens to a body without a template.
    pub passthrough_behavior: Option<String>,
    /// What happens to the request's payload.
    pub content_handling: Option<ContentHandlingStrategy>,
    /// How long it may take.
    pub timeout_in_millis: i32,
    /// The part of the cache that it uses.
    pub cache_namespace: Option<String>,
    /// The parameters that make the cache's key.
    pub cache_key_parameters: Option<Vec<String>>,
    /// Its responses, by status code.
    pub integration_responses: Option<BTreeMap<String, IntegrationResponse>>,
    /// How TLS is spoken.
    pub tls_config: Option<TlsConfig>,
}

/// How a backend's answer becomes a response.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct IntegrationResponse {
    /// The status code of the response.
    pub status_code: Option<String>,
    /// The answers that it is for.
    pub selection_pattern: Option<String>,
    /// Headers, from those of the answer.
    pub response_parameters: Option<BTreeMap<String, String>>,
    /// Bodies, by content type.
    pub response_templates: Option<BTreeMap<String, String>>,
    /// What happens to the answer's payload.
    pub content_handling: Option<ContentHandlingStrategy>,
}

/// A method of a resource.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Method {
    /// The HTTP method.
    pub http_method: Option<String>,
    /// How callers are authorized.
    pub authorization_type: Option<String>,
    /// The authorizer.
    pub authorizer_id: Option<String>,
    /// Whether callers need an API key.
    pub api_key_required: Option<bool>,
    /// The request validator.
    pub request_validator_id: Option<String>,
    /// A name for people.
    pub operation_name: Option<String>,
    /// Its parameters, and whether they are required.
    pub request_parameters: Option<BTreeMap<String, bool>>,
    /// Models of its bodies, by content type.
    pub request_models: Option<BTreeMap<String, String>>,
    /// Its responses, by status code.
    pub method_responses: Option<BTreeMap<String, MethodResponse>>,
    /// What stands behind it.
    pub method_integration: Option<Integration>,
    /// The scopes a token needs.
    pub authorization_scopes: Option<Vec<String>>,
}

/// A response of a method.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct MethodResponse {
    /// Its status code.
    pub status_code: Option<String>,
    /// Its headers, and whether they are required.
    pub response_parameters: Option<BTreeMap<String, bool>>,
    /// Models of its bodies, by content type.
    pub response_models: Option<BTreeMap<String, String>>,
}

/// A method as it was deployed.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct MethodSnapshot {
    /// How callers are authorized.
    pub authorization_type: Option<String>,
    /// Whether callers need an API key.
    pub api_key_required: bool,
}

/// One change of an update.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PatchOperation {
    /// What it does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub op: Option<Op>,
    /// Where, as a JSON pointer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// The new value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// Where the value comes from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
}

/// A resource of an API.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Resource {
    /// Its identifier.
    pub id: Option<String>,
    /// Its parent.
    pub parent_id: Option<String>,
    /// The last segment of its path.
    pub path_part: Option<String>,
    /// Its path.
    pub path: Option<String>,
    /// Its methods, by HTTP method.
    pub resource_methods: Option<BTreeMap<String, Method>>,
}

/// A page of resources.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Resources {
    /// The resources.
    #[serde(rename = "item")]
    pub items: Option<Vec<Resource>>,
    /// Where the next page begins.
    pub position: Option<String>,
}

/// A REST API.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct RestApi {
    /// Its identifier.
    pub id: Option<String>,
    /// Its name.
    pub name: Option<String>,
    /// What it is.
    pub description: Option<String>,
    /// When it was made.
    #[serde(deserialize_with = "crate::epoch_seconds::deserialize")]
    pub created_date: Option<SystemTime>,
    /// Its version.
    pub version: Option<String>,
    /// What an import complained of.
    pub warnings: Option<Vec<String>>,
    /// Media types that are bytes.
    pub binary_media_types: Option<Vec<String>>,
    /// From how many bytes on responses are compressed.
    pub minimum_compression_size: Option<i32>,
    /// Where API keys stand.
    pub api_key_source: Option<ApiKeySourceType>,
    /// Where it can be reached.
    pub endpoint_configuration: Option<EndpointConfiguration>,
    /// Its policy.
    pub policy: Option<String>,
    /// Its tags.
    pub tags: Option<BTreeMap<String, String>>,
    /// Whether its default endpoint is off.
    pub disable_execute_api_endpoint: bool,
    /// Its root resource.
    pub root_resource_id: Option<String>,
}

/// A page of REST APIs.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct RestApis {
    /// The APIs.
    #[serde(rename = "item")]
    pub items: Option<Vec<RestApi>>,
    /// Where the next page begins.
    pub position: Option<String>,
}

/// How TLS is spoken to a backend.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct TlsConfig {
    /// Whether its certificate goes unchecked.
    pub insecure_skip_verification: bool,
}
