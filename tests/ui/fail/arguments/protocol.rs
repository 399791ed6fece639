use aws_operation::{Client, aws_operation};

#[aws_operation(method = "GET", uri = "/restapis", protocol = "restjson1")]
struct GetRestApis {}

#[aws_operation(method = "POST", uri = "/", protocol = "ec2Query")]
struct DescribeInstances {}

fn main() {}

fn call(client: &Client) {
    drop(client.send(GetRestApis {}));
    drop(client.send(DescribeInstances {}));
}
