use aws_operation::{Client, aws_operation};

#[aws_operation(method = "get", uri = "/restapis")]
struct Lowercase {
    limit: u32,
}

#[aws_operation(method = "FETCH", uri = "/restapis")]
struct Fetch {}

#[aws_operation(method = "SUBSCRIBE", uri = "/restapis")]
struct Subscribe {}

fn main() {}

fn call(client: &Client) {
    drop(client.send(Lowercase { limit: 1 }));
    drop(client.send(Fetch {}));
    drop(client.send(Subscribe {}));
}
