use std::collections::BTreeMap;

use aws_operation::{Client, aws_operation};

#[aws_operation(method = "PUT", uri = "/object")]
struct PutObject {
    #[prefix_headers("x-amz-meta-")]
    metadata: Vec<String>,
    #[prefix_headers("x-amz-tag-")]
    tags: BTreeMap<String, String>,
}

fn main() {}

fn call(client: &Client, operation: PutObject) {
    drop(client.send(operation));
}
