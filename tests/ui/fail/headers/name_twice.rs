use aws_operation::{Client, aws_operation, aws_output};

#[aws_operation(method = "PUT", uri = "/object", output = Object)]
struct PutObject {
    #[header("x-amz-acl")]
    acl: String,
    #[header("X-Amz-ACL")]
    canned_acl: String,
}

#[aws_output]
struct Object {
    #[header("ETag")]
    e_tag: String,
    #[header("etag")]
    tag: String,
}

fn main() {}

fn call(client: &Client) {
    drop(client.send(PutObject { acl: String::new(), canned_acl: String::new() }));
}
