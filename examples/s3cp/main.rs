//! Copies files to S3 and back, and lists objects.
//!
//! ```text
//! s3cp FILE s3://BUCKET/KEY
//! s3cp s3://BUCKET/KEY FILE
//! s3cp ls s3://BUCKET/PREFIX
//! ```
//!
//! Large objects are copied in parts, several at once. Credentials, region and endpoint come from the
//! usual places; `--endpoint-url` names another server, such as MinIO or R2.
//!
//! Without arguments it needs no AWS account: it starts SeaweedFS on this machine, copies a file there
//! and back, compares both, and removes everything.

mod arguments;
mod copy;
mod local;
mod operations;
mod progress;
mod trial;

use std::error::Error;
use std::fs;
use std::process::ExitCode;

use arguments::{Arguments, Task};
use aws_operation::{Client, Config, services};

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("s3cp: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<(), Box<dyn Error>> {
    let Arguments { task, endpoint_url, settings } = Arguments::parse(std::env::args().skip(1))?;
    if let Task::Trial = task {
        return trial::run(&settings).await;
    }
    if let Task::Upload { file, .. } = &task {
        fs::metadata(file).map_err(|error| format!("{}: {error}", file.display()))?;
    }
    let mut config = Config::builder();
    if let Some(url) = endpoint_url {
        config = config.endpoint_url(url);
    }
    let s3 = Client::new(&config.load().await?, services::S3);
    match task {
        Task::Trial => Ok(()),
        Task::Upload { file, object } => copy::upload(&s3, &file, &object, &settings).await,
        Task::Download { object, file } => copy::download(&s3, &object, &file, &settings).await,
        Task::List(prefix) => copy::list(&s3, &prefix).await,
    }
}
