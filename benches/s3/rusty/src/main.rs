//! S3 objects with rusty-s3, which signs URLs, and reqwest, which sends the requests.

use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use reqwest::{Body, Client};
use rusty_s3::{Bucket, Credentials, S3Action as _, UrlStyle};
use s3_load::{BUCKET, Failure, Store};
use tokio::fs::File;
use tokio_util::io::ReaderStream;

const VALID: Duration = Duration::from_secs(300);

/// How many bytes of a file are read at once.
const CHUNK: usize = 64 * 1024;

#[derive(Clone)]
struct Rusty {
    client: Client,
    bucket: Arc<Bucket>,
    credentials: Arc<Credentials>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    s3_load::run(store()).await
}

fn store() -> Result<Rusty, Failure> {
    let provider = rustls::crypto::ring::default_provider();
    provider.install_default().map_err(|_| "TLS has a crypto provider already")?;
    let bucket = Bucket::new(s3_load::endpoint()?.parse()?, UrlStyle::Path, BUCKET, "us-east-1")?;
    Ok(Rusty {
        client: Client::builder().build()?,
        bucket: Arc::new(bucket),
        credentials: Arc::new(Credentials::new("AKIDEXAMPLE", "secret")),
    })
}

impl Rusty {
    async fn send(&self, key: &str, length: u64, body: Body) -> Result<(), Failure> {
        let url = self.bucket.put_object(Some(&self.credentials), key).sign(VALID);
        let request = self.client.put(url).header("content-length", length).body(body);
        request.send().await?.error_for_status()?.bytes().await?;
        Ok(())
    }
}

impl Store for Rusty {
    async fn put_file(&self, key: &str, path: &Path) -> Result<(), Failure> {
        let file = File::open(path).await?;
        let length = file.metadata().await?.len();
        let chunks = ReaderStream::with_capacity(file, CHUNK);
        self.send(key, length, Body::wrap_stream(chunks)).await
    }

    async fn put(&self, key: &str, body: Bytes) -> Result<(), Failure> {
        self.send(key, body.len() as u64, body.into()).await
    }

    async fn get(&self, key: &str) -> Result<u64, Failure> {
        let url = self.bucket.get_object(Some(&self.credentials), key).sign(VALID);
        let mut response = self.client.get(url).send().await?.error_for_status()?;
        let mut length = 0;
        while let Some(chunk) = response.chunk().await? {
            length += chunk.len() as u64;
        }
        Ok(length)
    }
}
