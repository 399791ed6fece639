use aws_operation::{Client, aws_operation};

struct Token;

#[aws_operation(method = "POST", uri = "/restapis")]
struct CreateRestApi {
    #[idempotency_token]
    token: Option<Token>,
}

fn main() {}

fn call(client: &Client) {
    drop(client.send(CreateRestApi { token: None }));
}
