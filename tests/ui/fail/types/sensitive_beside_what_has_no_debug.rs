use aws_operation::{Client, aws_operation};
use serde::Serialize;

#[derive(Serialize)]
struct Name;

#[aws_operation(method = "POST", uri = "/apikeys")]
#[derive(Debug)]
struct CreateApiKey {
    name: Name,
    #[sensitive]
    value: Name,
}

fn main() {}

fn call(client: &Client) {
    drop(client.send(CreateApiKey { name: Name, value: Name }));
}
