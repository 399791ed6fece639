use aws_operation::{Client, aws_operation};

enum GetRestApiError {
    NotFoundException,
}

#[aws_operation(method = "GET", uri = "/restapi", error = GetRestApiError)]
struct GetRestApi {}

fn main() {}

fn call(client: &Client) {
    drop(client.send(GetRestApi {}));
}
