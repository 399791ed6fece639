use aws_operation::{Client, aws_operation, aws_output};

#[aws_operation(method = "POST", uri = "/restapis", output = RestApi)]
struct CreateRestApi {
    name: String,
    #[body("name")]
    title: String,
}

#[aws_output]
struct RestApi {
    api_name: String,
    #[body("apiName")]
    title: String,
}

fn main() {}

fn call(client: &Client) {
    drop(client.send(CreateRestApi { name: String::new(), title: String::new() }));
}
