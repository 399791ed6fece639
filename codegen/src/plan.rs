//! The plan, between model and text: the Rust items that a set of operations needs, with their names
//! and types, in the order in which they are written.
//!
//! A plan contains every decision that needs the model. Rendering it cannot fail.

use crate::Protocol;
use crate::model::ShapeId;

/// All items for a set of operations of one service.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Plan {
    /// The service of the operations.
    pub service: Service,
    /// The operations. In the text each is followed by its error enum.
    pub operations: Vec<Operation>,
    /// Outputs, exceptions and nested structures.
    pub structures: Vec<Structure>,
    /// Unions.
    pub unions: Vec<Union>,
    /// Enums of text and of whole numbers.
    pub enums: Vec<Enum>,
    /// What the runtime does not support or does differently, one line for each.
    pub notes: Vec<String>,
}

/// A constant of type `aws_operation::Service`, with which clients are made.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Service {
    /// The service shape.
    pub shape: ShapeId,
    /// The constant's name: `API_GATEWAY`.
    pub constant: String,
    /// The version of the service.
    pub version: Option<String>,
    /// The name in SigV4's credential scope.
    pub signing_name: String,
    /// `sdkId` of the trait `aws.api#service`.
    pub service_id: String,
    /// First label of the regional host, if the model has it.
    pub endpoint_prefix: Option<String>,
    /// The protocol that the operations are generated for.
    pub protocol: Protocol,
    /// What stands before the operation's name in `X-Amz-Target`, or in the path of rpcv2Cbor.
    pub target_prefix: Option<String>,
    /// The version that awsQuery and ec2Query send.
    pub api_version: Option<String>,
    /// The XML namespace of request bodies: a URI, or a prefix, a space and a URI.
    pub xml_namespace: Option<String>,
    /// Whether the service sends the error codes of awsQuery as well (`awsQueryCompatible`).
    pub query_compatible: bool,
    /// Whether requests are signed as S3 wants it.
    pub s3_signing: bool,
    /// A header that every request of the service carries.
    pub header: Option<(String, String)>,
    /// Documentation, as Markdown.
    pub docs: String,
}

/// A struct under `#[aws_operation]`.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Operation {
    /// The operation shape.
    pub shape: ShapeId,
    /// The struct's name.
    pub name: String,
    /// Documentation, as Markdown.
    pub docs: String,
    /// The operation's name on the wire, where it is sent and is not the struct's name.
    pub wire_name: Option<String>,
    /// Method, URI and status; `None` for a protocol without them.
    pub http: Option<Http>,
    /// The root element of the body, where that has one and it is not the struct's name with
    /// `Request` behind it.
    pub xml_name: Option<String>,
    /// The XML namespace of the root element, where it has its own: a URI, or a prefix, a space and
    /// a URI.
    pub xml_namespace: Option<String>,
    /// `hostPrefix` of the trait `endpoint`, with the wire names of its labels.
    pub host_prefix: Option<String>,
    /// Whether requests are sent unsigned.
    pub unsigned: bool,
    /// Whether the trait `httpChecksumRequired` asks for `Content-MD5`.
    pub checksum_required: bool,
    /// Whether the body may be compressed with gzip.
    pub gzip: bool,
    /// Whether the body's SHA-256 tree hash is sent (Glacier).
    pub tree_hash: bool,
    /// Serde's word for the case of wire names, where it is not `camelCase`.
    pub rename_all: Option<&'static str>,
    /// Whether it has an input, which may be a structure without members.
    pub has_input: bool,
    /// The members of the input.
    pub members: Vec<Member>,
    /// The output's type; `None` for `()`.
    pub output: Option<String>,
    /// The structure shape of the output.
    pub output_shape: Option<ShapeId>,
    /// The error enum; `None` for an operation without modelled errors.
    pub error: Option<ErrorEnum>,
}

/// The trait `http` of an operation.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Http {
    /// The HTTP method.
    pub method: String,
    /// The URI pattern.
    pub uri: String,
    /// The status of a success.
    pub code: u16,
}

/// An enum under `#[aws_error]`.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct ErrorEnum {
    /// The enum's name.
    pub name: String,
    /// The exceptions; each variant holds the exception's structure.
    pub variants: Vec<ErrorVariant>,
    /// The name of the last variant, which holds a `ServiceError`.
    pub other: String,
}

/// An exception in an operation's error enum.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct ErrorVariant {
    /// The variant's name.
    pub name: String,
    /// The error code.
    pub code: String,
    /// Whether a call may be retried after it, and why.
    pub retryable: Option<Retryable>,
    /// The exception's structure.
    pub shape: ShapeId,
    /// The structure's Rust type.
    pub ty: String,
    /// Documentation, as Markdown.
    pub docs: String,
}

/// Why a call may be retried after an exception.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Retryable {
    /// The failure is transient.
    Transient,
    /// The service throttles its callers.
    Throttling,
}

/// What a structure is used as. It decides the attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// A structure in a document: `#[aws_structure]`.
    Nested,
    /// An output with members outside the body, or without a root element: `#[aws_output]`.
    Output,
    /// An exception: `#[aws_error]`.
    Exception,
}

/// A structure that is not an operation's input.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Structure {
    /// The structure shape.
    pub shape: ShapeId,
    /// The struct's name.
    pub name: String,
    /// What it is used as.
    pub role: Role,
    /// Documentation, as Markdown.
    pub docs: String,
    /// Serde's word for the case of wire names, where it is not `camelCase`.
    pub rename_all: Option<&'static str>,
    /// The root element of a payload, where it is not the struct's name.
    pub xml_name: Option<String>,
    /// The XML namespace of a payload's root element, where it has its own: a URI, or a prefix, a
    /// space and a URI.
    pub xml_namespace: Option<String>,
    /// Whether the root element of the document is the only member (`s3UnwrappedXmlOutput`).
    pub unwrapped: bool,
    /// The members.
    pub members: Vec<Member>,
}

/// The place of a member in a request or response.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Binding {
    /// A member of the body document.
    Body,
    /// The path.
    Label,
    /// A query parameter.
    Query,
    /// A map of query parameters.
    QueryParams,
    /// A header.
    Header,
    /// Headers with a prefix, which is the wire name.
    PrefixHeaders,
    /// The whole body.
    Payload,
    /// The status.
    ResponseCode,
}

/// What XML and the query protocols know of a member, apart from its name: the arguments of
/// `#[xml(…)]`.
///
/// Each is set only where it differs from the default.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Xml {
    /// Whether the items or entries are elements of the member's name, without an element around them.
    pub flattened: bool,
    /// Whether the member is an attribute.
    pub attribute: bool,
    /// The element name of a list's items, where it is not `member`.
    pub item: Option<String>,
    /// The element name of a map's keys, where it is not `key`.
    pub key: Option<String>,
    /// The element name of a map's values, where it is not `value`.
    pub value: Option<String>,
    /// The namespace of the member's element: a URI, or a prefix, a space and a URI.
    pub namespace: Option<String>,
    /// The namespace of a list's items.
    pub item_namespace: Option<String>,
    /// The namespace of a map's keys.
    pub key_namespace: Option<String>,
    /// The namespace of a map's values.
    pub value_namespace: Option<String>,
    /// The same of a list's items or a map's values, where they are lists or maps.
    pub inner: Option<Box<Xml>>,
}

/// A field of a struct.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Member {
    /// The member's name in the model.
    pub name: String,
    /// The field's name, `r#` and all.
    pub field: String,
    /// The wire name.
    pub wire: String,
    /// The name in requests of ec2Query, where it is not the capitalised wire name.
    pub ec2_query_name: Option<String>,
    /// The root element of a payload, where the member names it.
    pub payload_name: Option<String>,
    /// What XML and the query protocols know of it, apart from its name.
    pub xml: Xml,
    /// Where it goes or comes from.
    pub binding: Binding,
    /// The field's type, `Option` and `Box` included.
    pub ty: Type,
    /// The timestamp format, if it is not the default of the place: a word of `#[timestamp(…)]`.
    pub timestamp: Option<&'static str>,
    /// `mediaType`, where it changes the encoding of the member.
    pub media_type: Option<String>,
    /// Whether `None` is replaced by a random token.
    pub idempotency_token: bool,
    /// Whether it is a label of the host prefix too.
    pub host_label: bool,
    /// Whether `Debug` hides it.
    pub sensitive: bool,
    /// A Rust expression for `#[default(…)]`, where the default is not the type's zero value.
    pub default: Option<String>,
    /// Documentation, as Markdown.
    pub docs: String,
}

/// An enum under `#[aws_union]`.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Union {
    /// The union shape.
    pub shape: ShapeId,
    /// The enum's name.
    pub name: String,
    /// Documentation, as Markdown.
    pub docs: String,
    /// Serde's word for the case of tags, where it is not `camelCase`.
    pub rename_all: Option<&'static str>,
    /// The members.
    pub variants: Vec<UnionVariant>,
    /// The name of the last variant, which keeps a tag and a `Document`.
    pub unknown: String,
}

/// A member of a union.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct UnionVariant {
    /// The member's name in the model.
    pub name: String,
    /// The variant's name.
    pub variant: String,
    /// The wire name.
    pub wire: String,
    /// What XML and the query protocols know of it, apart from its name.
    pub xml: Xml,
    /// What it holds; `None` for the unit type.
    pub ty: Option<Type>,
    /// The timestamp format, if it is not the default of documents.
    pub timestamp: Option<&'static str>,
    /// Whether `Debug` hides it.
    pub sensitive: bool,
    /// Documentation, as Markdown.
    pub docs: String,
}

/// An enum under `#[aws_enum]`.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Enum {
    /// The enum shape.
    pub shape: ShapeId,
    /// The enum's name.
    pub name: String,
    /// Documentation, as Markdown.
    pub docs: String,
    /// Serde's word for the case of values, where it is not `SCREAMING_SNAKE_CASE`.
    pub rename_all: Option<&'static str>,
    /// The known values.
    pub variants: Vec<EnumVariant>,
    /// The name of the last variant, which is for all other values.
    pub unknown: String,
    /// Whether the values are whole numbers (`intEnum`).
    pub int: bool,
}

/// A value of an enum.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct EnumVariant {
    /// The variant's name.
    pub variant: String,
    /// The value.
    pub value: EnumValue,
    /// Documentation, as Markdown.
    pub docs: String,
}

/// A value of an enum.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum EnumValue {
    /// Of an `enum`.
    Text(String),
    /// Of an `intEnum`.
    Int(i32),
}

/// A Rust type.
#[derive(Debug, Clone, PartialEq)]
pub enum Type {
    /// `bool`
    Bool,
    /// `i8`
    I8,
    /// `i16`
    I16,
    /// `i32`
    I32,
    /// `i64`
    I64,
    /// `f32`
    F32,
    /// `f64`
    F64,
    /// `String`
    String,
    /// `aws_operation::Timestamp`
    Timestamp,
    /// `aws_operation::Blob`
    Blob,
    /// `aws_operation::Document`
    Document,
    /// A structure, union or enum of the plan.
    Named(String),
    /// `Option<T>`
    Option(Box<Type>),
    /// `Box<T>`, where a shape holds itself.
    Boxed(Box<Type>),
    /// `Vec<T>`; of `Option` where the list is sparse.
    List(Box<Type>),
    /// `BTreeMap<K, V>`; of `Option` where the map is sparse.
    Map(Box<Type>, Box<Type>),
}
