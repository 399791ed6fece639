use aws_operation::{Client, ServiceError, aws_error, aws_operation};

#[aws_error]
enum GetError {
    #[code]
    A,
    #[code = "B"]
    B,
    #[code("")]
    C,
    #[code("D")]
    #[code("d")]
    D,
    NotFoundException,
    #[code("NotFoundException")]
    NotFound,
    #[code("Other")]
    Other(ServiceError),
}

#[aws_operation(method = "GET", uri = "/a", error = GetError)]
struct Get {}

fn main() {}

fn call(client: &Client) {
    drop(client.send(Get {}));
}
