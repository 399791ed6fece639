use aws_operation::{Client, aws_operation};

#[aws_operation(method = "GET", uri = "/vault", host_prefix = "{account.")]
struct NotClosed {
    #[host_label]
    account: String,
}

#[aws_operation(method = "GET", uri = "/vault", host_prefix = "")]
struct Empty {}

#[aws_operation(method = "GET", uri = "/vault", host_prefix = "{}.")]
struct NoName {}

#[aws_operation(method = "GET", uri = "/vault", host_prefix = "data/{account}.")]
struct NoHost {
    #[host_label]
    account: String,
}

fn main() {}

fn call(client: &Client) {
    drop(client.send(NotClosed { account: String::new() }));
    drop(client.send(Empty {}));
}
