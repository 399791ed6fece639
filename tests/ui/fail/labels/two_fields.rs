use aws_operation::{Client, aws_operation};

#[aws_operation(method = "GET", uri = "/restapis/{restApiId}")]
struct GetRestApi {
    rest_api_id: String,
    #[label("restApiId")]
    id: String,
}

fn main() {}

fn call(client: &Client) {
    drop(client.send(GetRestApi { rest_api_id: String::new(), id: String::new() }));
}
