use aws_operation::{Client, ServiceError, aws_error, aws_operation};

struct NotFound {
    message: String,
}

#[aws_error]
enum GetRestApiError {
    NotFoundException(NotFound),
    Other(ServiceError),
}

#[aws_operation(method = "GET", uri = "/restapi", error = GetRestApiError)]
struct GetRestApi {}

fn main() {}

fn call(client: &Client) {
    drop(client.send(GetRestApi {}));
}
