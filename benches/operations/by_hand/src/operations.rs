//! The ten operations: an input where there is more than a path, and a function each.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::call::{ApiGateway, add_query, fetch, json, send};
use crate::error::Error;
use crate::types::{
    ApiKeySourceType, CacheClusterSize, ConnectionType, ContentHandlingStrategy, Deployment,
    DeploymentCanarySettings, EndpointConfiguration, Integration, IntegrationResponse,
    IntegrationType, Method, PatchOperation, Resources, RestApi, RestApis, TlsConfig,
};

/// A new deployment.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CreateDeployment {
    /// The stage that gets it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stage_name: Option<String>,
    /// What the stage is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stage_description: Option<String>,
    /// What the deployment is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Whether the stage has a cache.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cache_cluster_enabled: Option<bool>,
    /// The cache's size.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cache_cluster_size: Option<CacheClusterSize>,
    /// The stage's variables.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub variables: Option<BTreeMap<String, String>>,
    /// How a canary is deployed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub canary_settings: Option<DeploymentCanarySettings>,
    /// Whether the stage is traced.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tracing_enabled: Option<bool>,
}

/// A new REST API.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CreateRestApi {
    /// Its name.
    pub name: String,
    /// What it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Its version.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// The API it is a copy of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clone_from: Option<String>,
    /// Media types that are bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub binary_media_types: Option<Vec<String>>,
    /// From how many bytes on responses are compressed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimum_compression_size: Option<i32>,
    /// Where API keys stand.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub api_key_source: Option<ApiKeySourceType>,
    /// Where it can be reached.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub endpoint_configuration: Option<EndpointConfiguration>,
    /// Its policy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy: Option<String>,
    /// Its tags.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tags: Option<BTreeMap<String, String>>,
    /// Whether its default endpoint is off.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disable_execute_api_endpoint: Option<bool>,
}

/// Which resources.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct GetResources {
    /// Where the page begins.
    pub position: Option<String>,
    /// How many there may be.
    pub limit: Option<i32>,
    /// What comes with each: `methods`.
    pub embed: Option<Vec<String>>,
}

/// Which REST APIs.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct GetRestApis {
    /// Where the page begins.
    pub position: Option<String>,
    /// How many there may be.
    pub limit: Option<i32>,
}

/// What shall stand behind a method.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PutIntegration {
    /// Its kind.
    pub r#type: IntegrationType,
    /// The HTTP method it is called with.
    #[serde(rename = "httpMethod", skip_serializing_if = "Option::is_none")]
    pub integration_http_method: Option<String>,
    /// Where it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uri: Option<String>,
    /// How it is reached.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub connection_type: Option<ConnectionType>,
    /// The VPC link.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub connection_id: Option<String>,
    /// The role it is called with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credentials: Option<String>,
    /// Its parameters, from those of the request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_parameters: Option<BTreeMap<String, String>>,
    /// Its bodies, by content type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_templates: Option<BTreeMap<String, String>>,
    /// What happens to a body without a template.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub passthrough_behavior: Option<String>,
    /// The part of the cache that it uses.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cache_namespace: Option<String>,
    /// The parameters that make the cache's key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cache_key_parameters: Option<Vec<String>>,
    /// What happens to the request's payload.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_handling: Option<ContentHandlingStrategy>,
    /// How long it may take.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timeout_in_millis: Option<i32>,
    /// How TLS is spoken.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tls_config: Option<TlsConfig>,
}

/// Changes of a REST API.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct UpdateRestApi {
    /// The changes, in their order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub patch_operations: Option<Vec<PatchOperation>>,
}

/// Deploys an API.
pub async fn create_deployment(
    api: &ApiGateway,
    rest_api_id: &str,
    input: &CreateDeployment,
) -> Result<Deployment, Error> {
    let url = api.url(&["restapis", rest_api_id, "deployments"])?;
    fetch(json(api.http.post(url), input)?).await
}

/// Makes an API.
pub async fn create_rest_api(api: &ApiGateway, input: &CreateRestApi) -> Result<RestApi, Error> {
    let url = api.url(&["restapis"])?;
    fetch(json(api.http.post(url), input)?).await
}

/// Deletes an API.
pub async fn delete_rest_api(api: &ApiGateway, rest_api_id: &str) -> Result<(), Error> {
    let url = api.url(&["restapis", rest_api_id])?;
    send(api.http.delete(url)).await?;
    Ok(())
}

/// One response of an integration.
pub async fn get_integration_response(
    api: &ApiGateway,
    rest_api_id: &str,
    resource_id: &str,
    http_method: &str,
    status_code: &str,
) -> Result<IntegrationResponse, Error> {
    let url = api.url(&[
        "restapis",
        rest_api_id,
        "resources",
        resource_id,
        "methods",
        http_method,
        "integration",
        "responses",
        status_code,
    ])?;
    fetch(api.http.get(url)).await
}

/// One method of a resource.
pub async fn get_method(
    api: &ApiGateway,
    rest_api_id: &str,
    resource_id: &str,
    http_method: &str,
) -> Result<Method, Error> {
    let url =
        api.url(&["restapis", rest_api_id, "resources", resource_id, "methods", http_method])?;
    fetch(api.http.get(url)).await
}

/// A page of an API's resources.
pub async fn get_resources(
    api: &ApiGateway,
    rest_api_id: &str,
    input: &GetResources,
) -> Result<Resources, Error> {
    let mut url = api.url(&["restapis", rest_api_id, "resources"])?;
    if let Some(position) = &input.position {
        add_query(&mut url, "position", position);
    }
    if let Some(limit) = input.limit {
        add_query(&mut url, "limit", &limit.to_string());
    }
    for embed in input.embed.iter().flatten() {
        add_query(&mut url, "embed", embed);
    }
    fetch(api.http.get(url)).await
}

/// An API.
pub async fn get_rest_api(api: &ApiGateway, rest_api_id: &str) -> Result<RestApi, Error> {
    let url = api.url(&["restapis", rest_api_id])?;
    fetch(api.http.get(url)).await
}

/// A page of the account's APIs.
pub async fn get_rest_apis(api: &ApiGateway, input: &GetRestApis) -> Result<RestApis, Error> {
    let mut url = api.url(&["restapis"])?;
    if let Some(position) = &input.position {
        add_query(&mut url, "position", position);
    }
    if let Some(limit) = input.limit {
        add_query(&mut url, "limit", &limit.to_string());
    }
    fetch(api.http.get(url)).await
}

/// Sets what stands behind a method.
pub async fn put_integration(
    api: &ApiGateway,
    rest_api_id: &str,
    resource_id: &str,
    http_method: &str,
    input: &PutIntegration,
) -> Result<Integration, Error> {
    let url = api.url(&[
        "restapis",
        rest_api_id,
        "resources",
        resource_id,
        "methods",
        http_method,
        "integration",
    ])?;
    fetch(json(api.http.put(url), input)?).await
}

/// Changes an API.
pub async fn update_rest_api(
    api: &ApiGateway,
    rest_api_id: &str,
    input: &UpdateRestApi,
) -> Result<RestApi, Error> {
    let url = api.url(&["restapis", rest_api_id])?;
    fetch(json(api.http.patch(url), input)?).await
}
