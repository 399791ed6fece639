use aws_operation::{Client, aws_operation};

#[aws_operation(method = "GET", uri = "/restapis/{restApiId}")]
struct GetRestApi {
    rest_api_id: String,
    name: String,
    #[timestamp(date_time)]
    since: aws_operation::Timestamp,
}

#[aws_operation(method = "HEAD", uri = "/restapis")]
struct HeadRestApi {
    limit: u32,
}

#[aws_operation(method = "DELETE", uri = "/restapis")]
struct DeleteRestApi {
    limit: u32,
}

fn main() {}

fn call(client: &Client, since: aws_operation::Timestamp) {
    drop(client.send(GetRestApi { rest_api_id: String::new(), name: String::new(), since }));
    drop(client.send(HeadRestApi { limit: 1 }));
    drop(client.send(DeleteRestApi { limit: 1 }));
}
