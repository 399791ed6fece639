//! A member has a name of its own, a type that can be read, and a format where that is a timestamp.

use aws_operation::aws_structure;

#[aws_structure(rename_all = "Pascal")]
struct Point<'a> {
    name: String,
    #[body("name")]
    other: String,
    borrowed: &'a str,
    bytes: Vec<u8>,
    #[timestamp(date_time)]
    at: String,
}

#[aws_structure]
struct Unreadable {
    value: std::rc::Weak<u8>,
}

fn main() {}
