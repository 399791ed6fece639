use aws_operation::{Client, aws_operation};

#[aws_operation(method = "GET", uri = "/", error = Problem)]
struct Get;

#[derive(Debug, serde::Deserialize)]
struct Problem {
    message: String,
}

fn main() {}

fn call(client: &Client) {
    drop(client.send(Get));
}
