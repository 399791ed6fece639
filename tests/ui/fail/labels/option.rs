use aws_operation::{Client, aws_operation};

#[aws_operation(method = "GET", uri = "/restapis/{restApiId}/stages/{stageName}")]
struct GetStage<'a> {
    rest_api_id: Option<String>,
    #[label("stageName")]
    stage: std::option::Option<&'a str>,
}

fn main() {}

fn call(client: &Client) {
    drop(client.send(GetStage { rest_api_id: None, stage: None }));
}
