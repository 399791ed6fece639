use aws_operation::{Client, aws_operation};

#[aws_operation(
    method = GET,
    uri = 1,
    output = "RestApi",
    error = 4,
    code = "201",
    rename_all = camelCase,
    protocol = RestJson1,
    host_prefix = 'a',
    crate = "aws_operation",
)]
struct GetRestApi {
    rest_api_id: String,
}

#[aws_operation(method("GET"), uri, output =, code = )]
struct GetStage {
    stage_name: String,
}

const URI: &str = "/restapis";

#[aws_operation(method = b"GET", uri = concat!("/restapis", "/{restApiId}"))]
struct GetRestApis {}

fn main() {}

fn call(client: &Client) {
    drop(client.send(GetRestApi { rest_api_id: String::new() }));
    drop(client.send(GetStage { stage_name: String::new() }));
    drop(client.send(GetRestApis {}));
}
