//! An exception by itself is not all that an operation can fail with.

use aws_operation::{aws_error, aws_operation};

#[aws_error]
#[derive(Debug)]
struct NotFoundException {
    message: Option<String>,
}

#[aws_operation(method = "GET", uri = "/restapi", error = NotFoundException)]
struct GetRestApi {}

fn main() {}
