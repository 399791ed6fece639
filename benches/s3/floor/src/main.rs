//! S3 objects with reqwest alone, unsigned: the minimum cost of any HTTP client.

use std::path::Path;
use std::process::ExitCode;

use bytes::Bytes;
use reqwest::{Body, Client, Response};
use s3_load::{BUCKET, Failure, Store};
use tokio::fs::File;
use tokio_util::io::ReaderStream;

/// How many bytes of a file are read at once.
const CHUNK: usize = 64 * 1024;

#[derive(Clone)]
struct Floor {
    client: Client,
    bucket: String,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    s3_load::run(store()).await
}

fn store() -> Result<Floor, Failure> {
    let provider = rustls::crypto::ring::default_provider();
    provider.install_default().map_err(|_| "TLS has a crypto provider already")?;
    let bucket = format!("{}/{BUCKET}", s3_load::endpoint()?);
    Ok(Floor { client: Client::builder().build()?, bucket })
}

impl Floor {
    async fn send(&self, key: &str, length: u64, body: Body) -> Result<(), Failure> {
        let url = format!("{}/{key}", self.bucket);
        let request = self.client.put(url).header("content-length", length).body(body);
        finish(request.send().await?).await
    }
}

async fn finish(response: Response) -> Result<(), Failure> {
    response.error_for_status()?.bytes().await?;
    Ok(())
}

impl Store for Floor {
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
        let url = format!("{}/{key}", self.bucket);
        let mut response = self.client.get(url).send().await?.error_for_status()?;
        let mut length = 0;
        while let Some(chunk) = response.chunk().await? {
            length += chunk.len() as u64;
        }
        Ok(length)
    }
}
