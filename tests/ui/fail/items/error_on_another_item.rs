//! An error is an enum, or a struct with named fields.

use aws_operation::{Client, aws_error, aws_operation};

#[aws_error]
#[derive(Debug)]
struct GetRestApiError(String);

impl std::error::Error for GetRestApiError {}

#[aws_error]
static ERROR: u8 = 1;

#[aws_operation(method = "GET", uri = "/restapi", error = GetRestApiError)]
struct GetRestApi {}

fn main() {}

fn call(client: &Client) {
    drop(client.send(GetRestApi {}));
}
