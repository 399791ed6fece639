use std::collections::BTreeMap;

use aws_operation::{Client, aws_operation};

#[aws_operation(method = "POST", uri = "/restapis")]
struct ImportRestApi {
    #[query_params]
    parameters: String,
    #[query_params]
    others: BTreeMap<String, String>,
}

fn main() {}

fn call(client: &Client) {
    drop(client.send(ImportRestApi { parameters: String::new(), others: BTreeMap::new() }));
}
