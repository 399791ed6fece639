use aws_operation::{Client, aws_operation};

#[aws_operation]
struct NoParentheses {
    rest_api_id: String,
}

#[aws_operation()]
struct Empty {
    rest_api_id: String,
}

#[aws_operation(uri = "/restapis/{restApiId}")]
struct NoMethod {
    rest_api_id: String,
    name: String,
}

#[aws_operation(
    method = "GET",
    output = (),
)]
struct NoUri {
    rest_api_id: String,
}

fn main() {}

fn call(client: &Client) {
    let rest_api_id = String::new;
    drop(client.send(NoParentheses { rest_api_id: rest_api_id() }));
    drop(client.send(Empty { rest_api_id: rest_api_id() }));
    drop(client.send(NoMethod { rest_api_id: rest_api_id(), name: String::new() }));
    drop(client.send(NoUri { rest_api_id: rest_api_id() }));
}
