//! Generated code is clean under the lints that a strict crate denies.

#![deny(
    warnings,
    missing_docs,
    missing_debug_implementations,
    future_incompatible,
    keyword_idents,
    let_underscore,
    nonstandard_style,
    rust_2018_idioms,
    rust_2021_compatibility,
    rust_2024_compatibility,
    unused,
    explicit_outlives_requirements,
    meta_variable_misuse,
    redundant_lifetimes,
    single_use_lifetimes,
    trivial_casts,
    trivial_numeric_casts,
    unit_bindings,
    unreachable_pub,
    unsafe_code,
    unused_import_braces,
    unused_lifetimes,
    unused_macro_rules,
    unused_qualifications,
    unused_results,
    variant_size_differences
)]

use std::collections::BTreeMap;

use aws_operation::{Blob, ServiceError, Timestamp, aws_error, aws_operation, aws_output};

/// Creates a REST API: "it's" `quoted`, and \ escaped.
#[aws_operation(
    method = "POST",
    uri = "/restapis/{restApiId}/{since}/{path+}?mode=import",
    output = RestApi,
    error = CreateRestApiError,
    code = 201,
    rename_all = "camelCase",
    protocol = "restJson1",
    host_prefix = "data-{account}."
)]
#[derive(Debug, Clone, Default)]
pub struct CreateRestApi<'a> {
    /// A label.
    pub rest_api_id: &'a str,
    /// A label with a format.
    #[timestamp(http_date)]
    pub since: Option0,
    /// A greedy label.
    pub path: String,
    /// A query parameter.
    #[query]
    pub limit: Option<u32>,
    /// All other query parameters.
    #[query_params]
    pub parameters: BTreeMap<String, Vec<String>>,
    /// A header.
    #[header("x-amz-acl")]
    pub acl: String,
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
    /// A member.
    #[body("displayName")]
    pub name: &'a str,
}

type Option0 = Timestamp;

/// A REST API.
#[aws_output]
#[derive(Debug)]
pub struct RestApi {
    /// A member.
    pub name: String,
    /// A header.
    #[header("x-amz-id")]
    pub id: Option<String>,
    /// Headers with a prefix.
    #[prefix_headers("x-amz-meta-")]
    pub metadata: BTreeMap<String, String>,
    /// The status.
    #[response_code]
    pub status: u16,
    /// A secret.
    #[sensitive]
    pub key: String,
}

/// An export.
#[aws_output]
#[derive(Debug, Clone, PartialEq)]
pub struct Export {
    /// The whole body.
    #[payload]
    pub body: Blob,
}

/// Nothing.
#[aws_output]
#[derive(Debug, Clone, Copy)]
pub struct Nothing;

/// Errors.
#[aws_error]
#[derive(Debug)]
pub enum CreateRestApiError {
    /// With members.
    NotFoundException {
        /// The message.
        message: Option<String>,
    },
    /// Without.
    #[code("TooManyRequests")]
    TooManyRequestsException,
    /// A type.
    ConflictException(Nothing),
    /// Any other.
    Other(ServiceError),
}

/// Any error.
#[aws_error]
#[derive(Debug)]
pub enum AnyError {
    /// Any.
    Other(ServiceError),
}

/// Errors in a form of their own.
#[aws_error(code = "error.code", message = "error.message")]
#[derive(Debug)]
pub enum OwnError {
    /// With a code.
    #[code("4001")]
    TooMany,
    /// With a status.
    #[status(404)]
    NotFound {
        /// The message.
        message: Option<String>,
    },
    /// Any other.
    Other(ServiceError),
}

/// Errors that have only a status.
#[aws_error(message = "reason")]
#[derive(Debug)]
pub enum StatusError {
    /// With a status.
    #[status(404)]
    NotFound,
    /// A type.
    #[status(409)]
    ConflictException(Nothing),
    /// Any other.
    Other(ServiceError),
}

/// Fails in a form of its own.
#[aws_operation(method = "GET", uri = "/own", error = OwnError)]
#[derive(Debug)]
pub struct GetOwn {}

/// Fails with a status.
#[aws_operation(method = "GET", uri = "/status", error = StatusError)]
#[derive(Debug)]
pub struct GetStatus {}

/// Sends bytes.
#[aws_operation(method = "PUT", uri = "/export", output = Export, error = AnyError)]
#[derive(Debug)]
pub struct PutExport {
    /// The whole body.
    #[payload]
    pub body: Vec<u8>,
}

/// Sends nothing.
#[aws_operation(method = "DELETE", uri = "/export")]
#[derive(Debug)]
pub struct DeleteExport;

fn main() {}
