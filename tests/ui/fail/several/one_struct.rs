//! Many mistakes in one struct: one build names them all.

use aws_operation::{Client, aws_operation};

#[aws_operation(
    method = "get",
    uri = "/restapis/{restApiId}/stages/{stageName}/{id}?mode=import",
    colour = "red",
    code = 404,
    rename_all = "camelcase",
    protocol = "rest",
    host_prefix = "{account}."
)]
struct Everything {
    rest_api_id: Option<String>,
    #[label("stage")]
    stage: String,
    #[query]
    mode: String,
    #[query]
    #[header("x-limit")]
    limit: u32,
    #[header("x-amz-acl")]
    acl: String,
    #[header("X-Amz-Acl")]
    acl_too: String,
    #[header("Host")]
    host: String,
    #[payload]
    content: String,
    name: String,
    #[idempotency_token]
    #[query]
    token: String,
    #[query]
    #[timestamp(iso8601)]
    since: aws_operation::Timestamp,
    #[query_params]
    others: Vec<String>,
    #[response_code]
    status: u16,
}

fn main() {}

fn call(client: &Client, operation: Everything) {
    drop(client.send(operation));
}
