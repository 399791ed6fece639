use aws_operation::{Client, ServiceError, aws_error, aws_operation, aws_output};

#[aws_operation("GET", "/restapis/{restApiId}")]
struct GetRestApi {
    rest_api_id: String,
}

#[aws_operation(method = "GET", "/restapis/{restApiId}")]
struct GetRestApiToo {
    rest_api_id: String,
}

#[aws_operation(GET, "/restapis/{restApiId}")]
struct GetRestApiOnceMore {
    rest_api_id: String,
}

#[aws_output("PascalCase")]
struct RestApi {}

#[aws_error("PascalCase")]
enum GetRestApiError {
    Other(ServiceError),
}

fn main() {}

fn call(client: &Client) {
    drop(client.send(GetRestApi { rest_api_id: String::new() }));
    drop(client.send(GetRestApiToo { rest_api_id: String::new() }));
    drop(client.send(GetRestApiOnceMore { rest_api_id: String::new() }));
}
