//! S3 operations against SeaweedFS.

mod bucket_configuration;
mod conditions;
mod deletion;
mod errors;
mod listings;
mod multipart;
mod objects;
mod post_policy;
mod presigned;
mod streams;
mod trailers;
mod transfers;

use std::sync::atomic::{AtomicUsize, Ordering};

use aws_operation::{ByteStream, Client, Operation};
use aws_operation_server_tests::s3::{CreateBucket, PutObject, S3};
use aws_operation_server_tests::{client, seaweedfs};
use aws_operation_tests::boto3::boto3;
use bytes::Bytes;
use serde_json::{Value, json};

/// A client that knows nothing of AWS.
fn browser() -> reqwest::Client {
    reqwest::Client::builder().no_proxy().build().expect("a client")
}

/// The bytes of an output's stream.
async fn read(body: ByteStream) -> Bytes {
    match body.collect(usize::MAX).await {
        Ok(bytes) => bytes,
        Err(error) => panic!("{error}"),
    }
}

/// A new bucket and a client.
struct Bucket {
    s3: Client,
    name: String,
}

impl Bucket {
    async fn new() -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let s3 = client(seaweedfs(), S3);
        let name = format!("bucket-{}", COUNT.fetch_add(1, Ordering::Relaxed));
        let create = CreateBucket { bucket: name.clone(), ..CreateBucket::default() };
        if let Err(error) = s3.send(create).await {
            panic!("{error}");
        }
        Self { s3, name }
    }

    /// The output of a call that has to succeed.
    async fn send<O: Operation>(&self, operation: O) -> O::Output {
        match self.s3.send(operation).await {
            Ok(output) => output,
            Err(error) => panic!("{error}"),
        }
    }

    /// Stores an object, and returns its ETag.
    async fn put(&self, key: &str, body: impl Into<Vec<u8>>) -> String {
        let put = PutObject {
            bucket: self.name.clone(),
            key: key.into(),
            body: Some(body.into().into()),
            ..PutObject::default()
        };
        self.send(put).await.e_tag.expect("an object has an ETag")
    }

    /// What boto3 returns for a call with this bucket.
    fn boto3(&self, method: &str, mut args: Value) -> Value {
        args["Bucket"] = json!(self.name);
        let calls = json!([{ "service": "s3", "method": method, "args": args }]);
        let answer = boto3(seaweedfs(), &calls)[0].take();
        assert!(answer["error"].is_null(), "{method}: {answer}");
        answer["ok"].clone()
    }
}
