use aws_operation::{Client, aws_operation};

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

fn main() {}

fn call(client: &Client) {
    drop(client.send(GetRestApi { rest_api_id: String::new() }));
    drop(client.send(GetRestApiToo { rest_api_id: String::new() }));
    drop(client.send(GetRestApiOnceMore { rest_api_id: String::new() }));
}
