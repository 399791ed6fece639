//! Shapes may have any names, and stand in a module without a prelude that is full of others.

#![no_implicit_prelude]
#![deny(warnings)]
#![allow(dead_code, non_camel_case_types, non_upper_case_globals)]

struct Result;
struct Default;
struct Serialize;
struct Deserialize;
struct Serializer;
struct Structure;
struct Union;
struct Unset;
struct From;
struct Display;
struct MessageOf;
struct i32;
struct usize;
struct str;

const value: u8 = 1;
const index: u8 = 2;
static map: u8 = 3;
struct serializer;
struct S;
struct D;

mod std {}
mod core {}
mod serde {}
mod aws_operation {}
mod private {}

trait Hijack: ::core::marker::Sized {
    fn serialize(self) {}
    fn serialize_struct(self) {}
    fn as_str(self) {}
    fn message(self) {}
    fn from(self) {}
    fn end(self) {}
    fn is_some(self) {}
    fn pad(self) {}
}

impl<T> Hijack for T {}

#[::aws_operation::aws_enum]
enum Option {
    Some,
    None,
    Unknown(::std::string::String),
}

#[::aws_operation::aws_enum]
enum Number {
    #[value(1)]
    Ok,
    Unknown(::core::primitive::i32),
}

#[::aws_operation::aws_structure]
struct Vec {
    r#type: ::core::option::Option<Option>,
    map: ::std::string::String,
    index: Number,
    value: ::std::vec::Vec<Box>,
}

#[::aws_operation::aws_union]
enum Box {
    String(::std::string::String),
    Err,
    Self_(::std::boxed::Box<Vec>),
    Unknown(::std::string::String, ::aws_operation::Document),
}

#[::aws_operation::aws_error]
struct Exception {
    message: ::core::option::Option<::std::string::String>,
}

#[::aws_operation::aws_error]
enum Error {
    Exception(Exception),
    Other(::aws_operation::ServiceError),
}

#[::aws_operation::aws_operation(method = "PUT", uri = "/", output = Vec, error = Error)]
struct Put {
    #[payload]
    value: ::core::option::Option<Vec>,
}

fn main() {}
