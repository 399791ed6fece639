use aws_operation::{Client, aws_operation};

#[aws_operation(method = "POST", uri = "/restapis")]
struct CreateRestApi {
    #[idempotency_token]
    token: String,
}

#[aws_operation(method = "POST", uri = "/stages")]
struct CreateStage {
    #[idempotency_token]
    token: Option<u64>,
}

fn main() {}

fn call(client: &Client) {
    drop(client.send(CreateRestApi { token: String::new() }));
    drop(client.send(CreateStage { token: None }));
}
