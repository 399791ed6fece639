use aws_operation::{Client, ServiceError, aws_error, aws_operation};

#[aws_error]
enum GetError<T> {
    NotFoundException(T),
    Other(ServiceError),
}

#[aws_operation(method = "GET", uri = "/a", error = GetError<String>)]
struct Get {}

fn main() {}

fn call(client: &Client) {
    drop(client.send(Get {}));
}
