//! GetIntegrationResponse written by hand, unsigned: what any HTTP client costs.

use std::collections::BTreeMap;
use std::error::Error;
use std::process::ExitCode;

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
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [rest_api_id, resource_id, http_method, status_code] =
        <[String; 4]>::try_from(arguments)
            .map_err(|_| "usage: floor REST_API_ID RESOURCE_ID HTTP_METHOD STATUS_CODE")?;
    let endpoint = std::env::var("AWS_ENDPOINT_URL").map_err(|_| "AWS_ENDPOINT_URL is not set")?;

    // With this provider and the system's certificates reqwest sets up TLS.
    let provider = rustls::crypto::ring::default_provider();
    provider.install_default().map_err(|_| "TLS has a crypto provider already")?;
    let client = reqwest::Client::builder().build()?;

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
    println!("{}", response.status_code.as_deref().unwrap_or("(none)"));
    Ok(())
}
