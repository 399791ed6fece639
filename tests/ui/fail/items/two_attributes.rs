use aws_operation::{Client, aws_error, aws_operation, aws_output};

#[aws_operation(method = "GET", uri = "/restapis/{restApiId}")]
#[aws_operation(method = "PUT", uri = "/restapis/{restApiId}")]
struct GetRestApi {
    rest_api_id: String,
}

#[aws_operation(method = "GET", uri = "/stages/{stageName}")]
#[aws_operation::aws_output]
struct GetStage {
    stage_name: String,
}

#[aws_output]
#[aws_output]
struct Stage {
    stage_name: String,
}

#[aws_error]
#[aws_error]
enum GetStageError {
    Other(aws_operation::ServiceError),
}

#[aws_operation(method = "GET", uri = "/stage", output = Stage, error = GetStageError)]
struct GetOnlyStage {}

fn main() {}

fn call(client: &Client) {
    drop(client.send(GetRestApi { rest_api_id: String::new() }));
    drop(client.send(GetStage { stage_name: String::new() }));
    drop(client.send(GetOnlyStage {}));
}
