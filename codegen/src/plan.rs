//! The plan, an intermediate form between the model and the text: the Rust items that a set of
//! operations needs, with their names and types, in the order of the text.
//!
//! A plan contains every decision that needs the model. Rendering it cannot fail.

pub mod events;
pub mod waiters;

use crate::Protocol;
use crate::endpoint_rules::CompiledRules;
use crate::model::ShapeId;

/// All items for a set of operations of one service.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Plan {
    /// The service of the operations.
    pub service: Service,
    /// The operations. In the text, each is followed by its error enum.
    pub operations: Vec<Operation>,
    /// Outputs, exceptions and nested structures.
    pub structures: Vec<Structure>,
    /// Unions.
    pub unions: Vec<Union>,
    /// Enums of strings and of integers.
    pub enums: Vec<Enum>,
    /// The events of event streams.
    pub events: Vec<events::Events>,
    /// The waiters of the operations, by the names of their statics.
    pub waiters: Vec<waiters::Waiter>,
    /// The functions that evaluate the expressions of the waiters, by name.
    pub waiter_functions: Vec<waiters::Function>,
    /// Features that the runtime does not support or handles differently, one line for each.
    pub notes: Vec<String>,
}

/// A constant of type `aws_operation::Service`, which clients are built from.
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
    /// The first label of the regional host, if the model has it.
    pub endpoint_prefix: Option<String>,
    /// The service's endpoint rules, if they differ from the standard ones.
    pub endpoint_rules: Option<CompiledRules>,
    /// The protocol that the operations are generated for.
    pub protocol: Protocol,
    /// The text before the operation's name in `X-Amz-Target`, or in the path of rpcv2Cbor.
    pub target_prefix: Option<String>,
    /// The version that awsQuery and ec2Query send.
    pub api_version: Option<String>,
    /// The XML namespace of request bodies: a URI, or a prefix, a space and a URI.
    pub xml_namespace: Option<String>,
    /// Whether the service sends the error codes of awsQuery as well (`awsQueryCompatible`).
    pub query_compatible: bool,
    /// Whether requests are signed by the rules of S3.
    pub s3_signing: bool,
    /// A header that every request of the service needs.
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
    /// The operation's wire name, if the protocol sends it and it differs from the struct's name.
    pub wire_name: Option<String>,
    /// Method, URI and status. `None` for a protocol without HTTP bindings.
    pub http: Option<Http>,
    /// The root element of the body, if there is one and its name is not the struct's name followed
    /// by `Request`.
    pub xml_name: Option<String>,
    /// The XML namespace of the root element, if the element has its own: a URI, or a prefix, a
    /// space and a URI.
    pub xml_namespace: Option<String>,
    /// `hostPrefix` of the trait `endpoint`. Its labels have the members' wire names.
    pub host_prefix: Option<String>,
    /// Whether requests are sent unsigned.
    pub unsigned: bool,
    /// Whether the trait `httpChecksumRequired` asks for `Content-MD5`.
    pub checksum_required: bool,
    /// The trait `httpChecksum`.
    pub http_checksum: HttpChecksum,
    /// Whether the body may be compressed with gzip.
    pub gzip: bool,
    /// Whether the body's SHA-256 tree hash is sent (Glacier).
    pub tree_hash: bool,
    /// Whether signatures exclude the body.
    pub unsigned_payload: bool,
    /// Whether the body of a response may stall for any time.
    pub no_stalled_stream: bool,
    /// The argument of `rename_all`, if the case of wire names is not `camelCase`.
    pub rename_all: Option<&'static str>,
    /// Endpoint parameters that the operation sets: their names, and their values as Rust literals.
    pub static_context_params: Vec<(String, String)>,
    /// Endpoint parameters that functions of the operation compute.
    pub operation_context_params: Vec<OperationContextParam>,
    /// The fields with the tokens and the items of pages. `None` for an operation that is not
    /// paginated, or whose trait `paginated` the macros do not support.
    pub paginated: Option<Paginated>,
    /// Whether the operation has an input. An input can be a structure without members.
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

/// The trait `httpChecksum` of an operation.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct HttpChecksum {
    /// Whether requests can have a checksum of their body.
    pub request: bool,
    /// Whether requests must have a checksum of their body. Then `request` is true as well.
    pub required: bool,
    /// Whether responses can have a checksum of their body.
    pub response: bool,
}

/// The trait `paginated` of an operation and its service, with the names of Rust fields.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Paginated {
    /// The token field of the operation, including `r#`.
    pub input_token: String,
    /// The path of the next page's token in the output, such as `result.next_token`.
    pub output_token: String,
    /// The path of the items in the output, and its type: a list or a map.
    pub items: Option<(String, Type)>,
    /// The page size field of the operation.
    pub page_size: Option<String>,
    /// The path of the flag in the output that says whether there are more pages.
    pub more: Option<String>,
}

/// An endpoint parameter that a function computes from the operation's fields.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct OperationContextParam {
    /// The parameter's name.
    pub name: String,
    /// The function's name.
    pub function: String,
    /// Whether the value is a list of strings.
    pub is_list: bool,
    /// How the value is read from the operation.
    pub access: Access,
}

/// How the values of a path are read.
#[derive(Debug, Clone, PartialEq)]
pub enum Access {
    /// The value itself, a string or an enum of strings.
    Text,
    /// The value itself, a `bool`.
    Bool,
    /// A member of a structure.
    Member {
        /// The field's name, including `r#`.
        field: String,
        /// Whether the field is an `Option`.
        optional: bool,
        /// What is read from its value.
        then: Box<Access>,
    },
    /// The items of a list.
    Items {
        /// Whether the items are `Option`s.
        sparse: bool,
        /// What is read from each item.
        then: Box<Access>,
    },
    /// The keys of a map.
    Keys(Box<Access>),
    /// The values of a map.
    Values {
        /// Whether the values are `Option`s.
        sparse: bool,
        /// What is read from each value.
        then: Box<Access>,
    },
    /// Several values of the same structure.
    All(Vec<Access>),
}

/// The trait `http` of an operation.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Http {
    /// The HTTP method.
    pub method: String,
    /// The URI pattern.
    pub uri: String,
    /// The status code of a successful response.
    pub code: u16,
}

/// An enum under `#[aws_error]`.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct ErrorEnum {
    /// The enum's name.
    pub name: String,
    /// The enum of an earlier operation with the same errors. If there is one, `name` is an alias of
    /// it.
    pub alias_of: Option<String>,
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
    /// Whether a call may be retried after the exception, and why.
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

/// The use of a structure. It decides the attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// A structure in a document: `#[aws_structure]`.
    Nested,
    /// An output with members outside the body, or without a root element around its member:
    /// `#[aws_output]`.
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
    /// The structure's use.
    pub role: Role,
    /// Documentation, as Markdown.
    pub docs: String,
    /// The argument of `rename_all`, if the case of wire names is not `camelCase`.
    pub rename_all: Option<&'static str>,
    /// The root element of a payload, if it is not the struct's name.
    pub xml_name: Option<String>,
    /// The XML namespace of a payload's root element, if the element has its own: a URI, or a
    /// prefix, a space and a URI.
    pub xml_namespace: Option<String>,
    /// Whether the only member is the root element of the document (`s3UnwrappedXmlOutput`).
    pub unwrapped: bool,
    /// The members.
    pub members: Vec<Member>,
}

/// The location of a member in a request or response.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Binding {
    /// A member of the body document.
    Body,
    /// A label of the URI.
    Label,
    /// A query parameter.
    Query,
    /// A map of query parameters.
    QueryParams,
    /// A header.
    Header,
    /// Headers with a common prefix. The prefix is the wire name.
    PrefixHeaders,
    /// The whole body.
    Payload,
    /// The status code.
    ResponseCode,
    /// A header of an event.
    EventHeader,
    /// The whole payload of an event.
    EventPayload,
}

/// Facts about a member in XML and the query protocols, besides its name: the arguments of
/// `#[xml(…)]`.
///
/// Each fact is set only if it differs from the default.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Xml {
    /// Whether each item or entry is an element with the member's name, without an element around
    /// all of them.
    pub flattened: bool,
    /// Whether the member is an XML attribute.
    pub attribute: bool,
    /// The element name of a list's items, if it is not `member`.
    pub item: Option<String>,
    /// The element name of a map's keys, if it is not `key`.
    pub key: Option<String>,
    /// The element name of a map's values, if it is not `value`.
    pub value: Option<String>,
    /// The namespace of the member's element: a URI, or a prefix, a space and a URI.
    pub namespace: Option<String>,
    /// The namespace of a list's items.
    pub item_namespace: Option<String>,
    /// The namespace of a map's keys.
    pub key_namespace: Option<String>,
    /// The namespace of a map's values.
    pub value_namespace: Option<String>,
    /// The facts about the items of a list or the values of a map, if these are lists or maps
    /// themselves.
    pub inner: Option<Box<Xml>>,
}

/// A field of a struct.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Member {
    /// The member's name in the model.
    pub name: String,
    /// The field's name, including `r#`.
    pub field: String,
    /// The wire name.
    pub wire: String,
    /// The name in requests of ec2Query, if it is not the capitalised wire name.
    pub ec2_query_name: Option<String>,
    /// The root element of a payload, if the member names it.
    pub payload_name: Option<String>,
    /// Facts about the member in XML and the query protocols, besides its name.
    pub xml: Xml,
    /// The member's location in the request or response.
    pub binding: Binding,
    /// The field's type, including `Option` and `Box`.
    pub ty: Type,
    /// The argument of `#[timestamp(…)]`, if the format is not the default of the location.
    pub timestamp: Option<&'static str>,
    /// The value of the trait `mediaType`, if it changes the encoding of the member.
    pub media_type: Option<String>,
    /// Whether `None` is replaced by a random token.
    pub idempotency_token: bool,
    /// The endpoint parameter that the member sets.
    pub context_param: Option<String>,
    /// Whether the member is also a label of the host prefix.
    pub host_label: bool,
    /// Whether `Debug` hides the member.
    pub sensitive: bool,
    /// A Rust expression for `#[default(…)]`, if the default is not the type's zero value.
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
    /// The argument of `rename_all`, if the case of tags is not `camelCase`.
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
    /// Facts about the member in XML and the query protocols, besides its name.
    pub xml: Xml,
    /// The type of the value. `None` for the unit type.
    pub ty: Option<Type>,
    /// The argument of `#[timestamp(…)]`, if the format is not the default of documents.
    pub timestamp: Option<&'static str>,
    /// Whether `Debug` hides the member.
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
    /// The argument of `rename_all`, if the case of values is not `SCREAMING_SNAKE_CASE`.
    pub rename_all: Option<&'static str>,
    /// The known values.
    pub variants: Vec<EnumVariant>,
    /// The name of the last variant, which is for all other values.
    pub unknown: String,
    /// Whether the values are integers (`intEnum`).
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
    /// The value of an `enum`.
    Text(String),
    /// The value of an `intEnum`.
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
    /// `aws_operation::ByteStream`, for payloads that need not fit into memory.
    ByteStream,
    /// `aws_operation::EventStream<E>`. `E` is an enum of the plan's `events`.
    EventStream(Box<Type>),
    /// `aws_operation::Document`
    Document,
    /// A structure, union or enum of the plan.
    Named(String),
    /// `Option<T>`
    Option(Box<Type>),
    /// `Box<T>`, if a shape contains itself.
    Boxed(Box<Type>),
    /// `Vec<T>`. The items are `Option`s if the list is sparse.
    List(Box<Type>),
    /// `BTreeMap<K, V>`. The values are `Option`s if the map is sparse.
    Map(Box<Type>, Box<Type>),
}
