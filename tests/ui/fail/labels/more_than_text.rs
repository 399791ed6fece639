use std::collections::BTreeMap;

use aws_operation::{Blob, Client, aws_operation};

#[aws_operation(method = "GET", uri = "/{list}/{map}/{blob}")]
struct Get {
    list: Vec<String>,
    map: Option<BTreeMap<String, String>>,
    blob: Blob,
}

fn main() {}

fn call(client: &Client, blob: Blob) {
    drop(client.send(Get { list: Vec::new(), map: None, blob }));
}
