use std::collections::BTreeMap;

use aws_operation::{Client, aws_operation};

#[aws_operation(method = "GET", uri = "/object")]
struct GetObject {
    #[header("x amz acl")]
    acl: String,
    #[prefix_headers("x-amz-meta:")]
    metadata: BTreeMap<String, String>,
}

fn main() {}

fn call(client: &Client, operation: GetObject) {
    drop(client.send(operation));
}
