use aws_operation::{Client, ServiceError, aws_error, aws_operation};

#[aws_error]
enum GetError {
    #[retryable = "yes"]
    A,
    #[retryable(often)]
    B,
    #[retryable]
    #[retryable(throttling)]
    C,
    D {
        #[retryable]
        message: String,
    },
    #[retryable]
    Other(ServiceError),
}

#[aws_operation(method = "GET", uri = "/a", error = GetError)]
struct Get {}

fn main() {}

fn call(client: &Client) {
    drop(client.send(Get {}));
}
