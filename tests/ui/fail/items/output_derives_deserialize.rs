use aws_operation::{Client, aws_operation, aws_output};
use serde::Deserialize;

#[aws_output]
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct RestApi {
    #[serde(default)]
    name: String,
    #[response_code]
    status: u16,
}

#[aws_operation(method = "GET", uri = "/restapi", output = RestApi)]
struct GetRestApi {}

fn main() {}

fn call(client: &Client) {
    drop(client.send(GetRestApi {}));
}
