//! Calls the ten operations as they are generated, and prints what comes back.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Debug;

use aws_operation::{Client, Config};
use operations::*;

const TURN: u32 = 0;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let client = Client::new(&Config::load().await?, API_GATEWAY);

    let input = GetRestApis { position: Some("a&b c".into()), limit: Some(25) };
    show(&client.send(input).await?);
    show(&client.send(GetRestApi { rest_api_id: "a/1".into() }).await?);
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
    show(&client.send(input).await?);
    let input = UpdateRestApi {
        rest_api_id: "a1".into(),
        patch_operations: Some(vec![PatchOperation {
            op: Some(Op::Replace),
            path: Some("/name".into()),
            value: Some("animals".into()),
            from: Some("/old".into()),
        }]),
    };
    show(&client.send(input).await?);
    show(&client.send(DeleteRestApi { rest_api_id: "a1".into() }).await?);
    let input = GetResources {
        rest_api_id: "a1".into(),
        position: Some("next".into()),
        limit: Some(500),
        embed: Some(vec!["methods".into(), "more".into()]),
    };
    show(&client.send(input).await?);
    let input =
        GetMethod { rest_api_id: "a1".into(), resource_id: "r1".into(), http_method: "GET".into() };
    show(&client.send(input).await?);
    let input = PutIntegration {
        rest_api_id: "a1".into(),
        resource_id: "r1".into(),
        http_method: "GET".into(),
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
    show(&client.send(input).await?);
    let input = GetIntegrationResponse {
        rest_api_id: "a1".into(),
        resource_id: "r1".into(),
        http_method: "GET".into(),
        status_code: "200".into(),
    };
    show(&client.send(input).await?);
    let input = CreateDeployment {
        rest_api_id: "a1".into(),
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
    show(&client.send(input).await?);

    match client.send(GetRestApi { rest_api_id: "none".into() }).await {
        Err(error) => match error.service() {
            Some(GetRestApiError::NotFoundException(NotFoundException { message })) => {
                show(message);
            }
            _ => return Err(error.into()),
        },
        Ok(api) => show(&api),
    }
    eprintln!("turn {TURN}");
    Ok(())
}

fn map(key: &str, value: &str) -> Option<BTreeMap<String, String>> {
    Some(BTreeMap::from([(key.to_owned(), value.to_owned())]))
}

fn show(output: &impl Debug) {
    println!("{output:?}");
}
