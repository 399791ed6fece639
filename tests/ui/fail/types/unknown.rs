use aws_operation::{Client, aws_operation, aws_output};

#[aws_operation(method = "POST", uri = "/restapis", output = RestApi, error = Problem)]
#[derive(Debug, Foo)]
struct CreateRestApi {
    name: Name,
}

#[aws_output]
struct Stage {
    variables: Variables<String>,
}

fn main() {}

fn call(client: &Client, operation: CreateRestApi) {
    drop(client.send(operation));
}
