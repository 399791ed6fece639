use aws_operation::{Client, ServiceError, aws_error, aws_operation};

#[aws_error]
#[derive(Debug)]
enum NoneThere {
    NotFoundException {
        message: Option<String>,
    },
    /// Documented.
    ConflictException,
}

impl std::error::Error for NoneThere {}

#[aws_error]
enum Empty {}

#[aws_error]
enum NotTheLast {
    Other(ServiceError),
    NotFoundException { message: Option<String> },
}

#[aws_operation(method = "GET", uri = "/a", error = NoneThere)]
struct A {}

#[aws_operation(method = "GET", uri = "/b", error = Empty)]
struct B {}

#[aws_operation(method = "GET", uri = "/c", error = NotTheLast)]
struct C {}

fn main() {}

fn call(client: &Client) {
    drop(client.send(A {}));
    drop(client.send(B {}));
    drop(client.send(C {}));
}
