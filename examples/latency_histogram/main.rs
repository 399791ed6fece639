//! Makes metrics from the `tracing` spans of calls: a histogram of latencies for each operation.
//!
//! Ten tasks make 500 calls of two operations to a simulated service, which is sometimes slow and sometimes
//! overloaded. Overloaded calls are retried. It needs no AWS account:
//!
//! ```text
//! cargo run -p aws-operation-examples --bin latency_histogram
//! ```

mod histogram;
mod simulated_service;

use std::error::Error;
use std::io::{self, Write as _};

use aws_operation::{Client, Config, Credentials, Retry, aws_operation, services};
use histogram::Latencies;
use simulated_service::SimulatedService;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

#[aws_operation(method = "GET", uri = "/restapis/{restApiId}")]
struct GetRestApi {
    rest_api_id: String,
}

#[aws_operation(method = "DELETE", uri = "/restapis/{restApiId}")]
struct DeleteRestApi {
    rest_api_id: String,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let latencies = Latencies::default();
    tracing_subscriber::registry().with(latencies.clone()).init();

    let config = Config::builder()
        .region("eu-west-1")
        .credentials(Credentials::new("AKIDEXAMPLE", "secret"))
        .transport(SimulatedService::default())
        // The rules of 2026 wait 50 ms before a retry instead of 1 s.
        .retry(Retry::standard().rules_2026(true))
        .build()?;
    let apigateway = Client::new(&config, services::API_GATEWAY);
    let tasks: Vec<_> = (0..10).map(|_| tokio::spawn(make_calls(apigateway.clone()))).collect();
    for task in tasks {
        task.await?;
    }
    Ok(write!(io::stdout(), "{latencies}")?)
}

/// Makes 50 calls, one after the other. Their results are ignored, because the layer reads the spans.
async fn make_calls(apigateway: Client) {
    for number in 0..50 {
        let rest_api_id = format!("a{number}");
        if number % 5 == 0 {
            let _ = apigateway.send(DeleteRestApi { rest_api_id }).await;
        } else {
            let _ = apigateway.send(GetRestApi { rest_api_id }).await;
        }
    }
}
