use aws_operation::{Client, aws_operation};

#[aws_operation(method = "GET", uri = "/restapis/{restApiId}")]
struct GetRestApi {
    #[label("apiId")]
    rest_api: String,
}

#[aws_operation(method = "GET", uri = "/restapis")]
struct GetRestApis {
    #[label]
    limit: u32,
}

#[aws_operation(method = "GET", uri = "/restapis/{restApiId}/stages/{stageName}")]
struct GetStage {
    rest_api_id: String,
    stage_name: String,
    #[label("deployment")]
    deployment: String,
}

#[aws_operation(method = "GET", uri = "/a/{restApiId}/stages/{stageName}")]
struct GetOneStage {
    rest_api_id: String,
    #[label("stage")]
    stage_name: String,
}

fn main() {}

fn call(client: &Client) {
    drop(client.send(GetRestApi { rest_api: String::new() }));
    drop(client.send(GetRestApis { limit: 1 }));
    drop(client.send(GetStage {
        rest_api_id: String::new(),
        stage_name: String::new(),
        deployment: String::new(),
    }));
}
