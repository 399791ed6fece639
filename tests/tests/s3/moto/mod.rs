//! S3 operations against moto, behind a gate where botocore verifies the signatures of heads.

mod checksums;
mod configuration;
mod versions;

use std::sync::atomic::{AtomicUsize, Ordering};

use aws_operation::{ByteStream, Client, Operation};
use aws_operation_server_tests::s3::{CreateBucket, GetObject, PutObject, S3};
use aws_operation_server_tests::{client, moto};
use aws_operation_tests::boto3::boto3;
use serde_json::{Value, json};

/// A new bucket and a client.
struct Bucket {
    s3: Client,
    name: String,
}

impl Bucket {
    async fn new() -> Self {
        Self::created(CreateBucket::default()).await
    }

    async fn created(create: CreateBucket) -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let name = format!("bucket-{}", COUNT.fetch_add(1, Ordering::Relaxed));
        let bucket = Self { s3: client(moto(), S3), name };
        bucket.send(CreateBucket { bucket: bucket.name.clone(), ..create }).await;
        bucket
    }

    /// The output of a call that has to succeed.
    async fn send<O: Operation>(&self, operation: O) -> O::Output {
        match self.s3.send(operation).await {
            Ok(output) => output,
            Err(error) => panic!("{error}"),
        }
    }

    fn put(&self, key: &str, body: impl Into<ByteStream>) -> PutObject {
        let (bucket, key) = (self.name.clone(), key.to_owned());
        PutObject { bucket, key, body: Some(body.into()), ..PutObject::default() }
    }

    fn get(&self, key: &str) -> GetObject {
        GetObject { bucket: self.name.clone(), key: key.into(), ..GetObject::default() }
    }

    /// The bytes of an object.
    async fn read(&self, get: GetObject) -> Vec<u8> {
        let body = self.send(get).await.body.collect(usize::MAX).await;
        body.expect("the stream is whole").to_vec()
    }

    /// What boto3 returns for a call with this bucket.
    fn boto3(&self, method: &str, mut args: Value) -> Value {
        args["Bucket"] = json!(self.name);
        let calls = json!([{ "service": "s3", "method": method, "args": args }]);
        let answer = boto3(moto(), &calls)[0].take();
        assert!(answer["error"].is_null(), "{method}: {answer}");
        answer["ok"].clone()
    }
}
