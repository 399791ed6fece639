//! An enum keeps a value that it does not know, in its last variant.

use aws_operation::aws_enum;

#[aws_enum]
enum Closed {
    Edge,
}

#[aws_enum]
enum TooEarly {
    Unknown(String),
    Edge,
}

#[aws_enum(rename_all = "SCREAMING")]
enum OfBytes {
    Edge,
    Unknown(Vec<u8>),
}

#[aws_enum]
#[derive(serde::Serialize)]
enum Twice {
    Unknown(String),
}

#[aws_enum(method = "GET")]
enum Argument {
    Unknown(String),
}

fn main() {}
