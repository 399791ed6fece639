use aws_operation::{Client, aws_operation, aws_output};
use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[aws_output]
struct RestApi {
    name: String,
}

#[aws_operation(method = "GET", uri = "/restapi", output = RestApi)]
struct GetRestApi {}

fn main() {}

fn call(client: &Client) {
    drop(client.send(GetRestApi {}));
}
