//! A mistake in each of several items: one build names them all.

use aws_operation::{Client, ServiceError, aws_error, aws_operation, aws_output};

#[aws_operation(method = "GET", uri = "/restapis/{restApiId}", output = RestApi, error = GetRestApiError)]
struct GetRestApi {
    rest_api_id: String,
    name: String,
}

#[aws_operation(method = "PUT", uri = "restapis/{restApiId}", output = RestApi)]
struct PutRestApi {
    rest_api_id: String,
    name: String,
}

#[aws_output]
struct RestApi {
    #[query]
    name: String,
}

#[aws_error]
enum GetRestApiError {
    #[code]
    NotFoundException,
    Other(ServiceError),
}

mod inner {
    use aws_operation::aws_operation;

    #[aws_operation(method = "DELETE", uri = "/restapis/{restApiId}")]
    pub(crate) struct DeleteRestApi {
        pub(crate) rest_api_id: Option<String>,
    }
}

fn main() {
    #[aws_operation(method = "HEAD", uri = "/restapis/{restApiId}")]
    struct HeadRestApi {}

    let _ = HeadRestApi {};
}

async fn call(client: &Client) {
    let rest_api_id = String::new;
    let _ = client.send(GetRestApi { rest_api_id: rest_api_id(), name: String::new() }).await;
    let _ = client.send(PutRestApi { rest_api_id: rest_api_id(), name: String::new() }).await;
    let _ = client.send(inner::DeleteRestApi { rest_api_id: None }).await;
}
