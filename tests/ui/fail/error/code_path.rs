use aws_operation::{Client, ServiceError, aws_error, aws_operation};

#[aws_error(code = "$.error.code", message = "/error/message")]
enum OtherNotations {
    NotFound,
    Other(ServiceError),
}

#[aws_error(code = "errors[0].code", message = "")]
enum Brackets {
    NotFound,
    Other(ServiceError),
}

#[aws_error(code = "error..code", message = true)]
enum EmptySegment {
    NotFound,
    Other(ServiceError),
}

#[aws_error(code = 404)]
enum Number {
    NotFound,
    Other(ServiceError),
}

#[aws_error(status = 404, mesage = "error.message")]
enum Unknown {
    NotFound,
    Other(ServiceError),
}

#[aws_error(code = "error.code", message = "error.message")]
struct NotFound {
    message: Option<String>,
}

#[aws_operation(method = "GET", uri = "/a", error = OtherNotations)]
struct A {}

#[aws_operation(method = "GET", uri = "/b", error = Unknown)]
struct B {}

fn main() {}

fn call(client: &Client) {
    drop(client.send(A {}));
    drop(client.send(B {}));
}
