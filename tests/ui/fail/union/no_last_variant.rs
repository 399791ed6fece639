//! A union keeps a member that it does not know, in its last variant.

use aws_operation::{Document, aws_union};

#[aws_union]
enum Closed {
    Text(String),
}

#[aws_union]
enum TooEarly {
    Unknown(String, Document),
    Text(String),
}

#[aws_union]
enum Empty {}

#[aws_union]
enum Generic<T> {
    Text(T),
    Unknown(String, Document),
}

#[aws_union]
struct NoEnum {
    text: String,
}

fn main() {}
