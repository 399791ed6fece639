use aws_operation::{Client, ServiceError, aws_enum, aws_error, aws_operation};

#[aws_error]
enum GetError {
    #[status]
    A,
    #[status("404")]
    B,
    #[status(200)]
    C,
    #[status(70000)]
    D,
    #[status(404)]
    #[status(410)]
    E,
    #[status(409)]
    F,
    #[status(409)]
    G { message: Option<String> },
    #[code("GONE")]
    #[status(412)]
    H,
    #[status(503)]
    #[retryable]
    I,
    #[status(4xx)]
    J,
    #[status(500)]
    Other(ServiceError),
}

#[aws_error]
#[status(404)]
struct NotFound {
    #[status(404)]
    message: Option<String>,
}

#[aws_enum]
enum Kind {
    #[status(404)]
    A,
    Unknown(String),
}

#[aws_operation(method = "GET", uri = "/a", error = GetError)]
struct Get {}

fn main() {}

fn call(client: &Client) {
    drop(client.send(Get {}));
}
