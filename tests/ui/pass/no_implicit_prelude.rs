//! A module without a prelude has nothing that generated code could have leant on.

#![no_implicit_prelude]
#![deny(warnings)]

use ::aws_operation::{ServiceError, aws_error, aws_operation, aws_output};
use ::core::option::Option;
use ::std::string::String;

#[aws_operation(
    method = "POST",
    uri = "/restapis/{restApiId}?mode=import",
    output = RestApi,
    error = CreateError,
    host_prefix = "{account}."
)]
#[::core::prelude::v1::derive(::core::fmt::Debug)]
pub struct Create {
    pub rest_api_id: String,
    #[host_label]
    pub account: String,
    #[query]
    pub limit: Option<u32>,
    #[idempotency_token]
    pub token: Option<String>,
    #[sensitive]
    pub secret: String,
}

#[aws_output]
pub struct RestApi {
    pub name: String,
    #[header("x-amz-id")]
    pub id: Option<String>,
}

#[aws_error]
#[::core::prelude::v1::derive(::core::fmt::Debug)]
pub enum CreateError {
    NotFound { message: Option<String> },
    Throttled,
    Other(ServiceError),
}

fn main() {}
