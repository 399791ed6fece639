use aws_operation::{Client, aws_operation};

#[aws_operation(method = "GET", uri = "/restapis")]
struct GetRestApis {
    #[query]
    limit: u32,
    #[query("limit")]
    page_size: u32,
}

fn main() {}

fn call(client: &Client) {
    drop(client.send(GetRestApis { limit: 1, page_size: 1 }));
}
