//! A variant is one member: a tag of its own, and one type.

use aws_operation::{Document, Timestamp, aws_union};

#[aws_union]
enum Block {
    Text(String),
    #[tag("text")]
    Other(String),
    Two(String, String),
    Named { name: String },
    Bytes(Vec<u8>),
    #[timestamp(iso8601)]
    At(Timestamp),
    #[timestamp(date_time)]
    NoTime(String),
    #[tag]
    NoTag(String),
    #[tag("a")]
    #[tag("b")]
    TwoTags(String),
    #[value("x")]
    NoEnum,
    #[header("x")]
    NoHeader(String),
    #[tag("unknown")]
    Unknown(String, Document),
}

fn main() {}
