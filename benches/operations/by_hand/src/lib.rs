//! Ten operations of API Gateway written by hand, in the way a careful person would.

mod call;
mod epoch_seconds;
mod error;
mod operations;
mod types;

pub use call::ApiGateway;
pub use error::Error;
pub use operations::{
    CreateDeployment, CreateRestApi, GetResources, GetRestApis, PutIntegration, UpdateRestApi,
    create_deployment, create_rest_api, delete_rest_api, get_integration_response, get_method,
    get_resources, get_rest_api, get_rest_apis, put_integration, update_rest_api,
};
pub use types::{
    ApiKeySourceType, CacheClusterSize, ConnectionType, ContentHandlingStrategy, Deployment,
    DeploymentCanarySettings, EndpointConfiguration, EndpointType, Integration,
    IntegrationResponse, IntegrationType, IpAddressType, Method, MethodResponse, MethodSnapshot,
    Op, PatchOperation, Resource, Resources, RestApi, RestApis, TlsConfig,
};
