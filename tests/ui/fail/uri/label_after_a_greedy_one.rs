use aws_operation::{Client, aws_operation};

#[aws_operation(method = "GET", uri = "/{bucket}/{key+}/{part+}")]
struct TwoGreedy {
    bucket: String,
    key: String,
    part: String,
}

#[aws_operation(method = "GET", uri = "/{key+}/parts/{part}")]
struct LabelAfterOne {
    key: String,
    part: String,
}

fn main() {}

fn call(client: &Client) {
    drop(client.send(LabelAfterOne { key: String::new(), part: String::new() }));
}
