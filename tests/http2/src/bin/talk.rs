//! Sends 100 events to the server at the URL in the first argument, and prints the result. Tests of TLS
//! run it as a process, because the trusted certificate is an environment variable.

use std::process::ExitCode;

use aws_operation_http2_tests::{client, echo};

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let Some(endpoint) = std::env::args().nth(1) else { return ExitCode::FAILURE };
    match echo(&client(&endpoint), 100).await {
        Ok(()) => println!("100 events"),
        Err(error) => println!("{error}"),
    }
    ExitCode::SUCCESS
}
