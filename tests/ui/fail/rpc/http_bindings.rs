use std::collections::HashMap;

use aws_operation::{Blob, Client, aws_operation};

#[aws_operation(protocol = "awsJson1_1")]
struct PutRecord {
    #[label("streamName")]
    stream_name: String,
    #[query]
    limit: Option<i32>,
    #[query_params]
    rest: HashMap<String, String>,
    #[header("x-amz-trace")]
    trace: Option<String>,
    #[prefix_headers("x-amz-meta-")]
    metadata: HashMap<String, String>,
    #[body("PartitionKey")]
    partition_key: String,
}

#[aws_operation(protocol = "awsJson1_1")]
struct PutBlob {
    #[payload]
    data: Blob,
}

fn main() {}

fn call(client: &Client, record: PutRecord, blob: PutBlob) {
    drop(client.send(record));
    drop(client.send(blob));
}
