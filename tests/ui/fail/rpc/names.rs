use aws_operation::{Client, aws_operation};

#[aws_operation(protocol = "awsJson1.0")]
struct GetItem {}

#[aws_operation(protocol = "json")]
struct ListTables {}

#[aws_operation(protocol = "awsJson1_0", name = "Get-Item")]
struct Get {}

#[aws_operation(protocol = "awsJson1_0", name = GetItem)]
struct GetTwo {}

fn main() {}

fn call(client: &Client) {
    drop(client.send(GetItem {}));
    drop(client.send(ListTables {}));
    drop(client.send(Get {}));
    drop(client.send(GetTwo {}));
}
