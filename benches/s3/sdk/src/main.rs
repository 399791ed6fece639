//! S3 objects with the AWS SDK for Rust.

use std::path::Path;
use std::process::ExitCode;

use aws_sdk_s3::Client;
use aws_sdk_s3::config::{Builder, Credentials, Region};
use aws_sdk_s3::primitives::ByteStream;
use bytes::Bytes;
use s3_load::{BUCKET, Failure, Store};

#[derive(Clone)]
struct Sdk(Client);

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    s3_load::run(store()).await
}

fn store() -> Result<Sdk, Failure> {
    let config = Builder::new()
        .region(Region::new("us-east-1"))
        .endpoint_url(s3_load::endpoint()?)
        .force_path_style(true)
        .credentials_provider(Credentials::new("AKIDEXAMPLE", "secret", None, None, "bench"))
        .build();
    Ok(Sdk(Client::from_conf(config)))
}

impl Sdk {
    async fn send(&self, key: &str, body: ByteStream) -> Result<(), Failure> {
        self.0.put_object().bucket(BUCKET).key(key).body(body).send().await?;
        Ok(())
    }
}

impl Store for Sdk {
    async fn put_file(&self, key: &str, path: &Path) -> Result<(), Failure> {
        self.send(key, ByteStream::from_path(path).await?).await
    }

    async fn put(&self, key: &str, body: Bytes) -> Result<(), Failure> {
        self.send(key, body.into()).await
    }

    async fn get(&self, key: &str) -> Result<u64, Failure> {
        let mut body = self.0.get_object().bucket(BUCKET).key(key).send().await?.body;
        let mut length = 0;
        while let Some(chunk) = body.next().await {
            length += chunk?.len() as u64;
        }
        Ok(length)
    }
}
