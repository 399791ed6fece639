//! S3 objects with operations that are declared with aws-operation.

use std::path::Path;
use std::process::ExitCode;

use aws_operation::{
    ByteStream, Client, Config, Credentials, aws_operation, aws_output, services,
};
use bytes::Bytes;
use s3_load::{BUCKET, Failure, Store};

#[aws_operation(
    protocol = "restXml",
    method = "PUT",
    uri = "/{Bucket}/{Key+}",
    rename_all = "PascalCase",
    http_checksum(request),
    output = PutObjectOutput
)]
struct PutObject {
    #[context_param("Bucket")]
    bucket: String,
    key: String,
    #[payload]
    body: ByteStream,
}

#[aws_output]
struct PutObjectOutput {
    #[header("ETag")]
    e_tag: Option<String>,
}

#[aws_operation(
    protocol = "restXml",
    method = "GET",
    uri = "/{Bucket}/{Key+}",
    rename_all = "PascalCase",
    http_checksum(response),
    output = GetObjectOutput
)]
struct GetObject {
    #[context_param("Bucket")]
    bucket: String,
    key: String,
}

#[aws_output]
struct GetObjectOutput {
    #[payload]
    body: ByteStream,
}

#[derive(Clone)]
struct Ours(Client);

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    s3_load::run(store().await).await
}

/// `AWS_REQUEST_CHECKSUM_CALCULATION` and `AWS_RESPONSE_CHECKSUM_VALIDATION` can disable checksums.
async fn store() -> Result<Ours, Failure> {
    let config = Config::builder()
        .region("us-east-1")
        .credentials(Credentials::new("AKIDEXAMPLE", "secret"))
        .load()
        .await?;
    Ok(Ours(Client::new(&config, services::S3)))
}

impl Ours {
    async fn send(&self, key: &str, body: ByteStream) -> Result<(), Failure> {
        let put = PutObject { bucket: BUCKET.to_owned(), key: key.to_owned(), body };
        match self.0.send(put).await?.e_tag {
            Some(_) => Ok(()),
            None => Err("the response has no ETag".into()),
        }
    }
}

impl Store for Ours {
    async fn put_file(&self, key: &str, path: &Path) -> Result<(), Failure> {
        self.send(key, ByteStream::from_path(path).await?).await
    }

    async fn put(&self, key: &str, body: Bytes) -> Result<(), Failure> {
        self.send(key, body.into()).await
    }

    async fn get(&self, key: &str) -> Result<u64, Failure> {
        let get = GetObject { bucket: BUCKET.to_owned(), key: key.to_owned() };
        let mut body = self.0.send(get).await?.body;
        let mut length = 0;
        while let Some(chunk) = body.next().await {
            length += chunk?.len() as u64;
        }
        Ok(length)
    }
}
