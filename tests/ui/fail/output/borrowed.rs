use std::borrow::Cow;

use aws_operation::{Client, ServiceError, aws_error, aws_operation, aws_output};

#[aws_output]
struct RestApi<'a> {
    name: &'a str,
    description: Option<Cow<'a, str>>,
    #[header("x-amz-id")]
    id: &'static str,
}

#[aws_error]
enum GetRestApiError {
    NotFoundException { message: &'static str },
    Other(ServiceError),
}

#[aws_operation(method = "GET", uri = "/restapi", output = RestApi<'static>, error = GetRestApiError)]
struct GetRestApi {}

fn main() {}

fn call(client: &Client) {
    drop(client.send(GetRestApi {}));
}
