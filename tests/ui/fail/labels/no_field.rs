use aws_operation::{Client, aws_operation};

#[aws_operation(method = "GET", uri = "/restapis/{restApiId}")]
struct GetRestApi {}

#[aws_operation(method = "GET", uri = "/db/{DBName}/{type}", rename_all = "snake_case")]
struct GetDatabase;

fn main() {}

fn call(client: &Client) {
    drop(client.send(GetRestApi {}));
    drop(client.send(GetDatabase));
}
