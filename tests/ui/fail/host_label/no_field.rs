use aws_operation::{Client, aws_operation};

#[aws_operation(method = "GET", uri = "/vault", host_prefix = "{accountId}.{region}.")]
struct GetVault {
    #[query]
    region: String,
}

fn main() {}

fn call(client: &Client) {
    drop(client.send(GetVault { region: String::new() }));
}
