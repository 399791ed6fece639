//! Calls the ten operations as they are written by hand, and prints what comes back.

use std::collections::BTreeMap;
use std::fmt::Debug;

use by_hand::*;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    // With this provider and the system's certificates reqwest sets up TLS.
    let provider = rustls::crypto::ring::default_provider();
    provider.install_default().map_err(|_| "TLS has a crypto provider already")?;
    let http = reqwest::Client::builder().build()?;
    let api = ApiGateway::new(http, std::env::var("AWS_ENDPOINT_URL")?);

    let input = GetRestApis { position: Some("a&b c".into()), limit: Some(25) };
    show(&get_rest_apis(&api, &input).await?);
    show(&get_rest_api(&api, "a/1").await?);
    let input = CreateRestApi {
        name: "pets".into(),
        description: Some("dogs and cats".into()),
        version: Some("1".into()),
        clone_from: Some("a0".into()),
        binary_media_types: Some(vec!["image/png".into()]),
        minimum_compression_size: Some(1024),
        api_key_source: Some(ApiKeySourceType::Header),
        endpoint_configuration: Some(EndpointConfiguration {
            types: Some(vec![EndpointType::Private]),
            ip_address_type: Some(IpAddressType::Dualstack),
            vpc_endpoint_ids: Some(vec!["vpce-1".into()]),
        }),
        policy: Some("{}".into()),
        tags: map("team", "blue"),
        disable_execute_api_endpoint: Some(true),
    };
    show(&create_rest_api(&api, &input).await?);
    let input = UpdateRestApi {
        patch_operations: Some(vec![PatchOperation {
            op: Some(Op::Replace),
            path: Some("/name".into()),
            value: Some("animals".into()),
            from: Some("/old".into()),
        }]),
    };
    show(&update_rest_api(&api, "a1", &input).await?);
    show(&delete_rest_api(&api, "a1").await?);
    let input = GetResources {
        position: Some("next".into()),
        limit: Some(500),
        embed: Some(vec!["methods".into(), "more".into()]),
    };
    show(&get_resources(&api, "a1", &input).await?);
    show(&get_method(&api, "a1", "r1", "GET").await?);
    let input = PutIntegration {
        r#type: IntegrationType::HttpProxy,
        integration_http_method: Some("POST".into()),
        uri: Some("https://example.com/{pet}".into()),
        connection_type: Some(ConnectionType::VpcLink),
        connection_id: Some("link".into()),
        credentials: Some("role".into()),
        request_parameters: map("to", "from"),
        request_templates: map("application/json", "{}"),
        passthrough_behavior: Some("NEVER".into()),
        cache_namespace: Some("space".into()),
        cache_key_parameters: Some(vec!["pet".into()]),
        content_handling: Some(ContentHandlingStrategy::ConvertToText),
        timeout_in_millis: Some(29000),
        tls_config: Some(TlsConfig { insecure_skip_verification: true }),
    };
    show(&put_integration(&api, "a1", "r1", "GET", &input).await?);
    show(&get_integration_response(&api, "a1", "r1", "GET", "200").await?);
    let input = CreateDeployment {
        stage_name: Some("test".into()),
        stage_description: Some("for tests".into()),
        description: Some("first".into()),
        cache_cluster_enabled: Some(true),
        cache_cluster_size: Some(CacheClusterSize::Size0Point5Gb),
        variables: map("level", "debug"),
        canary_settings: Some(DeploymentCanarySettings {
            percent_traffic: 12.5,
            stage_variable_overrides: map("level", "trace"),
            use_stage_cache: true,
        }),
        tracing_enabled: Some(true),
    };
    show(&create_deployment(&api, "a1", &input).await?);

    match get_rest_api(&api, "none").await {
        Err(Error::NotFound { message }) => show(&message),
        other => show(&other?),
    }
    Ok(())
}

fn map(key: &str, value: &str) -> Option<BTreeMap<String, String>> {
    Some(BTreeMap::from([(key.to_owned(), value.to_owned())]))
}

fn show(output: &impl Debug) {
    println!("{output:?}");
}
