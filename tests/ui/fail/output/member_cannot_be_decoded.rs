use aws_operation::{Client, aws_operation, aws_output};

struct Name;

#[aws_output]
struct RestApi {
    name: Name,
    #[header("x-name")]
    header: Option<Name>,
}

#[aws_output]
struct Export {
    #[payload]
    body: Name,
}

#[aws_operation(method = "GET", uri = "/restapi", output = RestApi)]
struct GetRestApi {}

#[aws_operation(method = "GET", uri = "/export", output = Export)]
struct GetExport {}

fn main() {}

fn call(client: &Client) {
    drop(client.send(GetRestApi {}));
    drop(client.send(GetExport {}));
}
