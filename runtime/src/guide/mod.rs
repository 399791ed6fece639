//! The guide: one topic per page, in the order in which a new user needs them.
//!
//! The pages explain how to use the crate. The documentation of each item is the reference; for
//! declarations, it is that of [`aws_operation`](macro@crate::aws_operation).
//!
//! # Make calls
//!
//! - [`declaring`]: write a request as a struct, and its response as another.
//! - [`protocols`]: the seven protocols of AWS, and services without a preset.
//! - [`errors`]: error enums, what an error prints, and its methods.
//! - [`configuration`]: region, credentials, endpoints, proxies, and the features for them.
//! - [`calls`]: retries, timeouts, limits, and logs.
//! - [`troubleshooting`]: what you see, why, and how to fix it.
//!
//! # More than one request and one response
//!
//! - [`pages`]: read the results of paginated operations.
//! - [`waiters`]: wait until a resource has a state.
//! - [`streaming`]: bodies that do not fit into memory, and checksums.
//! - [`s3`]: large objects in parts.
//! - [`event_streams`]: receive and send events.
//!
//! # Beyond AWS's own services
//!
//! - [`own_apis`]: your own API behind API Gateway, a Lambda function URL, or any other gateway that
//!   verifies signatures.
//! - [`signing`]: presigned URLs, upload forms, tokens, and the signer without a client.
//!
//! # Develop
//!
//! - [`models`]: the tool that generates declarations from AWS's models.
//! - [`testing`]: tests without AWS.
//! - [`blocking`]: calls from code that is not async.
//! - [`wasm`]: what is known about WebAssembly.
//!
//! # Decide
//!
//! - [`from_aws_sdk`]: from the AWS SDK for Rust to this crate.
//! - [`from_aws_sigv4`]: from aws-sigv4 and reqwest to this crate.
//! - [`comparison`]: this crate and its alternatives.
//! - [`cost`]: compile time, binary size, and speed.
//! - [`conformance`]: how the crate is tested.
//! - [`limits`]: what is not supported, and the default limits.

#[doc = include_str!("blocking.md")]
pub mod blocking {}

#[doc = include_str!("calls.md")]
pub mod calls {}

#[doc = include_str!("comparison.md")]
pub mod comparison {}

#[doc = include_str!("configuration.md")]
pub mod configuration {}

#[doc = include_str!("conformance.md")]
pub mod conformance {}

#[doc = include_str!("cost.md")]
pub mod cost {}

#[doc = include_str!("declaring.md")]
pub mod declaring {}

#[doc = include_str!("errors.md")]
pub mod errors {}

#[doc = include_str!("event_streams.md")]
pub mod event_streams {}

#[doc = include_str!("from_aws_sdk.md")]
pub mod from_aws_sdk {}

#[doc = include_str!("from_aws_sigv4.md")]
pub mod from_aws_sigv4 {}

#[doc = include_str!("limits.md")]
pub mod limits {}

#[doc = include_str!("models.md")]
pub mod models {}

#[doc = include_str!("own_apis.md")]
pub mod own_apis {}

#[doc = include_str!("pages.md")]
pub mod pages {}

#[doc = include_str!("protocols.md")]
pub mod protocols {}

#[doc = include_str!("s3.md")]
pub mod s3 {}

#[doc = include_str!("signing.md")]
pub mod signing {}

#[doc = include_str!("streaming.md")]
pub mod streaming {}

#[doc = include_str!("testing.md")]
pub mod testing {}

#[doc = include_str!("troubleshooting.md")]
pub mod troubleshooting {}

#[doc = include_str!("waiters.md")]
pub mod waiters {}

#[doc = include_str!("wasm.md")]
pub mod wasm {}
