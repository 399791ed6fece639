//! The least that is enough, and shapes of structs, outputs and errors at their edges.

use std::collections::HashMap;

use aws_operation::{Document, Operation, ServiceError, aws_error, aws_operation, aws_output};
use serde::Deserialize;

#[aws_operation(method = "GET", uri = "/")]
struct Unit;

#[aws_operation(method = "GET", uri = "/")]
struct Empty {}

#[derive(Debug)]
#[aws_operation(method = "GET", uri = "/")]
struct DerivedAbove {}

/// Says "nothing", it's `empty`, and ends in a backslash \
#[aws_operation(method = "GET", uri = r"/raw", output = ())]
struct Documented {}

#[aws_operation(method = "GET", uri = "/", output = Vec<HashMap<String, Shape>>)]
struct List;

#[aws_operation(method = "GET", uri = "/", output = Document)]
struct Any;

#[aws_operation(method = "GET", uri = "/", output = (Shape, [u8; 2]))]
struct Tuple;

#[aws_operation(method = "GET", uri = "/", output = Option<Box<Shape>>, error = OnlyOther)]
struct Optional;

#[derive(Deserialize)]
struct Shape {}

#[aws_output()]
struct NoMembers;

#[aws_output]
struct OneMember {
    name: String,
}

#[aws_operation(method = "GET", uri = "/", output = NoMembers)]
struct WithoutMembers;

#[aws_operation(method = "GET", uri = "/", output = OneMember)]
struct WithOneMember;

#[aws_error()]
enum OnlyOther {
    Other(aws_operation::ServiceError),
}

#[aws_error]
enum Aliased {
    NotFound(std::collections::HashMap<String, String>),
    Other(self::ServiceError),
}

#[aws_operation(method = "POST", uri = "/{token}", error = Aliased)]
struct TokenInThePath {
    #[idempotency_token]
    token: Option<String>,
}

fn main() {
    assert_eq!(Unit::METADATA.code, 200);
}
