use aws_operation::{Client, aws_operation, aws_output};

struct Bytes;

#[aws_operation(method = "PUT", uri = "/object", output = Object)]
struct PutObject {
    #[payload]
    content: Bytes,
}

#[aws_output]
struct Object {
    #[payload]
    content: Bytes,
}

fn main() {}

fn call(client: &Client) {
    drop(client.send(PutObject { content: Bytes }));
}
