use aws_operation::{Client, aws_operation};

#[aws_operation(protocol = "awsJson1_0", method = "POST", uri = "/", code = 201)]
struct GetItem {}

// Without a protocol it is restJson1, which needs both.
#[aws_operation(name = "GetItem")]
struct GetThing {}

fn main() {}

fn call(client: &Client) {
    drop(client.send(GetItem {}));
    drop(client.send(GetThing {}));
}
