use aws_operation::{Client, aws_operation};

#[aws_operation(method = "POST", uri = "/restapis")]
struct CreateRestApi {
    #[idempotency_token]
    token: Option<String>,
    #[idempotency_token]
    request_id: Option<String>,
}

fn main() {}

fn call(client: &Client) {
    drop(client.send(CreateRestApi { token: None, request_id: None }));
}
