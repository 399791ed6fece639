use aws_operation::{Client, aws_operation};

#[aws_operation(method = "GET", uri = "/object")]
struct GetObject {
    #[header("Authorization")]
    authorization: String,
    #[header("host")]
    host: String,
    #[header("X-Amz-Date")]
    date: String,
    #[header("x-amz-security-token")]
    token: String,
    #[header("Content-Length")]
    length: u64,
}

fn main() {}

fn call(client: &Client, operation: GetObject) {
    drop(client.send(operation));
}
