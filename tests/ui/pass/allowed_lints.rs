//! What is allowed on an item, or on a part of it, is allowed where generated code names the same types.

#![deny(deprecated)]

use aws_operation::{
    Document, ServiceError, aws_error, aws_operation, aws_output, aws_structure, aws_union,
};

#[aws_output]
#[deprecated]
struct Out {
    name: String,
}

#[aws_structure]
#[deprecated]
struct Part {
    name: String,
}

#[aws_error]
#[deprecated]
#[derive(Debug)]
enum GetError {
    Other(ServiceError),
}

#[allow(deprecated)]
#[aws_operation(method = "POST", uri = "/", output = Out, error = GetError)]
struct Above {
    part: Part,
}

#[aws_operation(method = "POST", uri = "/", output = Out, error = GetError)]
#[allow(deprecated)]
struct Below {
    part: Part,
}

#[aws_structure]
struct OnAField {
    #[allow(deprecated)]
    part: Option<Part>,
    #[expect(deprecated, reason = "the service still sends it")]
    list: Vec<Part>,
}

#[aws_union]
enum OnAVariant {
    #[allow(deprecated)]
    Part(Part),
    #[deprecated]
    Old(String),
    Unknown(String, Document),
}

fn main() {}
