use aws_operation::{Client, ServiceError, aws_error, aws_operation};

#[aws_operation(method = "GET", uri = "/restapis", error = GetRestApisError)]
struct GetRestApis {
    #[querry]
    limit: u32,
    #[haeder("x-amz-acl")]
    acl: String,
    #[idempotency_tokens]
    #[query]
    token: Option<String>,
}

#[aws_error]
enum GetRestApisError {
    NotFound {
        #[headers("x-amz-id")]
        id: String,
    },
    Other(ServiceError),
}

fn main() {}

fn call(client: &Client) {
    drop(client.send(GetRestApis { limit: 1, acl: String::new(), token: None }));
}
