//! Tests over a socket: a local [`Server`] that verifies signatures as AWS does, and the [`Verifier`] alone,
//! for any other server.
//!
//! A [`Fake`](super::Fake) answers calls before anything is sent. With a [`Server`], the client signs, sends
//! and retries as usual, and the server refuses what AWS would refuse:
//!
//! ```
//! use aws_operation::testing::verify::Server;
//! use aws_operation::{Client, Config, Credentials, aws_operation, services};
//!
//! #[aws_operation(method = "GET", uri = "/restapis/{restApiId}", output = RestApi)]
//! struct GetRestApi {
//!     rest_api_id: String,
//! }
//!
//! #[derive(serde::Deserialize)]
//! struct RestApi {
//!     name: String,
//! }
//!
//! # #[cfg(feature = "hyper")]
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let server = Server::start(Credentials::new("AKID", "secret"), |request| {
//!     assert_eq!(request.uri().path(), "/restapis/a1b2c3");
//!     http::Response::new(r#"{"name": "pets"}"#)
//! })?;
//! let client = |credentials| -> Result<Client, Box<dyn std::error::Error>> {
//!     let config = Config::builder().region("eu-west-1").credentials(credentials);
//!     let config = config.endpoint_url(server.url()).build()?;
//!     Ok(Client::new(&config, services::API_GATEWAY))
//! };
//!
//! let get = || GetRestApi { rest_api_id: "a1b2c3".into() };
//! assert_eq!(client(server.credentials())?.send(get()).await?.name, "pets");
//!
//! let other = Credentials::new("AKID", "another secret");
//! let error = client(other)?.send(get()).await.err().ok_or("it must be refused")?;
//! assert_eq!(error.code(), Some("InvalidSignatureException"));
//! assert!(server.requests()[1].refusal.is_some());
//! # Ok(())
//! # }
//! # #[cfg(not(feature = "hyper"))]
//! # fn main() {}
//! ```
//!
//! # What is verified
//!
//! - The signature in the `authorization` header or in a presigned URL. The verifier computes the expected one
//!   from the received request, with code that the signer does not use. The path is read by S3's rules if the signature is for S3.
//! - That `host` and all headers whose names begin with `x-amz-` are signed.
//! - The access key id, the session token, and, if they are set, the [region](Verifier::region) and the
//!   [service](Verifier::service).
//! - The time: at most 15 minutes from the clock of this machine, or within the validity of a presigned URL.
//! - The body: its hash, or the signature of each chunk and of the trailer (`aws-chunked`). The trailer must
//!   have the headers that `x-amz-trailer` announces. The content of an unsigned payload is not verified, nor
//!   are checksums and the signatures of events.
//!
//! Signature Version 4a and the forms of `presign_post` are not supported; such requests are refused.
//!
//! # Errors
//!
//! A refusal has the form and the code of the protocol of the request, so that the client reads it as usual:
//!
//! | reason | S3 | JSON and CBOR | query | EC2 |
//! | --- | --- | --- | --- | --- |
//! | no signature | `AccessDenied` | `MissingAuthenticationTokenException` | `MissingAuthenticationToken` | `MissingAuthenticationToken` |
//! | malformed signature | `AuthorizationHeaderMalformed`, `AuthorizationQueryParametersError` | `IncompleteSignatureException` | `IncompleteSignature` | `IncompleteSignature` |
//! | unknown access key id | `InvalidAccessKeyId` | `UnrecognizedClientException` | `InvalidClientTokenId` | `AuthFailure` |
//! | wrong session token | `InvalidToken` | `UnrecognizedClientException` | `InvalidClientTokenId` | `AuthFailure` |
//! | other region or service | `AuthorizationHeaderMalformed`, `AuthorizationQueryParametersError` | `InvalidSignatureException` | `SignatureDoesNotMatch` | `AuthFailure` |
//! | unsigned header | `AccessDenied` | `InvalidSignatureException` | `SignatureDoesNotMatch` | `AuthFailure` |
//! | clock differs | `RequestTimeTooSkewed` | `InvalidSignatureException` | `SignatureDoesNotMatch` | `RequestExpired` |
//! | presigned URL expired | `AccessDenied` | `InvalidSignatureException` | `SignatureDoesNotMatch` | `RequestExpired` |
//! | the hash is not that of the body | `XAmzContentSHA256Mismatch` | `InvalidSignatureException` | `SignatureDoesNotMatch` | `AuthFailure` |
//! | malformed `aws-chunked` body | `IncompleteBody` | `InvalidSignatureException` | `SignatureDoesNotMatch` | `AuthFailure` |
//! | wrong signature | `SignatureDoesNotMatch` | `InvalidSignatureException` | `SignatureDoesNotMatch` | `AuthFailure` |
//!
//! The headers `smithy-protocol` and `content-type` decide which protocol the request has. If they do not, the
//! service in the signature does: S3, CloudFront and Route 53 use XML, all others JSON. CloudFront and Route 53 have the codes of
//! the query protocol.
//!
//! The message of a wrong signature has the canonical request and the string to sign that the server
//! computed. If the sender made a common mistake, such as to encode the path once instead of twice, the
//! message names it. It contains no secret key, no session token and no correct signature.

mod canonical;
mod checks;
mod chunks;
mod claim;
mod connection;
mod dialect;
mod error;
mod mismatch;
mod reason;
mod request;
mod response;
mod server;
mod verifier;

pub(super) use chunks::decode_chunks;
pub use error::VerifyError;
pub use reason::Reason;
pub use server::{Received, Server};
pub use verifier::{Signed, Verifier};
