use aws_operation::{Client, aws_operation};

#[aws_operation(method = "GET", uri = "/vault")]
struct GetVault {
    #[host_label]
    account_id: String,
}

fn main() {}

fn call(client: &Client) {
    drop(client.send(GetVault { account_id: String::new() }));
}
