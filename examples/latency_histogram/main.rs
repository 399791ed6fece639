//! Turns the spans of calls into a histogram of latencies: how metrics come out of `tracing`.
//!
//! It makes 500 calls of two operations, with retries, through a transport that is slow now and then
//! and overloaded now and then, and prints how long the calls took:
//!
//! ```text
//! cargo run -p aws-operation-examples --bin latency_histogram
//! ```

mod histogram;
mod moody;

use std::error::Error;

use aws_operation::{Client, Config, Credentials, Retry, aws_operation, services};
use histogram::Latencies;
use moody::Moody;
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
        .transport(Moody::default())
        .retry(Retry::standard().rules_2026(true))
        .build()?;
    let apigateway = Client::new(&config, services::API_GATEWAY).with_concurrency_limit(50);
    let calls: Vec<_> = (0..500).map(|i| tokio::spawn(call(apigateway.clone(), i))).collect();
    for call in calls {
        call.await?;
    }
    print!("{latencies}");
    Ok(())
}

/// What a call brought is in its span; here nobody needs it.
async fn call(apigateway: Client, i: usize) {
    let rest_api_id = format!("a{i}");
    if i.is_multiple_of(5) {
        let _ = apigateway.send(DeleteRestApi { rest_api_id }).await;
    } else {
        let _ = apigateway.send(GetRestApi { rest_api_id }).await;
    }
}
