use aws_operation::{Client, aws_operation};

#[aws_operation(method = "GET", uri = "/restapis/{restApiId}/stages/{StageName}")]
struct GetStage {
    rest_api: String,
    stage_name: String,
}

#[aws_operation(method = "PUT", uri = "/restapis/{restApiId}")]
struct UpdateRestApi {
    restapi_id: String,
    name: String,
}

fn main() {}

fn call(client: &Client) {
    drop(client.send(GetStage { rest_api: String::new(), stage_name: String::new() }));
    drop(client.send(UpdateRestApi { restapi_id: String::new(), name: String::new() }));
}
