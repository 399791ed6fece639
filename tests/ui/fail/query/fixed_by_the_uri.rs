use aws_operation::{Client, aws_operation};

#[aws_operation(method = "POST", uri = "/restapis?mode=import&acl")]
struct ImportRestApi {
    #[query]
    mode: String,
    #[query("acl")]
    access: String,
}

fn main() {}

fn call(client: &Client) {
    drop(client.send(ImportRestApi { mode: String::new(), access: String::new() }));
}
