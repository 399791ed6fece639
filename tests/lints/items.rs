//! Every macro on every kind of item, under the lints of a strict crate and of clippy. The packages
//! beside this file build it in two editions; a lint that fires at the user's definition is an error.

#![deny(
    warnings,
    future_incompatible,
    missing_copy_implementations,
    missing_debug_implementations,
    missing_docs,
    nonstandard_style,
    rust_2018_idioms,
    rust_2021_compatibility,
    rust_2024_compatibility,
    clippy::all,
    clippy::nursery,
    clippy::pedantic,
    elided_lifetimes_in_paths,
    explicit_outlives_requirements,
    keyword_idents,
    let_underscore_drop,
    meta_variable_misuse,
    redundant_imports,
    redundant_lifetimes,
    single_use_lifetimes,
    trivial_casts,
    trivial_numeric_casts,
    unit_bindings,
    unnameable_types,
    unreachable_pub,
    unused,
    unused_import_braces,
    unused_lifetimes,
    unused_macro_rules,
    unused_qualifications,
    unused_results,
    variant_size_differences
)]
// `unreachable_pub` asks for `pub(crate)`, and this one for `pub`.
#![allow(clippy::redundant_pub_crate)]
// Code that allowed these again would be an error.
#![forbid(deprecated, unsafe_code)]

use std::collections::{BTreeMap, HashMap};

use aws_operation::{
    aws_enum, aws_error, aws_operation, aws_output, aws_structure, aws_union, Blob, Document,
    ServiceError, Timestamp,
};

/// An operation with every kind of member.
#[aws_operation(
    method = "POST",
    uri = "/restapis/{restApiId}/{since}/{path+}?mode=import",
    output = Output,
    error = OperationError,
    code = 201,
    rename_all = "camelCase",
    protocol = "restJson1",
    host_prefix = "data-{account}."
)]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Operation<'a> {
    /// A label.
    pub rest_api_id: &'a str,
    /// A label with a format.
    #[timestamp(http_date)]
    pub since: Timestamp,
    /// A greedy label with a default.
    #[default("-")]
    pub path: String,
    /// A query parameter.
    #[query]
    pub limit: Option<u32>,
    /// All other query parameters.
    #[query_params]
    pub parameters: BTreeMap<String, Vec<String>>,
    /// A header.
    #[header("x-amz-acl")]
    pub acl: Vec<String>,
    /// A header as base64.
    #[header("x-amz-context")]
    #[media_type("application/json")]
    pub context: Option<String>,
    /// Headers with a prefix.
    #[prefix_headers("x-amz-meta-")]
    pub metadata: BTreeMap<String, String>,
    /// A part of the host.
    #[host_label]
    pub account: String,
    /// A token.
    #[idempotency_token]
    pub token: Option<String>,
    /// A secret.
    #[sensitive]
    pub secret: String,
    /// A member with a format.
    #[timestamp(date_time)]
    pub until: Option<Timestamp>,
    /// A structure.
    #[body("thePoint")]
    pub point: Option<Structure>,
    /// An enum.
    pub kind: Text,
    /// A raw name.
    pub r#type: &'a str,
}

/// An operation with a payload, and a type parameter.
#[aws_operation(method = "PUT", uri = "/", output = Page<T>, auth = "none")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Generic<T: Clone> {
    /// The payload.
    #[payload]
    pub payload: Option<T>,
}

/// An operation whose payload is bytes, with a secret but without `Debug`.
#[aws_operation(method = "PUT", uri = "/", output = Raw)]
#[derive(Clone, Default)]
#[allow(missing_debug_implementations)]
pub struct Bytes {
    /// A secret.
    #[header("x-key")]
    #[sensitive]
    pub key: String,
    /// The payload.
    #[payload]
    pub payload: Vec<u8>,
}

/// A paginated operation.
#[aws_operation(
    method = "GET",
    uri = "/pages",
    output = Pages,
    paginated(
        input_token = token,
        output_token = list.next,
        items = list.r#type: Vec<String>,
        page_size = size,
        more = is_truncated
    )
)]
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct List {
    /// The token.
    #[query]
    pub token: Option<String>,
    /// The page size.
    #[query]
    pub size: i64,
}

/// A page.
#[aws_output]
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pages {
    /// The flag.
    pub is_truncated: bool,
    /// The list.
    pub list: Option<Box<PageList>>,
}

/// A list.
#[aws_structure]
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PageList {
    /// The token.
    pub next: Option<String>,
    /// The items.
    pub r#type: Vec<String>,
}

/// An operation without members.
#[aws_operation(method = "DELETE", uri = "/")]
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Delete;

/// The same in another style.
#[aws_operation(method = "DELETE", uri = "/")]
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Remove {}

/// An output with every kind of member.
#[aws_output]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Output {
    /// A member.
    pub name: String,
    /// A member with a default.
    #[default("a")]
    pub label: String,
    /// A header.
    #[header("x-amz-id")]
    pub id: Option<String>,
    /// A header with a default.
    #[header("x-level")]
    #[default(5)]
    pub level: u8,
    /// A header as base64.
    #[header("x-amz-context")]
    #[media_type("application/json")]
    pub context: Option<String>,
    /// Headers with a prefix.
    #[prefix_headers("x-amz-meta-")]
    pub metadata: HashMap<String, String>,
    /// The status.
    #[response_code]
    pub status: u16,
    /// A secret.
    #[sensitive]
    pub key: String,
    /// A structure.
    pub point: Structure,
    /// A union.
    pub choice: Union,
}

/// A strict output.
#[aws_output(strict)]
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Strict {
    /// A member.
    pub name: String,
    /// A header.
    #[header("x-amz-id")]
    pub id: String,
    /// A structure.
    pub part: StrictPart,
}

/// An output that is a payload.
#[aws_output]
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Raw {
    /// The payload.
    #[payload]
    pub body: Blob,
}

/// An output without members.
#[aws_output]
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Nothing;

/// A structure.
#[aws_structure]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Structure {
    /// A member.
    pub x: Option<f64>,
    /// A member that is there.
    pub y: Empty,
    /// A timestamp.
    #[timestamp(date_time)]
    pub at: Option<Timestamp>,
    /// One with a default.
    #[default("a")]
    pub name: String,
    /// A nested one.
    pub next: Option<Box<Self>>,
}

/// A strict structure.
#[aws_structure(strict)]
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StrictPart {
    /// A member.
    pub name: String,
}

/// A structure without members.
#[aws_structure]
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Empty {}

/// The same in another style.
#[aws_structure]
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Unit;

/// A structure with a type parameter.
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
pub enum Union {
    /// A member.
    Text(String),
    /// A timestamp.
    #[timestamp(http_date)]
    At(Timestamp),
    /// A secret.
    #[sensitive]
    #[tag("theKey")]
    Key(String),
    /// A member of the unit type.
    Quit,
    /// Any other.
    Unknown(String, Document),
}

/// A union that knows nothing yet.
#[aws_union]
#[derive(Debug, Clone, PartialEq)]
pub enum EmptyUnion {
    /// Any member.
    Unknown(String, Document),
}

/// An enum of text.
#[aws_enum]
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Text {
    /// A value.
    Edge,
    /// One with another name.
    #[value("t2.micro")]
    T2Micro,
    /// Any other.
    Unknown(String),
}

/// An enum of numbers.
#[aws_enum]
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Number {
    /// A value.
    #[value(1)]
    Low,
    /// Any other.
    Unknown(i32),
}

/// An exception.
#[aws_error]
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Exception {
    /// The message.
    pub message: Option<String>,
}

/// An exception without members.
#[aws_error]
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct EmptyException;

/// An operation's errors.
#[aws_error]
#[derive(Debug, Clone, PartialEq)]
pub enum OperationError {
    /// An exception with members.
    #[retryable(throttling)]
    TooManyRequestsException {
        /// The message.
        message: Option<String>,
        /// A header.
        #[header("Retry-After")]
        retry_after: Option<u32>,
    },
    /// One without.
    #[code("Busy")]
    BusyException,
    /// An exception that is a struct.
    NotFoundException(Exception),
    /// A structure.
    Odd(Box<Structure>),
    /// Any other.
    Other(ServiceError),
}

/// Any error.
#[aws_error]
#[derive(Debug, Clone, PartialEq)]
pub enum AnyError {
    /// Any.
    Other(ServiceError),
}

/// Private items, which are used here alone.
mod private {
    use super::{aws_enum, aws_error, aws_operation, aws_structure, ServiceError};

    #[aws_enum]
    #[derive(Debug)]
    enum Kind {
        Unknown(String),
    }

    #[aws_structure]
    #[derive(Debug)]
    struct Point {
        kind: Option<Kind>,
    }

    #[aws_error]
    #[derive(Debug)]
    pub(crate) enum PostError {
        Other(ServiceError),
    }

    #[aws_operation(method = "POST", uri = "/", error = PostError)]
    #[derive(Debug)]
    pub(crate) struct Post {
        point: Option<Point>,
    }

    pub(crate) fn post() -> Post {
        Post { point: Some(Point { kind: Some(Kind::from("a")) }) }
    }
}

/// Uses the private items.
#[must_use]
pub fn describe() -> String {
    format!("{:?}", private::post())
}

/// Deprecated items, and items of which a part is deprecated.
pub mod deprecated {
    use super::{
        aws_enum, aws_error, aws_operation, aws_output, aws_structure, aws_union, Document,
        ServiceError, Timestamp,
    };

    /// An operation.
    #[aws_operation(method = "POST", uri = "/{id}/{old}")]
    #[deprecated]
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub struct Operation {
        /// A label.
        pub id: String,
        /// A deprecated label.
        #[deprecated]
        pub old: String,
        /// A deprecated query parameter.
        #[query]
        #[deprecated]
        pub limit: Option<u32>,
        /// A deprecated header.
        #[header("x-old")]
        #[deprecated]
        pub header: Option<String>,
        /// A deprecated member.
        #[deprecated(since = "1.0.0", note = "use another")]
        #[timestamp(date_time)]
        pub member: Option<Timestamp>,
        /// A deprecated token.
        #[deprecated]
        #[idempotency_token]
        pub token: Option<String>,
        /// A deprecated secret.
        #[deprecated]
        #[sensitive]
        pub secret: String,
    }

    /// An output.
    #[aws_output]
    #[deprecated]
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub struct Output {
        /// A member.
        pub id: String,
        /// A deprecated one with a default.
        #[deprecated]
        #[default("a")]
        pub old: String,
        /// A deprecated header.
        #[header("x-old")]
        #[deprecated]
        pub header: Option<String>,
        /// A deprecated secret.
        #[deprecated]
        #[sensitive]
        pub secret: String,
    }

    /// A structure.
    #[aws_structure(strict)]
    #[deprecated(note = "use another")]
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub struct Structure {
        /// A member.
        pub id: String,
        /// A deprecated one.
        #[deprecated]
        pub old: String,
    }

    /// A structure, of which a member is deprecated.
    #[aws_structure]
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub struct Partly {
        /// A deprecated member.
        #[deprecated]
        pub old: Option<String>,
    }

    /// A union.
    #[aws_union]
    #[deprecated]
    #[derive(Debug, Clone, PartialEq)]
    pub enum Union {
        /// A deprecated member.
        #[deprecated]
        Text(String),
        /// A deprecated unit.
        #[deprecated]
        #[sensitive]
        Quit,
        /// Any other.
        #[deprecated]
        Unknown(String, Document),
    }

    /// An enum of text.
    #[aws_enum]
    #[deprecated]
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub enum Text {
        /// A deprecated value.
        #[deprecated]
        Edge,
        /// Any other.
        #[deprecated]
        Unknown(String),
    }

    /// An enum of numbers.
    #[aws_enum]
    #[deprecated]
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum Number {
        /// A deprecated value.
        #[deprecated]
        #[value(1)]
        Low,
        /// Any other.
        #[deprecated]
        Unknown(i32),
    }

    /// An exception.
    #[aws_error]
    #[deprecated]
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub struct Exception {
        /// The message.
        #[deprecated]
        pub message: Option<String>,
    }

    /// Errors.
    #[aws_error]
    #[deprecated]
    #[derive(Debug, Clone, PartialEq)]
    pub enum Errors {
        /// A deprecated exception.
        #[deprecated]
        #[retryable]
        NotFoundException {
            /// A deprecated message.
            #[deprecated]
            message: Option<String>,
        },
        /// A deprecated exception that is a structure.
        #[deprecated]
        Inner(super::Structure),
        /// A deprecated exception without members.
        #[deprecated]
        Quit,
        /// Any other.
        #[deprecated]
        Other(ServiceError),
    }
}
