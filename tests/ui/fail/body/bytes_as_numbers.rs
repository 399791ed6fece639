use aws_operation::{Client, aws_operation, aws_output};

#[aws_operation(method = "POST", uri = "/functions", output = Function)]
struct CreateFunction {
    zip_file: Vec<u8>,
    hash: Option<[u8; 32]>,
}

#[aws_output]
struct Function {
    zip_file: Option<Vec<u8>>,
}

fn main() {}

fn call(client: &Client) {
    drop(client.send(CreateFunction { zip_file: Vec::new(), hash: None }));
}
