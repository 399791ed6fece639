use aws_operation::{Client, ServiceError, aws_error, aws_operation, aws_output};

#[aws_operation(method = "GET", uri = "/restapis/{rest_api_id}", rename_all = "snakecase")]
struct GetRestApi {
    #[label("rest_api_id")]
    rest_api_id: String,
}

#[aws_output(rename_all = "title")]
struct RestApi {
    name: String,
}

#[aws_error(rename_all = "pascalcase")]
enum GetRestApiError {
    Other(ServiceError),
}

#[aws_operation(method = "GET", uri = "/restapi", output = RestApi, error = GetRestApiError)]
struct GetTypedRestApi {}

fn main() {}

fn call(client: &Client) {
    drop(client.send(GetRestApi { rest_api_id: String::new() }));
    drop(client.send(GetTypedRestApi {}));
}
