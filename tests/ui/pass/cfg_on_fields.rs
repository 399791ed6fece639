//! A field that is configured out is none: it needs no binding, and its attributes say nothing.

use aws_operation::{ServiceError, aws_error, aws_operation, aws_output, encode, services};

#[aws_operation(method = "GET", uri = "/restapis/{restApiId}", output = RestApi, error = GetError)]
#[cfg_attr(all(), derive(Debug))]
struct GetRestApi {
    #[cfg(all())]
    rest_api_id: String,
    #[cfg(any())]
    #[label("restApiId")]
    other: Missing,
    #[cfg(any())]
    unbound: Option<Missing>,
    #[cfg_attr(all(), query("limit"))]
    page_size: u32,
    #[cfg(any())]
    #[query]
    limit: u32,
}

#[aws_output]
struct RestApi {
    #[cfg(any())]
    #[query]
    wrong: Missing,
    name: String,
    #[cfg(any())]
    #[body("name")]
    title: String,
}

#[aws_error]
enum GetError {
    #[cfg(any())]
    NotFound(Missing),
    Conflict {
        #[cfg(any())]
        message: Missing,
    },
    Other(ServiceError),
    #[cfg(any())]
    Last,
}

fn main() {
    let operation = GetRestApi { rest_api_id: "a1".into(), page_size: 3 };
    let endpoint = "https://apigateway.eu-west-1.amazonaws.com".parse().unwrap();
    let encoded = encode(&operation, &services::API_GATEWAY, &endpoint, &mut String::new).unwrap();
    assert_eq!(encoded.request.uri().path(), "/restapis/a1");
    assert_eq!(encoded.request.uri().query(), Some("limit=3"));
}
