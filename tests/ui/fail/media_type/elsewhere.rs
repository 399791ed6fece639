use aws_operation::{Client, aws_operation};

#[aws_operation(method = "POST", uri = "/bot/{name}")]
struct PutSession {
    #[media_type("application/json")]
    name: String,
    #[query]
    #[media_type("application/json")]
    state: String,
}

fn main() {}

fn call(client: &Client, operation: PutSession) {
    drop(client.send(operation));
}
