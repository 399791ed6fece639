//! S3 operations against moto, behind a gate where botocore verifies the signatures of heads.

mod checksums;
mod configuration;
mod keys;
mod transfers;
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
    fn boto3(&self, method: &str, args: Value) -> Value {
        self.boto3_all([(method, args)]).remove(0)
    }

    /// What boto3 returns for calls with this bucket, made by one process.
    fn boto3_all<'a>(&self, calls: impl IntoIterator<Item = (&'a str, Value)>) -> Vec<Value> {
        let call = |(method, mut args): (&str, Value)| {
            args["Bucket"] = json!(self.name);
            json!({ "service": "s3", "method": method, "args": args })
        };
        let calls: Value = calls.into_iter().map(call).collect();
        let Value::Array(answers) = boto3(moto(), &calls) else { panic!("no list") };
        let ok = |(call, answer): (&Value, Value)| {
            assert!(answer["error"].is_null(), "{call}: {answer}");
            answer["ok"].clone()
        };
        calls.as_array().into_iter().flatten().zip(answers).map(ok).collect()
    }
}
