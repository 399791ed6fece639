use aws_operation::{Client, aws_operation};

#[aws_operation(method = "GET", uri = "/vault", host_prefix = "{account}.")]
struct GetVault {
    #[host_label]
    account: Option<String>,
    #[host_label]
    region: String,
}

fn main() {}

fn call(client: &Client) {
    drop(client.send(GetVault { account: None, region: String::new() }));
}
