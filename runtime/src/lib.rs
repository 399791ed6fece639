//! Declare an AWS operation as a struct, and you have the client for it.
//!
//! ```no_run
//! use aws_operation::{Client, Config, aws_operation, services};
//!
//! #[aws_operation(
//!     method = "GET",
//!     uri = "/restapis/{restApiId}/resources/{resourceId}/methods/{httpMethod}/integration/responses/{statusCode}",
//!     output = IntegrationResponse,
//! )]
//! struct GetIntegrationResponse {
//!     rest_api_id: String,
//!     resource_id: String,
//!     http_method: String,
//!     status_code: String,
//! }
//!
//! #[derive(Debug, serde::Deserialize)]
//! #[serde(rename_all = "camelCase")]
//! struct IntegrationResponse {
//!     selection_pattern: Option<String>,
//! }
//!
//! # async fn run() -> Result<(), Box<dyn std::error::Error>> {
//! let config = Config::load().await?;
//! let apigateway = Client::new(&config, services::API_GATEWAY);
//! let response = apigateway
//!     .send(GetIntegrationResponse {
//!         rest_api_id: "a1b2c3d4e5".into(),
//!         resource_id: "x9y8z7".into(),
//!         http_method: "GET".into(),
//!         status_code: "200".into(),
//!     })
//!     .await?;
//! println!("{response:?}");
//! # Ok(())
//! # }
//! ```
//!
//! - [`aws_operation`](macro@aws_operation) is the attribute, and the reference of all its words;
//!   [`aws_output`](macro@aws_output) and [`aws_error`](macro@aws_error) go on outputs and errors,
//!   [`aws_structure`](macro@aws_structure), [`aws_union`](macro@aws_union) and
//!   [`aws_enum`](macro@aws_enum) on what is nested in them.
//! - [`Client`] makes calls, [`Config`] says where and as whom, [`Service`] describes the service.
//! - [`encode`], [`sigv4::sign`] and [`decode`] are the same without a client: no I/O, no clock, no
//!   runtime. `default-features = false` leaves just these, and a client that brings its own
//!   [`Transport`].
//!
//! | feature | default | what it adds |
//! | --- | --- | --- |
//! | `hyper` | yes | the transport that a [`Config`] uses unless it is given another: hyper over rustls with ring |
//! | `tokio` | yes, by `hyper` | waiting with tokio: retries, timeouts, and a limit of calls in flight |
//! | `tracing` | yes | a `debug` span for each call, and an event for each retry |
//! | `http2` | no | HTTP/2 where the server speaks it |
//! | `gzip` | no | operations with `request_compression` |
//! | `md5` | no | operations with `http_checksum_required` |
//! | `sigv4a` | no | signatures for several regions at once |
//! | `aws-credential-types` | no | credentials of providers that were made for the AWS SDK |
//! | `chain` | no | all that the default chain asks beside the environment: the six below |
//! | `profile` | no | profiles, from the config and the credentials file |
//! | `container` | no | credentials that the service beside a container gives |
//! | `imds` | no | credentials and region of the EC2 instance |
//! | `process` | no | credentials that a program prints |
//! | `sso` | no | credentials of IAM Identity Center, after `aws sso login` |
//! | `sts` | no | credentials of roles, assumed with others or with a web identity token |

#![cfg_attr(docsrs, feature(doc_cfg))]
// `.ci/run` looks for dead code with this feature.
#![cfg_attr(
    not(feature = "__internals"),
    allow(
        dead_code,
        unused_imports,
        reason = "some of it is used by this workspace's tests alone"
    )
)]

// Generated code says `::aws_operation`, also in this crate's own tests.
extern crate self as aws_operation;

mod call;
mod client;
mod config;
mod credentials;
mod endpoint;
mod endpoint_rules;
mod error;
#[cfg(any(feature = "container", feature = "profile", feature = "sso", feature = "sts"))]
mod files;
#[cfg(fuzzing)]
#[doc(hidden)]
pub mod fuzzing;
mod metadata;
mod operation;
mod profile;
#[cfg(test)]
mod protocol_tests;
mod retry;
mod service;
mod time;
mod transport;
mod types;
mod wire;

#[cfg(feature = "__internals")]
#[doc(hidden)]
pub mod internals;
#[doc(hidden)]
pub mod private;
pub mod services;
pub mod sigv4;

/// The sources of credentials, each usable alone and behind a feature of its own.
pub mod providers {
    #[cfg(any(feature = "container", feature = "imds", feature = "sso", feature = "sts"))]
    pub use crate::credentials::Connection;
    #[cfg(feature = "container")]
    pub use crate::credentials::ContainerCredentials;
    #[cfg(feature = "imds")]
    pub use crate::credentials::InstanceMetadata;
    #[cfg(feature = "process")]
    pub use crate::credentials::ProcessCredentials;
    #[cfg(feature = "aws-credential-types")]
    pub use crate::credentials::SdkCredentials;
    #[cfg(feature = "sso")]
    pub use crate::credentials::SsoCredentials;
    #[cfg(feature = "sts")]
    pub use crate::credentials::{
        AssumeRole, AssumeRoleWithWebIdentity, MfaCallback, MfaCodeFuture,
    };
}

pub use call::Call;
pub use client::Client;
pub use config::{AccountIdEndpointMode, Config, ConfigBuilder, Whoami};
pub use credentials::{Asked, Chain, CredentialsCache};
pub use endpoint_rules::EndpointRules;
pub use error::{
    ConfigError, CredentialsError, DecodeError, EncodeError, EndpointError, Error, ErrorKind,
    Failure, RetryReason, ServiceError, TransportError,
};
pub use metadata::Metadata;
pub use operation::{Operation, decode, decode_from, encode};
pub use wire::protocol::Protocol;

/// The protocols of AWS's services, as types.
pub mod protocols {
    pub use crate::wire::protocol::{
        AwsJson1_0, AwsJson1_1, AwsQuery, Ec2Query, RestJson1, RestXml, RpcV2Cbor,
    };
}
pub use retry::{FailedAttempt, Retry, RetryMode};
pub use service::Service;
pub use time::{SleepFuture, Timer};
pub use transport::{Transport, TransportFuture};
pub use types::{
    Blob, Credentials, CredentialsFuture, Decimal, Document, DocumentMap, Endpoint, Number,
    ParseNumberError, ParseTimestampError, ProvideCredentials, Timeouts, Timestamp,
    TimestampFormat, timestamp,
};
pub use wire::request::{AsPayloadBytes, BodyMembers, Compression, Encoded, RequestEncoder};
pub use wire::response::{
    FromErrorResponse, FromResponse, MemberValue, ModelledError, PayloadBytes, PrefixHeaders,
    ResponseDecoder,
};

/// Makes a struct an [`Operation`], whose fields are the members of its input.
///
/// # Protocols
///
/// | `protocol = …` | services that speak it | a request is | what the [`Service`] has to say |
/// | --- | --- | --- | --- |
/// | `"restJson1"`, the default | API Gateway, Lambda, Bedrock | `method` and `uri`, members in the path, query, headers and a body of JSON | |
/// | `"restXml"` | S3, Route 53, CloudFront | the same with a body of XML | [`xml_namespace`](Service::xml_namespace) |
/// | `"awsJson1_0"`, `"awsJson1_1"` | DynamoDB, SQS; KMS, SSM, ECS | a `POST` of JSON, which the header `X-Amz-Target` names | [`target_prefix`](Service::target_prefix) |
/// | `"awsQuery"` | SNS, STS, IAM, CloudFormation | a `POST` of a form; the answer is XML | [`api_version`](Service::api_version) |
/// | `"ec2Query"` | EC2 | the same with EC2's own names | [`api_version`](Service::api_version) |
/// | `"rpcv2Cbor"` | CloudWatch | a `POST` of CBOR to a path with the operation's name | [`target_prefix`](Service::target_prefix) |
///
/// All but the REST protocols are without HTTP bindings: `method` and `uri` are left out, and every
/// field is a member of the body. The operation's name on the wire is the struct's. A call to a
/// service that lacks what the protocol needs is an error before anything is sent.
///
/// ```
/// use aws_operation::{aws_operation, encode, services};
///
/// #[aws_operation(protocol = "awsJson1_0", rename_all = "PascalCase")]
/// struct DescribeTable {
///     table_name: String,
/// }
///
/// let describe = DescribeTable { table_name: "orders".into() };
/// let endpoint = "https://dynamodb.eu-west-1.amazonaws.com".parse()?;
/// let request = encode(&describe, &services::DYNAMODB, &endpoint, &mut String::new)?.request;
/// assert_eq!(request.headers()["x-amz-target"], "DynamoDB_20120810.DescribeTable");
/// assert_eq!(request.body(), r#"{"TableName":"orders"}"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Arguments
///
/// | argument | meaning | default |
/// | --- | --- | --- |
/// | `method = "GET"` | the HTTP method | required in REST protocols |
/// | `uri = "/restapis/{restApiId}"` | the URI pattern: labels are whole segments, the last may be greedy (`{key+}`); a trailing slash and literals in the query (`?mode=import`) are kept | required in REST protocols |
/// | `output = RestApi` | what a call returns: any type with `Deserialize`, or one under [`aws_output`](macro@aws_output); see below | `()` |
/// | `error = GetRestApiError` | the operation's errors: an enum under [`aws_error`](macro@aws_error) | [`ServiceError`] |
/// | `code = 201` | the status of a success as the model states it; any 2xx is one | `200` |
/// | `rename_all = "PascalCase"` | how wire names are made from field names, in serde's words | `"camelCase"` |
/// | `protocol = "awsJson1_0"` | the protocol, see above | `"restJson1"` |
/// | `name = "GetItem"` | the operation's name on the wire | the struct's name |
/// | `host_prefix = "{account}."` | what goes before the host; its labels are fields with `#[host_label]` | none |
/// | `auth = "none"` | requests are sent without a signature, and need no credentials | SigV4 |
/// | `http_checksum_required` | requests carry the `Content-MD5` of their body; needs the feature `md5` | no |
/// | `request_compression = "gzip"` | large bodies are compressed; needs the feature `gzip` | no |
/// | `static_context_params(OperationType = "data")` | what the rules of the service's endpoint get from every request of the operation: names, and `true`, `false` or strings | none |
/// | `sha256_tree_hash` | requests carry the SHA-256 tree hash of their body, for Glacier | no |
/// | `xml_name = "Tagging"` | the root element of a body of XML | the operation's name and `Request` |
/// | `xml_namespace = "…"` | the namespace of that element | the service's |
/// | `crate = my::aws_operation` | the path of this crate, where it is not `::aws_operation` | |
///
/// # Outputs
///
/// | output | what it is read from |
/// | --- | --- |
/// | `()`, a unit struct | any successful body, also one that is no document |
/// | a type with `Deserialize` | the document in the body; an empty body is an empty structure or map |
/// | `Vec<T>`, `Option<T>` | the document in the body; an empty body, as of status 204, is an empty list or `None` |
/// | a number, `bool`, an array, a tuple, `Document`, `serde_json::Value` | a body of JSON or CBOR |
/// | a struct under [`aws_output`](macro@aws_output) | headers, status and body, as its attributes say |
/// | `String`, `Vec<u8>`, [`Blob`], `bytes::Bytes` | nothing: it does not compile, because they do not say whether the body is a document. Text or bytes as they are: `#[aws_output] struct Out { #[payload] body: String }`. A string in JSON: `#[derive(Deserialize)] struct Out(String)` |
///
/// # Fields
///
/// A field without an attribute is a *label* where its wire name stands in the URI, and a member of
/// the body everywhere else. Values are anything that serializes; `None` is not sent. Types
/// nested in a body are structures, unions and enums under [`aws_structure`](macro@aws_structure),
/// [`aws_union`](macro@aws_union) and [`aws_enum`](macro@aws_enum), or plain serde types with
/// serde's own attributes. `#[serde(…)]` does not compile under our attributes, not even for a serde
/// trait that is derived beside them: it would say two things of one field. The error names our word.
///
/// A time is a [`Timestamp`], which has `From<SystemTime>`. `SystemTime` and `Duration` of std are
/// refused: serde writes them as structures.
///
/// | attribute | the member goes to | Smithy trait |
/// | --- | --- | --- |
/// | `#[label("restApiId")]` | the path, percent-encoded; only for names other than the field's | `httpLabel` |
/// | `#[query]`, `#[query("limit")]` | the query; a list repeats the key | `httpQuery` |
/// | `#[query_params]` | the query, a parameter for each entry of a map; `#[query]` wins | `httpQueryParams` |
/// | `#[header("x-amz-…")]` | a header; a list is joined with commas | `httpHeader` |
/// | `#[prefix_headers("x-amz-meta-")]` | headers, one for each entry of a map | `httpPrefixHeaders` |
/// | `#[payload]` | the whole body: text and bytes as they are, anything else as a document; an unset one is not sent, but for a structure, which is empty. `#[payload("Tagging")]` names the root element of XML | `httpPayload` |
/// | `#[body]`, `#[body("wireName")]` | the body, also where the method usually has none | |
///
/// | attribute | how the member is treated | Smithy trait |
/// | --- | --- | --- |
/// | `#[host_label]` | it stands in `host_prefix` too | `hostLabel` |
/// | `#[context_param]`, `#[context_param("Bucket")]` | the rules of the service's endpoint get it too: they may put it in the host, or choose the host by it | `contextParam` |
/// | `#[idempotency_token]` | `None` is filled with a fresh UUID, once per call | `idempotencyToken` |
/// | `#[timestamp(date_time)]`, `(epoch_seconds)`, `(http_date)` | the format of a [`Timestamp`] | `timestampFormat` |
/// | `#[media_type("application/json")]` | a header travels as base64; a payload has this type | `mediaType` |
/// | `#[sensitive]` | `Debug` prints `[redacted]`; it is ours, so derive it below the attribute and implement none by hand | `sensitive` |
/// | `#[default("-")]` | what is sent where a label is empty | |
/// | `#[xml(…)]` | XML and forms: see below | |
/// | `#[ec2_query_name("InstanceId")]` | the name in requests of ec2Query, where it is not the capitalised wire name | `ec2QueryName` |
///
/// # XML and forms
///
/// JSON and CBOR have one form for a list and one for a map; XML and the forms of the query
/// protocols have several. A member has the usual one unless `#[xml(…)]` says otherwise:
///
/// | value | in JSON and CBOR | in XML | in a form of awsQuery |
/// | --- | --- | --- | --- |
/// | text, numbers, `bool` | as such | text of the member's element | `Name=text` |
/// | a [`Timestamp`] | seconds since 1970 | `2015-01-25T08:00:00Z` | the same |
/// | a [`Blob`] | base64, bytes in CBOR | base64 | base64 |
/// | a struct | an object | elements within the member's | `Name.Member=text` |
/// | a list | a list | `<Name><member>a</member></Name>` | `Name.member.1=a` |
/// | a map | an object | `<Name><entry><key>k</key><value>v</value></entry></Name>` | `Name.entry.1.key=k&Name.entry.1.value=v` |
/// | a union, a serde enum with content | an object of one member | one element | `Name.Member=text` |
/// | a serde enum without content | its name | its name | its name |
/// | `None` | left out | left out | left out |
/// | an empty list | `[]` | `<Name></Name>` | `Name=` |
///
/// Lists of ec2Query are always flattened. Plain serde types are written and read as the table says.
///
/// | `#[xml(…)]` | meaning | Smithy trait |
/// | --- | --- | --- |
/// | `flattened` | the items or entries are elements of the member's own name, without one around them | `xmlFlattened` |
/// | `item = "Tag"` | the name of the items of a list | `xmlName` of the list's member |
/// | `key = "K"`, `value = "V"` | the names of key and value in a map's entries | `xmlName` of the map's key and value |
/// | `attribute` | the member is an attribute of its structure's element | `xmlAttribute` |
/// | `namespace = "…"` | the namespace that its element declares: a URI, or a prefix, a space and a URI; also `item_namespace`, `key_namespace`, `value_namespace` | `xmlNamespace` |
/// | `inner(…)` | the facts of the items of a list, or the values of a map, which are lists or maps themselves | |
///
/// ```
/// use aws_operation::{aws_operation, aws_structure, encode, services};
///
/// #[aws_operation(protocol = "restXml", method = "PUT", uri = "/{Bucket}?tagging")]
/// struct PutBucketTagging {
///     #[label("Bucket")]
///     bucket: String,
///     #[payload]
///     tagging: Tagging,
/// }
///
/// #[aws_structure(rename_all = "PascalCase")]
/// struct Tagging {
///     #[xml(item = "Tag")]
///     tag_set: Vec<Tag>,
/// }
///
/// #[aws_structure(rename_all = "PascalCase")]
/// struct Tag {
///     key: String,
///     value: String,
/// }
///
/// let tag = Tag { key: "team".into(), value: "blue".into() };
/// let put = PutBucketTagging { bucket: "orders".into(), tagging: Tagging { tag_set: vec![tag] } };
/// let endpoint = "https://s3.eu-west-1.amazonaws.com".parse()?;
/// let request = encode(&put, &services::S3, &endpoint, &mut String::new)?.request;
/// assert_eq!(
///     request.body(),
///     "<Tagging xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><TagSet><Tag><Key>team</Key>\
///      <Value>blue</Value></Tag></TagSet></Tagging>",
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Examples
///
/// ```
/// use std::collections::HashMap;
///
/// use aws_operation::{Blob, Timestamp, aws_operation, encode, services};
///
/// /// Labels, a query with a list and a literal, headers, and a payload.
/// #[aws_operation(method = "PUT", uri = "/{bucket}/{key+}?mode=import")]
/// #[derive(Debug, Clone)]
/// struct PutThing {
///     bucket: String,
///     key: String,
///     #[query]
///     tag: Vec<String>,
///     #[header("x-amz-since")]
///     #[timestamp(date_time)]
///     since: Option<Timestamp>,
///     #[prefix_headers("x-amz-meta-")]
///     metadata: HashMap<String, String>,
///     #[payload]
///     #[media_type("image/png")]
///     content: Blob,
/// }
///
/// let put = PutThing {
///     bucket: "pictures".into(),
///     key: "cats/a b.png".into(),
///     tag: vec!["x".into(), "y&z".into()],
///     since: None,
///     metadata: HashMap::from([("owner".to_owned(), "me".to_owned())]),
///     content: Blob::from(b"png".to_vec()),
/// };
/// let endpoint = "https://example.com".parse()?;
/// let request = encode(&put, &services::EXECUTE_API, &endpoint, &mut String::new)?.request;
/// assert_eq!(request.uri(), "https://example.com/pictures/cats/a%20b.png?mode=import&tag=x&tag=y%26z");
/// assert_eq!(request.headers()["x-amz-meta-owner"], "me");
/// assert_eq!(request.headers()["content-type"], "image/png");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// ```
/// use aws_operation::{aws_operation, encode, services};
///
/// /// Members of the body, one of them nested, one a token.
/// #[aws_operation(method = "POST", uri = "/schedules/{name}", rename_all = "PascalCase", code = 201)]
/// struct CreateSchedule {
///     #[label("name")]
///     name: String,
///     expression: String,
///     target: Target,
///     #[idempotency_token]
///     client_token: Option<String>,
/// }
///
/// #[derive(serde::Serialize)]
/// #[serde(rename_all = "PascalCase")]
/// struct Target {
///     arn: String,
///     /// Left out when it is `None`, without a word to serde.
///     input: Option<String>,
/// }
///
/// let create = CreateSchedule {
///     name: "daily".into(),
///     expression: "rate(1 day)".into(),
///     target: Target { arn: "arn:aws:…".into(), input: None },
///     client_token: None,
/// };
/// let endpoint = "https://scheduler.eu-west-1.amazonaws.com".parse()?;
/// let mut token = || "a-fresh-uuid".to_owned();
/// let request = encode(&create, &services::SCHEDULER, &endpoint, &mut token)?.request;
/// assert_eq!(
///     request.body(),
///     r#"{"Expression":"rate(1 day)","Target":{"Arn":"arn:aws:…"},"ClientToken":"a-fresh-uuid"}"#,
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// A declaration that cannot work does not compile: a label without a field, a field bound twice, a
/// body under `GET`. A value that cannot be sent is an [`EncodeError`] that names its field, before
/// anything is sent.
pub use aws_operation_macros::aws_operation;

/// Makes a struct an output whose members come from headers, the status or the payload as well as
/// the body. An output that is all body needs only `Deserialize`.
///
/// | attribute | the member comes from |
/// | --- | --- |
/// | none, `#[body("wireName")]` | the body |
/// | `#[header("ETag")]` | a header; a list is taken apart at its commas |
/// | `#[prefix_headers("x-amz-meta-")]` | all headers that begin so: a map of text |
/// | `#[response_code]` | the status code |
/// | `#[payload]` | the whole body: `String` and `Blob` as it is, anything else from a document |
///
/// `#[media_type("…")]` on a header reads base64; `#[sensitive]` keeps a member out of `Debug`; the
/// arguments `rename_all` and `crate`, and `#[xml(…)]`, are those of
/// [`aws_operation`](macro@aws_operation). `s3_unwrapped_xml_output` is for S3's GetBucketLocation,
/// whose only member is the root element itself.
/// `Debug` that is derived above the attribute would print sensitive members, and does not compile.
///
/// A member that the response lacks is the zero value of its type: `None`, `""`, `0`, an empty list.
/// `#[default(10)]` gives it another, also in a `Default` that is derived below the attribute: a
/// string is converted to the member's type, any other expression is taken as it is.
///
/// With `#[aws_output(strict)]` a missing member is an error that names its path, unless its type is an
/// `Option` or it has a `#[default(…)]`. It holds for the members of this struct; nested structures say
/// it themselves. Use it to find misspelt fields, and where a missing member must not pass for zero.
/// There is no `strict` for errors: an exception that lacks a member stays the exception that it is.
///
/// ```
/// use aws_operation::{Failure, aws_operation, aws_output, aws_structure, decode};
///
/// #[aws_output(strict)]
/// struct Apis {
///     items: Vec<Api>,
///     position: Option<String>,
/// }
///
/// #[aws_structure(strict)]
/// struct Api {
///     nmae: String,
/// }
///
/// #[aws_operation(method = "GET", uri = "/restapis", output = Apis)]
/// struct GetRestApis;
///
/// let response = http::Response::new(r#"{"items": [{"name": "pets"}]}"#.into());
/// let Err(Failure::Decode(error)) = decode::<GetRestApis>(&response) else {
///     panic!("`nmae` is in no response");
/// };
/// assert!(error.to_string().contains("nmae"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// ```
/// use aws_operation::{Blob, aws_operation, aws_output, decode};
///
/// #[aws_output]
/// #[derive(Debug)]
/// struct Invocation {
///     #[response_code]
///     status: u16,
///     #[header("X-Amz-Function-Error")]
///     function_error: Option<String>,
///     #[payload]
///     payload: Blob,
/// }
///
/// #[aws_operation(method = "POST", uri = "/functions/{name}/invocations", output = Invocation)]
/// struct Invoke {
///     name: String,
///     #[payload]
///     payload: Blob,
/// }
///
/// let response = http::Response::builder().status(200).body("answer".into())?;
/// let invocation = decode::<Invoke>(&response).map_err(|failure| format!("{failure:?}"))?;
/// assert_eq!((invocation.status, &invocation.payload[..]), (200, &b"answer"[..]));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub use aws_operation_macros::aws_output;

/// Makes an enum an operation's errors: a variant for each modelled exception, and a last one that
/// keeps any other whole. On a struct: makes it an exception, which several enums can share.
///
/// A variant's name is the exception's code; `#[code("…")]` gives another. The code stands where the
/// operation's protocol has it: in a header or in the body, as `__type` or in the element `Code`. Its fields are members
/// as under [`aws_output`](macro@aws_output); a variant of one type without a name holds an
/// exception that is a struct of its own, or any output that is an object. Enum and struct get
/// `Display`, code and message, and `std::error::Error`, if they have `Debug`. So neither can be derived
/// or implemented again.
///
/// `#[retryable]` on a variant lets a client make the call again after that exception, as
/// [`Retry`] says; `#[retryable(throttling)]` where the service asks for fewer calls. AWS's common
/// codes need neither. Source: Smithy 2.0, `retryable` trait.
///
/// ```
/// use aws_operation::{Failure, ServiceError, aws_error, aws_operation, decode};
///
/// #[aws_error]
/// #[derive(Debug)]
/// enum GetRestApiError {
///     NotFoundException { message: Option<String> },
///     #[retryable]
///     NotReadyException { message: Option<String> },
///     TooManyRequestsException {
///         #[header("Retry-After")]
///         retry_after_seconds: Option<String>,
///         message: Option<String>,
///     },
///     Other(ServiceError),
/// }
///
/// #[aws_operation(method = "GET", uri = "/restapis/{restApiId}", error = GetRestApiError)]
/// struct GetRestApi {
///     rest_api_id: String,
/// }
///
/// let response = http::Response::builder()
///     .status(429)
///     .header("x-amzn-errortype", "TooManyRequestsException")
///     .header("retry-after", "17")
///     .body(r#"{"message": "Too Many Requests"}"#.into())?;
/// match decode::<GetRestApi>(&response) {
///     Err(Failure::Service(GetRestApiError::TooManyRequestsException { retry_after_seconds, .. }, _)) => {
///         assert_eq!(retry_after_seconds.as_deref(), Some("17"));
///     }
///     other => panic!("{other:?}"),
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub use aws_operation_macros::aws_error;

/// Makes a struct a structure inside documents: nested in a body, or an output that is all body.
///
/// It implements serde's `Serialize` and `Deserialize`, with a member for each field. A plain serde type does as well; this one speaks the words of
/// [`aws_operation`](macro@aws_operation), and a member that a response lacks is the zero value of
/// its type, rather than an error. `#[aws_structure(strict)]` makes it an error, as on
/// [`aws_output`](macro@aws_output).
///
/// | attribute | meaning |
/// | --- | --- |
/// | `#[body("wireName")]` | the member's wire name, where it is not the field's in lowerCamelCase or in the case that the argument `rename_all` names |
/// | `#[timestamp(date_time)]`, `(epoch_seconds)`, `(http_date)` | the format of a [`Timestamp`], that of the protocol unless set |
/// | `#[xml(…)]`, `#[ec2_query_name("…")]` | as on [`aws_operation`](macro@aws_operation) |
/// | `#[default(10)]` | what a missing member is, where that is not zero; also in a `Default` that is derived below the attribute |
/// | `#[sensitive]` | `Debug` prints `[redacted]` |
///
/// ```
/// use aws_operation::aws_structure;
///
/// #[aws_structure]
/// #[derive(Debug, Default, PartialEq)]
/// struct CanarySettings {
///     percent_traffic: f64,
///     deployment_id: Option<String>,
///     #[default(true)]
///     use_stage_cache: bool,
/// }
///
/// let settings: CanarySettings = serde_json::from_str(r#"{"percentTraffic": 10.5, "new": 1}"#)?;
/// assert_eq!(settings, CanarySettings { percent_traffic: 10.5, ..Default::default() });
/// assert!(settings.use_stage_cache);
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// As the payload of restXml its root element has the struct's name, unless the arguments `xml_name`
/// and `xml_namespace` say otherwise.
///
/// Source: Smithy 2.0, aggregate types, `structure`; AWS restJson1, "Shape serialization".
pub use aws_operation_macros::aws_structure;

/// Makes an enum a union: a value of exactly one of several members.
///
/// A variant's wire name is its name in lowerCamelCase, or in the case that the argument
/// `rename_all` names; `#[tag("wireName")]` gives another. A variant holds one type, or none where
/// the member has the unit type. The last variant keeps what is new to this program: tag and value,
/// which are sent back as they came. `#[timestamp(…)]` and `#[sensitive]` stand on variants.
///
/// It implements `Serialize`, `Deserialize` and `Default`, whose value has no member.
///
/// ```
/// use aws_operation::{Document, aws_union};
///
/// #[aws_union]
/// #[derive(Debug, PartialEq)]
/// enum ContentBlock {
///     Text(String),
///     CachePoint,
///     Unknown(String, Document),
/// }
///
/// let read = |text| serde_json::from_str::<ContentBlock>(text);
/// assert_eq!(read(r#"{"text": "hello"}"#)?, ContentBlock::Text("hello".into()));
/// assert_eq!(read(r#"{"cachePoint": {}}"#)?, ContentBlock::CachePoint);
/// assert_eq!(read(r#"{"video": 1}"#)?, ContentBlock::Unknown("video".into(), 1.into()));
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// Source: Smithy 2.0, aggregate types, `union`; AWS restJson1, "Shape serialization".
pub use aws_operation_macros::aws_union;

/// Makes an enum an open one: of text, or of whole numbers.
///
/// A variant's value is its name in SCREAMING_SNAKE_CASE, or in the case that the argument
/// `rename_all` names; `#[value("t2.micro")]` gives another, and every variant of an enum of
/// numbers has one: `#[value(1)]`. The last variant keeps a value that is new to this program.
///
/// It implements `Serialize`, `Deserialize`, `Display`, `From` of the value, `Default` (the value
/// `""`, or `0`), and gives the value as `as_str()`, or `value()` of a number.
///
/// ```
/// use aws_operation::aws_enum;
///
/// #[aws_enum]
/// #[derive(Debug, Clone, PartialEq)]
/// enum EndpointType {
///     Edge,
///     Regional,
///     Unknown(String),
/// }
///
/// assert_eq!(EndpointType::from("REGIONAL"), EndpointType::Regional);
/// assert_eq!(EndpointType::from("ORBITAL").as_str(), "ORBITAL");
/// ```
///
/// Source: Smithy 2.0, simple types, `enum` and `intEnum`.
pub use aws_operation_macros::aws_enum;

/// The README's examples compile.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
