use aws_operation::{Client, aws_operation};

#[aws_operation(method = "GET", uri = "/restapis", method = "PUT", output = (), output = String)]
struct GetRestApis {}

fn main() {}

fn call(client: &Client) {
    drop(client.send(GetRestApis {}));
}
