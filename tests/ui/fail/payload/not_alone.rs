use aws_operation::{Blob, Client, aws_operation, aws_output};

#[aws_operation(method = "PUT", uri = "/object/{key}", output = Object)]
struct PutObject {
    key: String,
    #[payload]
    content: Blob,
    name: String,
    #[body("ownerName")]
    owner: String,
    #[payload]
    second: Blob,
}

#[aws_output]
struct Object {
    name: String,
    #[payload]
    content: Blob,
}

#[aws_operation(method = "GET", uri = "/object/{key}")]
struct GetObject {
    key: String,
    #[payload]
    query: String,
    name: String,
}

fn main() {}

fn call(client: &Client, put: PutObject, get: GetObject) {
    drop(client.send(put));
    drop(client.send(get));
}
