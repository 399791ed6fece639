//! A default is for what is decoded, and for labels.

use aws_operation::{aws_operation, aws_output};

#[aws_operation(method = "PUT", uri = "/{account}/{vault}")]
struct Put {
    #[default("-")]
    account: String,
    #[default(1)]
    vault: String,
    #[query]
    #[default(10)]
    limit: u32,
    #[default("a")]
    name: String,
    #[default]
    nothing: String,
    #[default("a")]
    #[default("b")]
    two: String,
}

#[aws_output]
struct Output {
    #[default(10)]
    limit: Option<u32>,
    #[response_code]
    #[default(200)]
    status: u16,
    #[default("text")]
    number: u32,
    #[default(10)]
    text: String,
}

fn main() {}
