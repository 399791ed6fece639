use aws_operation::{Client, aws_operation};

#[derive(Debug)]
#[aws_operation(method = "POST", uri = "/apikeys")]
struct CreateApiKey {
    name: String,
    #[sensitive]
    value: String,
}

fn main() {}

fn call(client: &Client) {
    drop(client.send(CreateApiKey { name: String::new(), value: String::new() }));
}
