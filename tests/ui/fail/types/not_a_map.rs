use aws_operation::{Client, aws_operation, aws_output};

struct Map;

#[aws_operation(method = "PUT", uri = "/object", output = Object)]
struct PutObject {
    #[prefix_headers("x-amz-meta-")]
    metadata: Map,
    #[query_params]
    parameters: Map,
}

#[aws_output]
struct Object {
    #[prefix_headers("x-amz-meta-")]
    metadata: Map,
}

fn main() {}

fn call(client: &Client) {
    drop(client.send(PutObject { metadata: Map, parameters: Map }));
}
