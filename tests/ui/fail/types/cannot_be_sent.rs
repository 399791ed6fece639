use aws_operation::{Client, aws_operation};

struct Name {
    text: String,
}

#[aws_operation(method = "POST", uri = "/restapis/{label}")]
struct CreateRestApi {
    label: Name,
    #[query]
    query: Option<Name>,
    #[header("x-name")]
    header: Name,
    body: Vec<Name>,
}

#[aws_operation(method = "POST", uri = "/stages")]
struct CreateStage {
    #[payload]
    payload: Name,
}

fn main() {}

fn call(client: &Client, create: CreateRestApi, stage: CreateStage) {
    drop(client.send(create));
    drop(client.send(stage));
}
