use aws_operation::{Client, aws_operation, aws_output};

#[aws_output]
struct Invocation {
    #[response_code]
    status: String,
    #[response_code]
    code: u16,
}

#[aws_operation(method = "POST", uri = "/invocations", output = Invocation)]
struct Invoke {}

fn main() {}

fn call(client: &Client) {
    drop(client.send(Invoke {}));
}
