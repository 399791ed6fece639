use aws_operation::{Client, aws_operation};

#[aws_operation(method = "GET" uri = "/restapis/{restApiId}" output = Vec<String>)]
struct GetRestApi {
    rest_api_id: String,
}

#[aws_operation(method = "GET"; uri = "/restapis/{restApiId}")]
struct GetRestApiToo {
    rest_api_id: String,
}

#[aws_operation(method = "GET" or "PUT", uri = "/restapis/{restApiId}" + "/")]
struct GetRestApiOnceMore {
    rest_api_id: String,
}

#[aws_operation(method = "GET",, uri = "/restapis")]
struct GetRestApis {}

fn main() {}

fn call(client: &Client) {
    drop(client.send(GetRestApi { rest_api_id: String::new() }));
    drop(client.send(GetRestApiToo { rest_api_id: String::new() }));
}
