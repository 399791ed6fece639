use aws_operation::{ServiceError, aws_error, aws_operation, aws_output, aws_structure};

#[aws_output(strict = true)]
struct Api {
    name: String,
}

#[aws_structure(required)]
struct Part {
    name: String,
}

#[aws_error(strict)]
enum GetError {
    Other(ServiceError),
}

#[aws_operation(method = "GET", uri = "/", strict)]
struct Get;

fn main() {}
