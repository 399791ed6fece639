//! S3 objects with the crate object_store. It cannot upload a file in one request, so the large object is
//! uploaded in parts of 10 MiB, several at a time.

use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use bytes::Bytes;
use futures_util::StreamExt as _;
use object_store::aws::{AmazonS3, AmazonS3Builder};
use object_store::buffered::BufWriter;
use object_store::{ObjectStore, ObjectStoreExt as _};
use s3_load::{BUCKET, Failure, Store};
use tokio::fs::File;
use tokio::io::AsyncWriteExt as _;

#[derive(Clone)]
struct Objects(Arc<AmazonS3>);

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    s3_load::run(store()).await
}

fn store() -> Result<Objects, Failure> {
    let store = AmazonS3Builder::new()
        .with_endpoint(s3_load::endpoint()?)
        .with_allow_http(true)
        .with_virtual_hosted_style_request(false)
        .with_bucket_name(BUCKET)
        .with_region("us-east-1")
        .with_access_key_id("AKIDEXAMPLE")
        .with_secret_access_key("secret")
        .build()?;
    Ok(Objects(Arc::new(store)))
}

impl Store for Objects {
    async fn put_file(&self, key: &str, path: &Path) -> Result<(), Failure> {
        let mut file = File::open(path).await?;
        let store: Arc<dyn ObjectStore> = self.0.clone();
        let mut writer = BufWriter::new(store, key.into());
        tokio::io::copy(&mut file, &mut writer).await?;
        writer.shutdown().await?;
        Ok(())
    }

    async fn put(&self, key: &str, body: Bytes) -> Result<(), Failure> {
        self.0.put(&key.into(), body.into()).await?;
        Ok(())
    }

    async fn get(&self, key: &str) -> Result<u64, Failure> {
        let mut chunks = self.0.get(&key.into()).await?.into_stream();
        let mut length = 0;
        while let Some(chunk) = chunks.next().await {
            length += chunk?.len() as u64;
        }
        Ok(length)
    }
}
