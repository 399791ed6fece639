//! A variant stands for one value.

use aws_operation::aws_enum;

#[aws_enum]
enum Kind {
    Edge,
    #[value("EDGE")]
    Second,
    Holds(u8),
    #[value(1)]
    Number,
    #[value]
    Nothing,
    #[value("a")]
    #[value("b")]
    Twice,
    #[tag("x")]
    NoUnion,
    Unknown(String),
}

#[aws_enum]
enum Level {
    #[value(1)]
    Low,
    #[value(1)]
    Same,
    NoValue,
    #[value("2")]
    Text,
    #[value(3000000000)]
    TooLarge,
    Unknown(i32),
}

fn main() {}
