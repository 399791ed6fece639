use aws_operation::{Client, aws_operation, aws_output};

#[aws_operation(method = "GET", uri = "/restapis/{restApiId}", output = RestApi)]
struct GetRestApi {
    #[label]
    #[query("id")]
    rest_api_id: String,
    #[query]
    #[header("x-limit")]
    #[body]
    limit: u32,
}

#[aws_output]
struct RestApi {
    #[header("x-name")]
    #[payload]
    name: String,
}

fn main() {}

fn call(client: &Client) {
    drop(client.send(GetRestApi { rest_api_id: String::new(), limit: 1 }));
}
