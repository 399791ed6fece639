//! Recordings of real calls: a [`Recorder`] writes them to a file without secrets, and a [`Playback`]
//! answers from the file, without a network and without credentials.
//!
//! ```no_run
//! # use aws_operation::{aws_operation, Client, Config, services};
//! use aws_operation::testing::{Playback, Recorder};
//!
//! # #[aws_operation(protocol = "awsJson1_0")]
//! # struct ListTables {}
//! # async fn run() -> Result<(), Box<dyn std::error::Error>> {
//! // Once, with real credentials:
//! let recorder = Recorder::create("tests/tables.json")?;
//! let config = Config::builder().transport(recorder.clone()).load().await?;
//! Client::new(&config, services::DYNAMODB).send(ListTables {}).await?;
//! recorder.finish()?;
//!
//! // In the test:
//! let playback = Playback::open("tests/tables.json")?;
//! let config = playback.config_builder().region("eu-west-1").build()?;
//! Client::new(&config, services::DYNAMODB).send(ListTables {}).await?;
//! assert!(playback.unused().is_empty());
//! # Ok(())
//! # }
//! ```
//!
//! # The file
//!
//! A JSON document, formatted so that its changes can be reviewed. Each attempt of a call is one exchange:
//! the request, and the response or the error of the transport. Bodies are text, or base64 if they are not
//! UTF-8. What differs in each run is left out: the signature, the date, and the client's own headers such
//! as `amz-sdk-request` and `user-agent`. Bodies in chunks (`aws-chunked`) are decoded. The requests that get
//! the configuration's credentials, for example from a role or an instance, are not recorded.
//!
//! # Secrets
//!
//! Before an exchange is kept, these are replaced by `REDACTED`:
//!
//! - the headers `cookie`, `proxy-authorization`, `set-cookie`, `x-api-key`, `x-amz-sso_bearer_token`, and those
//!   with keys for SSE-C; the headers with signatures and session tokens are left out;
//! - the signature and the session token of presigned URLs, and users and passwords in URLs, in headers, in
//!   bodies and in the messages of errors;
//! - the values of the request's secret headers in the messages of errors;
//! - members of JSON, XML, CBOR and forms, XML attributes, and parameters of URLs, at any depth, also in
//!   documents that are the strings of documents, if they have one of these names in any case:
//!   `AccessToken`, `AuthorizationToken`, `AuthToken`, `ClientSecret`, `DeviceCode`, `IdToken`,
//!   `KeyMaterial`, `MasterUserPassword`, `NewPassword`, `OldPassword`, `Password`, `Plaintext`,
//!   `PreviousPassword`, `PrivateKey`, `ProposedPassword`, `RefreshToken`, `SAMLAssertion`,
//!   `SecretAccessKey`, `SecretBinary`, `SecretHash`, `SecretString`, `SessionToken`, `TokenCode`,
//!   `WebIdentityToken`. Underscores and hyphens in a name are ignored, so `access_token` is one of them. A
//!   header whose name, without `x-amz-`, is one of them is also secret.
//!
//! Add other names with [`Recorder::redact_member`] and [`Recorder::redact_header`]. A recorder does not know
//! which fields of a declaration are `#[sensitive]`. It does not find secrets in compressed bodies, event
//! streams, base64, multipart forms and other binary data, in the paths of URLs, and in values whose name is
//! another member's value, such as `ParameterValue`. Account ids and access key ids are not secrets. Review the
//! file before you commit it.
//!
//! # How a request is found
//!
//! By its method, host, path, query and body, and the headers `if-match`, `if-none-match`, `range`,
//! `x-amz-copy-source`, `x-amz-copy-source-range` and `x-amz-target`. `localhost`, `127.0.0.1` and `[::1]` are
//! equal. Bodies are also equal if they differ only in UUIDs, which idempotency tokens are.
//! Bodies with signed events are not compared, nor is a body that was not sent to its end, for example because
//! no connection was made; the file marks it as `incomplete`. Equal requests get their responses in the recorded order,
//! each once. A request that is not in the file fails, and the client does not retry it. The error names the
//! most similar recording. Nothing is ever sent.
//!
//! Events in both directions (HTTP/2) cannot be recorded.

mod body;
mod cbor;
mod error;
mod exchange;
mod file;
mod find;
mod json;
mod names;
mod parameters;
mod playback;
mod recorder;
mod redact;
mod request;
mod text;
mod xml;

pub use error::RecordingError;
pub use playback::Playback;
pub use recorder::Recorder;
