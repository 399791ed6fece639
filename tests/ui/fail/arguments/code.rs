use aws_operation::{Client, aws_operation};

#[aws_operation(method = "POST", uri = "/restapis", code = 404)]
struct CreateRestApi {}

#[aws_operation(method = "POST", uri = "/restapis", code = 70000)]
struct CreateRestApiToo {}

fn main() {}

fn call(client: &Client) {
    drop(client.send(CreateRestApi {}));
    drop(client.send(CreateRestApiToo {}));
}
