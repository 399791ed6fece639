//! Declare AWS operations as structs, and call them with a [`Client`].
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
//! - [`aws_operation`](macro@aws_operation) declares an operation. Its documentation is the
//!   reference of all arguments and attributes. [`aws_output`](macro@aws_output) declares an
//!   output, and [`aws_error`](macro@aws_error) an operation's errors.
//!   [`aws_structure`](macro@aws_structure), [`aws_union`](macro@aws_union) and
//!   [`aws_enum`](macro@aws_enum) declare types that are nested in them.
//! - [`Client`] makes calls. [`Client::pages`] and [`Client::items`] read the results of paginated
//!   operations. [`Client::wait`] waits until a resource has a state. [`Config`] has the region and the credentials, [`Service`] describes
//!   the service.
//! - The [`guide`] explains one topic per page, for example [errors](guide::errors),
//!   [tests without AWS](guide::testing) and [troubleshooting](guide::troubleshooting).
//! - [`encode`], [`sigv4::sign`] and [`decode`] work without a client: they need no I/O, no clock
//!   and no async runtime. `default-features = false` leaves only these functions, and a client to
//!   which you pass your own [`Transport`].
//!
//! | feature | default | what it adds |
//! | --- | --- | --- |
//! | `hyper` | yes | the default transport of a [`Config`]: hyper over rustls with ring |
//! | `tokio` | yes, by `hyper` | timers from tokio: for retries, timeouts, and a limit of calls in flight; a [`ByteStream`] from and to files and readers |
//! | `blocking` | no | [`blocking::Client`]: calls that block the thread, for programs that are not async |
//! | `tracing` | yes | a `debug` span for each call, and an event for each retry |
//! | `http2` | no | HTTP/2 if the server supports it; operations with events in both directions need it |
//! | `gzip` | no | operations with `request_compression` |
//! | `md5` | no | operations with `http_checksum_required`, the checksum MD5, and keys for SSE-C |
//! | `crc` | no | the checksums CRC-32C and CRC-64/NVME |
//! | `xxhash` | no | the checksums XXH64, XXH3 and XXH128 |
//! | `s3` | no | [`s3::upload`] and [`s3::download`]: objects of any size, in parts that are transferred in parallel, retried and checked |
//! | `sigv4a` | no | signatures that are valid in several regions |
//! | `testing` | no | [`testing`]: fakes, a server that verifies signatures, and recordings of calls, for tests without AWS |
//! | `aws-credential-types` | no | credentials from providers that were written for the AWS SDK |
//! | `chain` | no | every source of the default credentials chain besides the environment: the next six features |
//! | `profile` | no | profiles from the config file and the credentials file |
//! | `container` | no | credentials from a container's credentials endpoint (ECS, EKS) |
//! | `imds` | no | credentials and region from the EC2 instance metadata service |
//! | `process` | no | credentials that a program prints (`credential_process`) |
//! | `sso` | no | credentials from IAM Identity Center, after `aws sso login` |
//! | `sts` | no | credentials of assumed roles, by other credentials or by a web identity token |

#![cfg_attr(docsrs, feature(doc_cfg))]
// `.ci/run` checks for dead code with this feature.
#![cfg_attr(
    not(feature = "__internals"),
    allow(
        dead_code,
        unused_imports,
        reason = "some of it is used by this workspace's tests alone"
    )
)]

// Generated code uses the path `::aws_operation`, also in this crate's own tests.
extern crate self as aws_operation;

mod aws_chunked;
#[cfg(any(feature = "blocking", feature = "testing"))]
mod block_on;
#[cfg(feature = "blocking")]
pub mod blocking;
mod call;
mod checksum;
mod client;
mod config;
mod credentials;
mod endpoint;
mod endpoint_rules;
mod error;
mod event_frames;
mod event_stream;
#[cfg(feature = "testing")]
mod faked;
#[cfg(any(feature = "container", feature = "profile", feature = "sso", feature = "sts"))]
mod files;
mod flight;
#[cfg(fuzzing)]
#[doc(hidden)]
pub mod fuzzing;
// Documentation only, so programs do not compile it.
#[cfg(any(doc, doctest))]
pub mod guide;
mod metadata;
mod operation;
mod pages;
mod paginated;
mod profile;
#[cfg(test)]
mod protocol_tests;
mod retry;
#[cfg(feature = "s3")]
pub mod s3;
mod s3_express;
mod service;
#[cfg(feature = "tokio")]
mod streams;
mod time;
#[cfg(feature = "tokio")]
mod tokio_runtime;
mod transport;
mod types;
mod waiters;
mod wire;

#[cfg(feature = "__internals")]
#[doc(hidden)]
pub mod internals;
#[doc(hidden)]
pub mod private;
pub mod services;
pub mod sigv4;
#[cfg(feature = "testing")]
pub mod testing;

/// The credentials providers. Each can be used alone, and has its own feature.
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
    BodyError, CodeAndMessage, ConfigError, CredentialsError, DecodeError, EncodeError,
    EndpointError, Error, ErrorKind, Failure, RetryReason, ServiceError, TransportError,
};
pub use event_frames::{EventHeader, RawEvent};
pub use event_stream::{
    EventSendError, EventSender, EventStream, EventStreamError, EventUnion, SendEvent,
};
pub use metadata::Metadata;
pub use operation::{Operation, decode, decode_from, encode};
pub use pages::{Items, Pages};
pub use paginated::{PageSize, PageToken, Paginated, PaginatedItems};
pub use wire::protocol::Protocol;

/// The protocols of AWS services, as types.
pub mod protocols {
    pub use crate::wire::protocol::{
        AwsJson1_0, AwsJson1_1, AwsQuery, Ec2Query, RestJson1, RestXml, RpcV2Cbor,
    };
}

/// The formats of a [`Timestamp`] inside your own serde types, in which `#[timestamp(…)]` has no effect.
///
/// ```
/// use aws_operation::Timestamp;
/// use serde::{Deserialize, Serialize};
///
/// #[derive(Serialize, Deserialize)]
/// struct Window {
///     #[serde(with = "aws_operation::timestamp::date_time")]
///     start: Timestamp,
///     #[serde(with = "aws_operation::timestamp::date_time", default)]
///     end: Option<Timestamp>,
/// }
///
/// let window = Window { start: Timestamp::from_epoch_seconds(1), end: None };
/// assert_eq!(serde_json::to_string(&window)?, r#"{"start":"1970-01-01T00:00:01Z","end":null}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
pub mod timestamp {
    pub use crate::types::timestamp::{Timestamps, date_time, epoch_seconds, http_date};
}
pub use retry::{FailedAttempt, Retry, RetryMode};
pub use service::Service;
#[cfg(feature = "tokio")]
pub use streams::ByteStreamReader;
pub use time::{SleepFuture, Timer};
pub use transport::{Transport, TransportFuture};
pub use types::{
    Blob, Body, ByteStream, Credentials, CredentialsFuture, Decimal, Document, DocumentMap,
    Endpoint, Number, ParseNumberError, ParseTimestampError, Progress, ProvideCredentials,
    Timeouts, Timestamp, TimestampFormat,
};
pub use waiters::{Wait, WaitError, Waiter};
pub use wire::request::{
    AsPayloadBytes, Checksums, Compression, Encoded, EventEncoder, RequestEncoder, Streamed,
};
pub use wire::response::{
    EventDecoder, FromErrorResponse, FromResponse, ModelledError, PayloadBytes, PrefixHeaders,
    ResponseDecoder,
};

/// Declares an [`Operation`]: the struct's fields are the members of its input.
///
/// # Protocols
///
/// A protocol says how requests and responses are written. `protocol = "awsQuery"` selects one:
///
/// - `"restJson1"`, the default (API Gateway, Lambda, Bedrock): `method` and `uri`, members in the
///   path, query, headers and a JSON body.
/// - `"restXml"` (S3, Route 53, CloudFront): the same with an XML body.
/// - `"awsJson1_0"` (DynamoDB, SQS) and `"awsJson1_1"` (KMS, SSM, ECS): a `POST` with a JSON body; the
///   header `X-Amz-Target` names the operation.
/// - `"awsQuery"` (SNS, STS, IAM, CloudFormation): a `POST` with a form; the response is XML.
/// - `"ec2Query"` (EC2): the same with EC2's member names.
/// - `"rpcv2Cbor"` (CloudWatch): a `POST` with a CBOR body; the path names the operation.
///
/// The [`Service`] needs [`xml_namespace`](Service::xml_namespace) for restXml,
/// [`target_prefix`](Service::target_prefix) for awsJson and rpcv2Cbor, and
/// [`api_version`](Service::api_version) for awsQuery and ec2Query.
///
/// Only the REST protocols have HTTP bindings. With any other protocol, omit `method` and `uri`;
/// every field is then a member of the body. The operation's name on the wire is the struct's name.
/// A call fails before anything is sent if the service lacks a setting that the protocol needs.
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
/// | `uri = "/restapis/{restApiId}"` | the URI pattern. A label is a whole segment; the last label may be greedy (`{key+}`). A trailing slash and literals in the query (`?mode=import`) are sent | required in REST protocols |
/// | `output = RestApi` | what a call returns: any type with `Deserialize`, or a type with [`aws_output`](macro@aws_output); see below | `()` |
/// | `error = GetRestApiError` | the operation's errors: an enum with [`aws_error`](macro@aws_error) | [`ServiceError`] |
/// | `code = 201` | the success status in the model; any 2xx is a success | `200` |
/// | `rename_all = "PascalCase"` | converts field names to wire names; the cases have serde's names | `"camelCase"` |
/// | `protocol = "awsJson1_0"` | the protocol; see above | `"restJson1"` |
/// | `name = "GetItem"` | the operation's name on the wire | the struct's name |
/// | `host_prefix = "{account}."` | a prefix of the host; its labels are fields with `#[host_label]`. An endpoint whose host is an IP address gets no prefix, and `localhost` only one that ends in a dot | none |
/// | `auth = "none"` | requests are not signed and need no credentials | SigV4 |
/// | `http_checksum(request, required, response)` | checksums of bodies (Smithy `httpChecksum`): requests can have one (`request`) or must have one (`request, required`), and responses can have one (`response`), which is then checked. By default it is CRC-32; a member with `#[header("x-amz-sdk-checksum-algorithm")]` selects another. If the operation has this member and it is unset, the header names the default. See [`Checksums`] | no |
/// | `http_checksum_required` | requests have the header `Content-MD5`; needs the feature `md5` | no |
/// | `request_compression = "gzip"` | large bodies are compressed; needs the feature `gzip` | no |
/// | `static_context_params(OperationType = "data")` | parameters of the service's endpoint rules for every request of the operation; values are `true`, `false`, strings or lists of strings (`Zones = ["a", "b"]`) | none |
/// | `operation_context_params(ResourceArnList = Self::tables)` | parameters of the service's endpoint rules that functions compute from the operation (Smithy `operationContextParams`). A function takes `&Self` and returns a string, a `bool`, a list of strings, or an `Option` of these. It is called only if the rules use the parameter | none |
/// | `paginated(input_token = marker, output_token = next_marker)` | the results come in pages (Smithy `paginated`); see below | no |
/// | `sha256_tree_hash` | requests have the SHA-256 tree hash of their body, for Glacier | no |
/// | `unsigned_payload` | signatures exclude the body (Smithy `unsignedPayload`); over plain HTTP they include it | no |
/// | `no_stalled_stream` | the body of a response may stall for any time: [`Timeouts::stalled_stream`] does not apply to it. Event streams do not need this argument; they are known by their content type | no |
/// | `xml_name = "Tagging"` | the name of an XML body's root element | the operation's name followed by `Request` |
/// | `xml_namespace = "…"` | the namespace of an XML body's root element | the service's |
/// | `crate = my::aws_operation` | the path of this crate | `::aws_operation` |
///
/// # Outputs
///
/// | output | read from |
/// | --- | --- |
/// | `()`, a unit struct | any successful body, even if it is not a document |
/// | a type with `Deserialize` | the document in the body; an empty body is an empty structure or map |
/// | `Vec<T>`, `Option<T>` | the document in the body; an empty body, such as with status 204, is an empty list or `None` |
/// | a number, `bool`, an array, a tuple, `Document`, `serde_json::Value` | a JSON or CBOR body |
/// | a struct with [`aws_output`](macro@aws_output) | headers, status and body, according to its attributes |
/// | `String`, `Vec<u8>`, [`Blob`], `bytes::Bytes` | a compile error, because these types do not tell whether the body is a document. For unchanged text or bytes: `#[aws_output] struct Out { #[payload] body: String }`. For a string in JSON: `#[derive(Deserialize)] struct Out(String)` |
///
/// # Pages
///
/// `paginated(…)` names the fields with the tokens and the items of a page, for [`Client::pages`] and
/// [`Client::items`]. A field of the output may be nested (`result.next_marker`). Each field of such a
/// path may be an `Option`. The compiler checks that the fields exist.
///
/// | `paginated(…)` | meaning | default |
/// | --- | --- | --- |
/// | `input_token = marker` | the operation's field for the token of the page: an `Option<String>`, an `Option` of another [`PageToken`], or a `String` or a map, which is unset if it is empty | required |
/// | `output_token = next_marker` | the output's field with the token of the next page: the same [`PageToken`], or an `Option` of it | required |
/// | `items = functions: Vec<Function>` | the output's field with the items, and its type without `Option`: a list, a map, or any other type with `IntoIterator`; for [`Client::items`] | none |
/// | `page_size = max_items` | the operation's field for the maximum number of items in a page: an integer, or an `Option` of one; for [`Pages::page_size`] | none |
/// | `more = is_truncated` | the output's field that says whether there are more pages: a `bool` or an `Option<bool>` | there are more pages if there is a token |
///
/// # Fields
///
/// A field without an attribute is a *label* if its wire name is in the URI, and a member of the
/// body otherwise. A value can have any type with `Serialize`; `None` is not sent. Types that are
/// nested in a body are structures, unions and enums with [`aws_structure`](macro@aws_structure),
/// [`aws_union`](macro@aws_union) and [`aws_enum`](macro@aws_enum), or plain serde types with
/// serde's own attributes. `#[serde(…)]` is a compile error on a type with this crate's attributes,
/// even if the type also derives a serde trait, because the two could contradict each other. The
/// error message names the attribute to use.
///
/// The type for a time is [`Timestamp`], which implements `From<SystemTime>`. The standard
/// library's `SystemTime` and `Duration` are compile errors, because serde serializes them as
/// structures.
///
/// | attribute | the member goes to | Smithy trait |
/// | --- | --- | --- |
/// | `#[label("restApiId")]` | the path, percent-encoded; only needed if the name differs from the field's | `httpLabel` |
/// | `#[query]`, `#[query("limit")]` | the query; a list repeats the key | `httpQuery` |
/// | `#[query_params]` | the query, with a parameter for each entry of a map; `#[query]` takes precedence | `httpQueryParams` |
/// | `#[header("x-amz-…")]` | a header; a list is joined with commas | `httpHeader` |
/// | `#[prefix_headers("x-amz-meta-")]` | headers, one for each entry of a map | `httpPrefixHeaders` |
/// | `#[payload]` | the whole body: text and bytes unchanged, a [`ByteStream`] while it is sent, any other type as a document. An unset payload is not sent; an unset structure is sent as an empty document. `#[payload("Tagging")]` sets the name of XML's root element | `httpPayload` |
/// | `#[body]`, `#[body("wireName")]` | the body, even if the method usually has none | |
///
/// | attribute | effect | Smithy trait |
/// | --- | --- | --- |
/// | `#[host_label]` | the member is also a label in `host_prefix` | `hostLabel` |
/// | `#[context_param]`, `#[context_param("Bucket")]` | the member is also a parameter of the service's endpoint rules, which can select the host or add the value to it | `contextParam` |
/// | `#[idempotency_token]` | `None` is replaced with a fresh UUID, once per call | `idempotencyToken` |
/// | `#[timestamp(date_time)]`, `(epoch_seconds)`, `(http_date)` | the format of a [`Timestamp`] | `timestampFormat` |
/// | `#[media_type("application/json")]` | a header is sent as base64; a payload has this content type | `mediaType` |
/// | `#[sensitive]` | `Debug` prints `[redacted]`. The attribute generates `Debug`: write `#[derive(Debug)]` below the attribute, and do not implement `Debug` yourself | `sensitive` |
/// | `#[default("-")]` | the value that is sent for an empty label | |
/// | `#[xml(…)]` | how the member is written in XML and forms; see below | |
/// | `#[ec2_query_name("InstanceId")]` | the name in ec2Query requests, if it is not the capitalised wire name | `ec2QueryName` |
///
/// # XML and forms
///
/// In JSON and CBOR, a list and a map have only one form each. In XML and in the forms of the query
/// protocols they have several. A member has the default form unless `#[xml(…)]` changes it:
///
/// | value | in JSON and CBOR | in XML | in an awsQuery form |
/// | --- | --- | --- | --- |
/// | text, numbers, `bool` | the same type | text of the member's element | `Name=text` |
/// | a [`Timestamp`] | seconds since 1970 | `2015-01-25T08:00:00Z` | the same |
/// | a [`Blob`] | base64; bytes in CBOR | base64 | base64 |
/// | a struct | an object | elements inside the member's | `Name.Member=text` |
/// | a list | a list | `<Name><member>a</member></Name>` | `Name.member.1=a` |
/// | a map | an object | `<Name><entry><key>k</key><value>v</value></entry></Name>` | `Name.entry.1.key=k&Name.entry.1.value=v` |
/// | a union, a serde enum with content | an object with one member | one element | `Name.Member=text` |
/// | a serde enum without content | its name | its name | its name |
/// | `None` | omitted | omitted | omitted |
/// | an empty list | `[]` | `<Name></Name>` | `Name=` |
///
/// Lists are always flattened in ec2Query. Plain serde types have the forms in the table.
///
/// | `#[xml(…)]` | meaning | Smithy trait |
/// | --- | --- | --- |
/// | `flattened` | each item or entry is an element with the member's name; there is no element around them | `xmlFlattened` |
/// | `item = "Tag"` | the element name of a list's items | `xmlName` of the list's member |
/// | `key = "K"`, `value = "V"` | the element names of key and value in a map's entries | `xmlName` of the map's key and value |
/// | `attribute` | the member is an attribute of its structure's element | `xmlAttribute` |
/// | `namespace = "…"` | the namespace that the member's element declares: a URI, or a prefix, a space and a URI; also `item_namespace`, `key_namespace`, `value_namespace` | `xmlNamespace` |
/// | `inner(…)` | the same settings for a list's items or a map's values, if these are lists or maps too | |
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
/// /// Body members: one is nested, and one is an idempotency token.
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
///     /// Not sent if it is `None`; needs no serde attribute.
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
/// An invalid declaration does not compile: for example a label without a field, a field that is
/// bound twice, or a body with `GET`. A value that cannot be sent is an [`EncodeError`] that names
/// its field. It occurs before anything is sent.
pub use aws_operation_macros::aws_operation;

/// Declares an output whose members come from headers, the status or the payload as well as from
/// the body. An output whose members are all in the body needs only `Deserialize`.
///
/// | attribute | the member comes from |
/// | --- | --- |
/// | none, `#[body("wireName")]` | the body |
/// | `#[header("ETag")]` | a header; a list is split at its commas |
/// | `#[prefix_headers("x-amz-meta-")]` | all headers with this prefix: a map of text |
/// | `#[response_code]` | the status code |
/// | `#[payload]` | the whole body: `String` and `Blob` unchanged, [`ByteStream`] without reading it into memory, [`EventStream`] event by event, any other type from a document |
///
/// `#[media_type("…")]` on a header decodes base64. `#[sensitive]` hides a member in `Debug`. The
/// arguments `rename_all` and `crate`, and `#[xml(…)]`, are the same as those of
/// [`aws_operation`](macro@aws_operation). `s3_unwrapped_xml_output` is for S3's GetBucketLocation,
/// whose only member is the root element. `#[derive(Debug)]` above the attribute would print
/// sensitive members, so it does not compile.
///
/// A member that is missing in the response is the zero value of its type: `None`, `""`, `0`, an
/// empty list. `#[default(10)]` sets another value. A `#[derive(Default)]` below the attribute uses
/// it too. A string is converted to the member's type; any other expression is used as it is.
///
/// With `#[aws_output(strict)]`, a missing member is an error that names its path, unless its type
/// is an `Option` or it has a `#[default(…)]`. `strict` applies to the members of this struct only;
/// nested structures have their own `strict`. Use it to find misspelt field names, or if a missing
/// member must not be read as zero. Errors have no `strict`, because an exception without one of
/// its members is still that exception.
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

/// Declares the events of an [`EventStream`]: an enum with a variant for each event and exception, and
/// a last variant for all other events.
///
/// A variant's name in lowerCamelCase is the event's name on the wire; `#[tag("…")]` sets another name.
/// The argument `rename_all` sets another case, for variants and for their members. A variant has one
/// of these forms:
///
/// | variant | the event's payload |
/// | --- | --- |
/// | `Delta(DeltaEvent)` | a document of this type, which must implement serde's traits |
/// | `Usage { tokens: u32 }` | a document with these members |
/// | `Audio { #[event_payload] chunk: Blob }` | this member: `String` and `Blob` unchanged, any other type as a document |
/// | `Stop` | empty |
///
/// `#[event_header]` on a field binds it to a header of the event; `#[event_header("…")]` also sets the
/// header's name. The header has the type of the field: `bool`, `i8` to `i64`, [`Blob`], [`Timestamp`],
/// or text. `#[body("…")]` sets the name of a member of the document.
///
/// A variant under `#[exception]` is an exception of the service. [`EventStream::next`] returns it as an
/// [`EventStreamError`].
///
/// ```
/// use aws_operation::{Blob, RawEvent, aws_event_stream};
///
/// #[aws_event_stream(rename_all = "PascalCase")]
/// enum SelectObjectContentEvents {
///     Records {
///         #[event_payload]
///         payload: Blob,
///     },
///     Stats {
///         #[event_payload]
///         details: Stats,
///     },
///     End,
///     Unknown(RawEvent),
/// }
///
/// #[derive(serde::Deserialize)]
/// #[serde(rename_all = "PascalCase")]
/// struct Stats {
///     bytes_scanned: i64,
/// }
/// ```
///
/// An enum can be received if all its types implement `serde::Deserialize`, and sent if all
/// implement `serde::Serialize`.
///
/// Source: Smithy 2.0, "Event streams".
pub use aws_operation_macros::aws_event_stream;

/// Declares an operation's errors: an enum with a variant for each modelled exception, and a last
/// variant for all other errors. On a struct, declares an exception that several enums can share.
///
/// A variant's name is the exception's code; `#[code("…")]` sets another code. The code is read
/// from the place that the operation's protocol defines: a header, `__type` in the body, or the
/// element `Code`. A variant's fields are members as with [`aws_output`](macro@aws_output). A
/// variant with one unnamed type contains an exception that is a separate struct, or any output
/// that is an object. The enum and the struct get `Display` with code and message, and
/// `std::error::Error` if they have `Debug`. Do not derive or implement `Display` and `Error`
/// yourself.
///
/// # Errors of your own API
///
/// | written | meaning |
/// | --- | --- |
/// | `#[aws_error(code = "error")]` | the code is in the member `error` of a JSON body |
/// | `#[aws_error(code = "errors.0.code")]` | the path of the code: names of members and indexes of items |
/// | `#[aws_error(message = "error.message")]` | the path of the message |
/// | `#[code("4001")]` on a variant | a code can be a number in JSON; it is matched as it is written there |
/// | `#[code("https://example.com/probs/out-of-credit")]` on a variant | the code of `application/problem+json` is the whole URI in `type`, and its message is `detail` or else `title`. The type `about:blank` is not a code. Source: RFC 9457 |
/// | `#[status(409)]` on a variant | an error with this status whose code has no variant, or that has no code. The variant's name is then not a code. A variant has a code or a status, not both |
///
/// The text or the number at the path of the code is the code, unchanged. [`ServiceError::code`] returns
/// it. If the path leads to no text or number, the code is read from problem details. If the response is
/// not problem details either, the code is read as from an AWS service: API Gateway itself responds with
/// such errors, for example `ForbiddenException`. The message is read in the same order. The paths do not
/// apply to a variant's fields, which are members of the whole document.
///
/// ```
/// use aws_operation::{Failure, ServiceError, aws_error, aws_operation, decode};
///
/// #[aws_error(code = "error.code", message = "error.message")]
/// #[derive(Debug)]
/// enum CreateOrderError {
///     #[code("SOLD_OUT")]
///     SoldOut { error: SoldOut },
///     #[status(404)]
///     NoSuchShop,
///     Other(ServiceError),
/// }
///
/// #[derive(Debug, serde::Deserialize)]
/// struct SoldOut {
///     left: u32,
/// }
///
/// #[aws_operation(method = "POST", uri = "/orders", error = CreateOrderError)]
/// struct CreateOrder {
///     item: String,
/// }
///
/// let body = r#"{"error": {"code": "SOLD_OUT", "message": "not enough tea", "left": 2}}"#;
/// let response = http::Response::builder().status(409).body(body.into())?;
/// match decode::<CreateOrder>(&response) {
///     Err(Failure::Service(CreateOrderError::SoldOut { error }, raw)) => {
///         assert_eq!(error.left, 2);
///         assert_eq!(raw.to_string(), "SOLD_OUT (409): not enough tea");
///     }
///     other => panic!("{other:?}"),
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// For errors in any other form, implement [`FromErrorResponse`].
///
/// # Retries
///
/// `#[retryable]` on a variant lets a client retry the call after that exception; see [`Retry`].
/// `#[retryable(throttling)]` is for an exception with which the service asks for fewer calls. The
/// common codes of AWS services need neither. Source: Smithy 2.0, `retryable` trait.
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

/// Declares a structure in a document: a type that is nested in a body, or an output whose members
/// are all in the body.
///
/// It implements serde's `Serialize` and `Deserialize`, with a member for each field. A plain serde
/// type can be used too. The differences: a structure has the attributes of
/// [`aws_operation`](macro@aws_operation), and a member that is missing in a response is the zero
/// value of its type instead of an error. With `#[aws_structure(strict)]` it is an error, as with
/// [`aws_output`](macro@aws_output).
///
/// | attribute | meaning |
/// | --- | --- |
/// | `#[body("wireName")]` | the member's wire name; by default the field's name in lowerCamelCase, or in the case of the argument `rename_all` |
/// | `#[timestamp(date_time)]`, `(epoch_seconds)`, `(http_date)` | the format of a [`Timestamp`]; by default the protocol's |
/// | `#[xml(…)]`, `#[ec2_query_name("…")]` | as with [`aws_operation`](macro@aws_operation) |
/// | `#[default(10)]` | the value of a missing member, instead of zero; a `#[derive(Default)]` below the attribute uses it too |
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
/// In a restXml payload, the root element has the struct's name. The arguments `xml_name` and
/// `xml_namespace` set another name and a namespace.
///
/// Source: Smithy 2.0, aggregate types, `structure`; AWS restJson1, "Shape serialization".
pub use aws_operation_macros::aws_structure;

/// Declares a union: an enum that holds a value of exactly one of several members.
///
/// A variant's wire name is its name in lowerCamelCase, or in the case of the argument
/// `rename_all`; `#[tag("wireName")]` sets another name. A variant has one type, or none if the
/// member is the unit type. The last variant keeps a member that this program does not know: its
/// tag and its value, which are sent back unchanged. `#[timestamp(…)]` and `#[sensitive]` can be on
/// variants.
///
/// It implements `Serialize`, `Deserialize` and `Default`. The default value has no member.
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

/// Declares an open enum of strings or of integers.
///
/// A variant's value is its name in SCREAMING_SNAKE_CASE, or in the case of the argument
/// `rename_all`; `#[value("t2.micro")]` sets another value. Every variant of an integer enum has a
/// value: `#[value(1)]`. The last variant keeps a value that this program does not know.
///
/// It implements `Serialize`, `Deserialize`, `Display`, `From` of the value, and `Default` (the
/// value `""` or `0`). `as_str()` returns the value of a string enum, `value()` the value of an
/// integer enum.
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
