use aws_operation::{Client, ServiceError, aws_error, aws_operation, aws_output};

#[aws_operation(methdo = "GET", path = "/restapis", colour = "red", uri = "/restapis")]
struct GetRestApis {}

#[aws_output(method = "GET")]
struct RestApis {}

#[aws_error(renameAll = "camelCase")]
enum GetRestApisError {
    Other(ServiceError),
}

#[aws_operation(method = "GET", uri = "/restapis", output = RestApis, error = GetRestApisError)]
struct GetRestApisTyped {}

fn main() {}

fn call(client: &Client) {
    drop(client.send(GetRestApis {}));
    drop(client.send(GetRestApisTyped {}));
}
