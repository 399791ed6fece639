//! Types that are more than a path: defaults, projections, trait objects, macros.

#![deny(warnings)]
#![allow(dead_code)]

use std::borrow::Cow;

use aws_operation::{ServiceError, aws_error, aws_operation, aws_output};
use serde::{Deserialize, Serialize, Serializer};

#[derive(Deserialize)]
struct Wrapper;

#[aws_operation(method = "GET", uri = "/a", output = Vec<Wrapper,>)]
#[must_use]
#[non_exhaustive]
#[repr(C)]
struct Default<T: Serialize = String>
where
    Self: Sized,
{
    #[query]
    value: T,
}

trait HasType {
    type Type;
}

trait Shape {}

impl Serialize for dyn Shape {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_unit()
    }
}

#[aws_operation(method = "POST", uri = "/a")]
struct Projected<T: HasType> {
    short: T::Type,
    long: <T as HasType>::Type,
    object: Option<&'static dyn Shape>,
    boxed: Box<dyn Shape>,
    #[header("x-list")]
    list: &'static [&'static str],
}

macro_rules! text {
    () => {
        String
    };
}

#[aws_operation(method = "DELETE", uri = "/a/{label}")]
struct Macro {
    label: text!(),
    #[query]
    query: Option<text!()>,
    #[body]
    body: text!(),
}

#[aws_output]
struct Owned {
    name: Cow<'static, str>,
    boxed: Option<Box<str>>,
}

/// A message is shown where it is a `String`; in any other type it does no harm.
#[aws_error]
#[non_exhaustive]
enum Messages {
    A { message: text!() },
    B { message: Box<str> },
    C { message: Option<Box<str>> },
    D { message: i32 },
    E { message: Option<std::string::String> },
    Other(ServiceError),
}

fn main() {}
