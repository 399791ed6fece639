use aws_operation::{Client, aws_operation, aws_output};

#[aws_output]
enum RestApi {
    Edge,
}

#[aws_output]
struct Stage(String);

#[aws_output]
fn stages() {}

#[aws_operation(method = "GET", uri = "/restapi", output = RestApi)]
struct GetRestApi {}

#[aws_operation(method = "GET", uri = "/stage", output = Stage)]
struct GetStage {}

fn main() {}

fn call(client: &Client) {
    drop(client.send(GetRestApi {}));
    drop(client.send(GetStage {}));
}
