//! An operation of a service. The service is declared here, or a preset of the crate: its endpoint
//! follows the standard pattern (`lambda`), or rules of its own.

use std::error::Error;
use std::process::ExitCode;

use aws_operation::{Client, Config, Credentials, Service, aws_operation};

#[aws_operation(method = "GET", uri = "/tags/{id}", output = Tag)]
struct GetTag {
    id: String,
}

#[derive(serde::Deserialize)]
struct Tag {
    name: String,
}

#[cfg(not(any(feature = "lambda", feature = "sts", feature = "dynamodb", feature = "s3")))]
const SERVICE: Service = Service::new("lambda").endpoint_prefix("lambda");
#[cfg(feature = "lambda")]
const SERVICE: Service = aws_operation::services::LAMBDA;
#[cfg(feature = "sts")]
const SERVICE: Service = aws_operation::services::STS;
#[cfg(feature = "dynamodb")]
const SERVICE: Service = aws_operation::services::DYNAMODB;
#[cfg(feature = "s3")]
const SERVICE: Service = aws_operation::services::S3;

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
    let config = Config::builder()
        .region("eu-west-1")
        .credentials(Credentials::new("AKIDEXAMPLE", "secret"))
        .build()?;
    let tag = Client::new(&config, SERVICE).send(GetTag { id: "1".to_owned() }).await?;
    println!("{}", tag.name);
    Ok(())
}
