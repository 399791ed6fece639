//! The call written by hand, unsigned: what any HTTP client costs.

use std::collections::BTreeMap;
use std::process::ExitCode;
use std::sync::Arc;

use calls_load::{Arguments, Ask, Failure};
use serde::Deserialize;

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct IntegrationResponse {
    status_code: Option<String>,
    selection_pattern: Option<String>,
    response_parameters: BTreeMap<String, String>,
    response_templates: BTreeMap<String, String>,
    content_handling: Option<String>,
}

#[tokio::main(flavor = "current_thread")]
pub async fn main() -> ExitCode {
    calls_load::exit(run().await)
}

async fn run() -> Result<(), Failure> {
    let arguments = Arguments::parse()?;
    let endpoint: Arc<str> = calls_load::endpoint()?.into();
    let provider = rustls::crypto::ring::default_provider();
    provider.install_default().map_err(|_| "TLS has a crypto provider already")?;
    let client = reqwest::Client::builder().build()?;
    arguments.run(move |ask| call(client.clone(), Arc::clone(&endpoint), ask)).await
}

async fn call(
    client: reqwest::Client,
    endpoint: Arc<str>,
    ask: Arc<Ask>,
) -> Result<Option<String>, Failure> {
    let Ask { rest_api_id, resource_id, http_method, status_code } = &*ask;
    let url = format!(
        "{endpoint}/restapis/{rest_api_id}/resources/{resource_id}/methods/{http_method}/integration/responses/{status_code}"
    );
    let response = client.get(url).header("accept", "application/json").send().await?;
    let status = response.status();
    let body = response.bytes().await?;
    if !status.is_success() {
        return Err(format!("{status}: {}", String::from_utf8_lossy(&body)).into());
    }
    let response: IntegrationResponse = serde_json::from_slice(&body)?;
    Ok(response.status_code)
}
