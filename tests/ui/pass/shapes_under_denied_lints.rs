//! Structures, unions, enums and exceptions are clean under lints that a strict crate forbids.

#![forbid(unused, unsafe_code)]
#![deny(
    warnings,
    missing_docs,
    missing_debug_implementations,
    nonstandard_style,
    rust_2018_idioms,
    redundant_lifetimes,
    single_use_lifetimes,
    trivial_casts,
    trivial_numeric_casts,
    unreachable_pub,
    unused_lifetimes,
    unused_qualifications,
    unused_results
)]

use aws_operation::{
    Document, ServiceError, Timestamp, aws_enum, aws_error, aws_operation, aws_output,
    aws_structure, aws_union,
};

/// A structure.
#[aws_structure]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Point {
    /// A member.
    pub x: Option<i32>,
    /// A member that is there.
    pub y: Inner,
    /// A timestamp.
    #[timestamp(date_time)]
    pub at: Option<Timestamp>,
    /// One with a default.
    #[default("a")]
    pub name: String,
}

/// A structure without members.
#[aws_structure]
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Inner {}

/// The same in another style.
#[aws_structure]
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unit;

/// A structure with parameters.
#[aws_structure]
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page<T> {
    /// The items.
    pub items: Vec<T>,
    /// The first one.
    pub first: Option<T>,
}

/// A union.
#[aws_union]
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// A member.
    Text(String),
    /// A member of the unit type.
    Quit,
    /// Any other.
    Unknown(String, Document),
}

/// A union that knows nothing yet.
#[aws_union]
#[derive(Debug, Clone, PartialEq)]
pub enum Nothing {
    /// Any member.
    Unknown(String, Document),
}

/// An enum.
#[aws_enum]
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A value.
    Edge,
    /// Any other.
    Unknown(String),
}

/// An enum of numbers.
#[aws_enum]
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// A value.
    #[value(1)]
    Low,
    /// Any other.
    Unknown(i32),
}

/// An exception.
#[aws_error]
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NotFoundException {
    /// The message.
    pub message: Option<String>,
}

/// An operation's errors.
#[aws_error]
#[derive(Debug, Clone, PartialEq)]
pub enum GetError {
    /// An exception.
    NotFoundException(NotFoundException),
    /// An output that is no exception.
    Odd(Point),
    /// Any other.
    Other(ServiceError),
}

/// An output.
#[aws_output]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Output {
    /// A header with a default.
    #[header("x-level")]
    #[default(5)]
    pub level: u8,
    /// The rest.
    pub page: Page<Point>,
}

/// An operation.
#[aws_operation(method = "PUT", uri = "/{kind}", output = Output, error = GetError, auth = "none")]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Put {
    /// A label.
    #[default("-")]
    pub kind: String,
    /// The payload.
    #[payload]
    pub point: Option<Point>,
}

/// Private ones, of which nobody uses what they give.
mod private {
    #[super::aws_enum]
    #[derive(Debug)]
    enum Kind {
        Unknown(String),
    }

    #[super::aws_structure]
    #[derive(Debug)]
    struct Point {
        kind: Option<Kind>,
    }

    #[super::aws_operation(method = "POST", uri = "/")]
    #[derive(Debug)]
    pub(crate) struct Post {
        point: Option<Point>,
    }

    pub(crate) fn post() -> Post {
        Post { point: Some(Point { kind: Some(Kind::from("a")) }) }
    }
}

fn main() {
    println!("{:?} {:?}", private::post(), Put::default());
}
