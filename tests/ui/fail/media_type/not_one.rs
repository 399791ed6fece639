use aws_operation::{Client, aws_operation};

#[aws_operation(method = "POST", uri = "/bot")]
struct PutSession {
    #[header("x-amz-lex-session-state")]
    #[media_type("json")]
    state: String,
}

fn main() {}

fn call(client: &Client, operation: PutSession) {
    drop(client.send(operation));
}
