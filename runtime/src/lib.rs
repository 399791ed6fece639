//! Declare an AWS operation as a struct, and you have the client for it.
//!
//! See [`aws_operation`](macro@aws_operation) for the attribute and all its words.

#![cfg_attr(docsrs, feature(doc_cfg))]

// Generated code says `::aws_operation`, also in this crate's own tests and docs.
extern crate self as aws_operation;

mod client;
mod config;
mod credentials;
mod endpoint;
mod error;
mod operation;
mod protocol;
mod request;
mod response;
mod retry;
mod service;
mod transport;
mod types;

#[doc(hidden)]
pub mod private;
pub mod sigv4;

pub use client::Client;
pub use config::{Config, ConfigBuilder, ConfigError};
pub use credentials::{Credentials, CredentialsError, CredentialsFuture, ProvideCredentials};
pub use endpoint::{Endpoint, EndpointError};
pub use error::{DecodeError, EncodeError, Error, ErrorKind, FromErrorResponse, ServiceError};
pub use operation::{Failure, Metadata, Operation, decode, encode};
pub use protocol::Protocol;
pub use request::{AsPayloadBytes, BodyMembers, Encoded, RequestEncoder};
pub use response::{FromResponse, MemberValue, PayloadBytes, PrefixHeaders, ResponseDecoder};
pub use service::{Service, services};
pub use transport::{Transport, TransportError, TransportFuture};
pub use types::{
    Blob, Document, Number, ParseTimestampError, Timestamp, TimestampFormat, timestamp,
};

pub use aws_operation_macros::{aws_error, aws_operation, aws_output};
