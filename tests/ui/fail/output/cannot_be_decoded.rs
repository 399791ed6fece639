use aws_operation::{Client, aws_operation};

struct RestApi {
    name: String,
}

#[aws_operation(method = "GET", uri = "/restapis/{restApiId}", output = RestApi)]
struct GetRestApi {
    rest_api_id: String,
}

#[aws_operation(method = "GET", uri = "/restapis", output = Vec<RestApi>)]
struct GetRestApis {}

fn main() {}

async fn call(client: &Client) {
    let response = client.send(GetRestApi { rest_api_id: String::new() }).await;
    println!("{}", response.unwrap().name);
    drop(client.send(GetRestApis {}));
}
