use aws_operation::{Client, ServiceError, aws_error, aws_operation};

#[aws_operation(method = "POST", uri = "/apikeys", error = CreateApiKeyError)]
#[sensitive]
struct CreateApiKey {
    value: String,
}

#[aws_error]
enum CreateApiKeyError {
    #[header("Retry-After")]
    TooManyRequestsException {
        retry_after: String,
    },
    ConflictException {
        #[code("Conflict")]
        message: String,
    },
    BadRequestException(#[payload] String),
    Other(ServiceError),
}

fn main() {}

fn call(client: &Client) {
    drop(client.send(CreateApiKey { value: String::new() }));
}
