//! A module may use any name for itself, also those of the standard library and of our crate.

#![deny(warnings)]
#![allow(dead_code, non_camel_case_types, non_upper_case_globals)]

struct Result;
struct Option;
struct Some;
struct None;
struct Ok;
struct Err;
struct String;
struct Vec;
struct Box;
struct Clone;
struct Debug;
struct Display;
struct Operation;
struct ServiceError;
struct FromResponse;
struct u16;

const request: u8 = 1;
const body: u8 = 2;
static response: u8 = 3;
static value: u8 = 4;
struct index;
struct f;

mod std {}
mod core {}
mod alloc {}
mod serde {}
mod aws_operation {}
mod private {}

/// Methods that are found first on any value.
trait Hijack: Sized {
    fn as_deref(self) {}
    fn map(self) {}
    fn field(self) {}
    fn label(self) {}
    fn query(self) {}
    fn member(self) {}
    fn header(self) {}
    fn read(self) {}
    fn members(self) {}
    fn finish(self) {}
    fn write_str(self) {}
    fn debug_struct(self) {}
    fn encode(self) {}
    fn into(self) {}
    fn parent_value(self) {}
    fn copied(self) {}
    fn get(self) {}
    fn set(self) {}
    fn of(self) {}
}

impl<T> Hijack for T {}

#[::aws_operation::aws_operation(
    method = "POST",
    uri = "/restapis/{restApiId}",
    output = RestApi,
    error = CreateError,
    paginated(
        input_token = token,
        output_token = key,
        items = names: ::std::vec::Vec<i64>,
        page_size = limit,
        more = more
    )
)]
#[derive(Debug)]
struct Create {
    rest_api_id: ::std::string::String,
    #[query]
    limit: ::core::option::Option<u32>,
    #[header("x-amz-acl")]
    acl: ::std::string::String,
    #[idempotency_token]
    token: ::core::option::Option<::std::string::String>,
    #[sensitive]
    secret: ::std::string::String,
    name: ::std::string::String,
}

#[::aws_operation::aws_output]
#[derive(Debug)]
struct RestApi {
    name: ::std::string::String,
    names: ::std::vec::Vec<i64>,
    #[sensitive]
    key: ::core::option::Option<::std::string::String>,
    #[header("x-amz-id")]
    id: ::std::string::String,
    #[response_code]
    status: u32,
    more: ::core::option::Option<bool>,
}

#[::aws_operation::aws_error(code = "error.code", message = "error.message")]
#[derive(Debug)]
enum CreateError {
    NotFound {
        message: ::core::option::Option<::std::string::String>,
    },
    Conflict(RestApi),
    #[code("Throttled")]
    Err,
    #[status(404)]
    Some,
    #[status(409)]
    None {
        message: ::core::option::Option<::std::string::String>,
    },
    Ok(::aws_operation::ServiceError),
}

fn main() {
    let create = Create {
        rest_api_id: "a1".to_owned(),
        limit: ::core::option::Option::Some(3),
        acl: "private".to_owned(),
        token: ::core::option::Option::None,
        secret: "hidden".to_owned(),
        name: "n".to_owned(),
    };
    assert!(!format!("{create:?}").contains("hidden"));
}
