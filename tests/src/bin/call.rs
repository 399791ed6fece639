//! Loads the configuration from the environment. Then makes one call (`call`), stores and reads an object
//! of S3 (`object`), or prints the sources of the configuration (`whoami`). Tests of environment
//! variables run this program.

use std::process::ExitCode;

use aws_operation::{Client, Config, services};
use aws_operation_tests::apigateway::GetRestApi;
use aws_operation_tests::faults::objects::{Load, Store};

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let config = match Config::load().await {
        Ok(config) => config,
        Err(error) => {
            println!("configuration: {error}");
            return ExitCode::FAILURE;
        }
    };
    let client = Client::new(&config, services::API_GATEWAY);
    println!("{client:?}");
    let argument = std::env::args().nth(1);
    if argument.as_deref() == Some("whoami") {
        print!("{}", config.whoami(services::API_GATEWAY).await);
    }
    if argument.as_deref() == Some("call") {
        match client.send(GetRestApi { rest_api_id: "a1".into() }).await {
            Ok(api) => println!("{api:?}"),
            Err(error) => println!("{error}"),
        }
    }
    if argument.as_deref() == Some("object") {
        let s3 = Client::new(&config, services::S3);
        let store = Store { key: "a".into(), body: "hello".into() };
        println!("{:?}", s3.send(store).await.map_err(|error| error.to_string()));
        let load = s3.send(Load { key: "a".into() }).await;
        println!("{:?}", load.map_err(|error| error.to_string()));
    }
    ExitCode::SUCCESS
}
