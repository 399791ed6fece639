use aws_operation::{Client, ServiceError, aws_error, aws_operation, aws_output};

#[aws_operation(method = "POST", uri = "/restapis", output = RestApi, error = CreateRestApiError)]
struct CreateRestApi {
    name: String,
    name: String,
}

#[aws_output]
struct RestApi {
    name: String,
    name: String,
}

#[aws_error]
enum CreateRestApiError {
    NotFoundException,
    NotFoundException,
    Other(ServiceError),
}

fn main() {}

fn call(client: &Client, operation: CreateRestApi) {
    drop(client.send(operation));
}
