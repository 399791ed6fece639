//! The picture between model and text: the Rust items that a set of operations needs, named and
//! typed, in the order in which they are written.
//!
//! Everything that needs the model is decided when a plan exists; rendering it cannot fail.

use crate::model::ShapeId;

/// All items for a set of operations of one service.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Plan {
    /// The service that the operations are of.
    pub service: Service,
    /// The operations, each followed in the text by its error enum.
    pub operations: Vec<Operation>,
    /// Outputs, exceptions and nested structures.
    pub structures: Vec<Structure>,
    /// Unions.
    pub unions: Vec<Union>,
    /// Enums of text and of whole numbers.
    pub enums: Vec<Enum>,
    /// What the runtime does not support, or does differently: a line each, by name.
    pub notes: Vec<String>,
}

/// What a client of the service is made with: a constant of type `aws_operation::Service`.
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
    /// First label of the regional host, where the model says it.
    pub endpoint_prefix: Option<String>,
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
    /// The HTTP method.
    pub method: String,
    /// The URI pattern.
    pub uri: String,
    /// The status of a success.
    pub code: u16,
    /// `hostPrefix` of the trait `endpoint`.
    pub host_prefix: Option<String>,
    /// Whether requests are sent unsigned.
    pub unsigned: bool,
    /// Whether the trait `httpChecksumRequired` asks for `Content-MD5`.
    pub checksum_required: bool,
    /// Whether the body may be compressed with gzip.
    pub gzip: bool,
    /// Whether the body's SHA-256 tree hash goes along (Glacier).
    pub tree_hash: bool,
    /// Serde's word for the case of wire names, where it is not `camelCase`.
    pub rename_all: Option<&'static str>,
    /// The members of the input.
    pub members: Vec<Member>,
    /// The output's type; `None` for `()`.
    pub output: Option<String>,
    /// The structure behind the output.
    pub output_shape: Option<ShapeId>,
    /// The error enum; `None` for an operation without modelled errors.
    pub error: Option<ErrorEnum>,
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
    /// Whether a call may be made again after it, and how.
    pub retryable: Option<Retryable>,
    /// The exception's structure.
    pub shape: ShapeId,
    /// The structure's Rust type.
    pub ty: String,
    /// Documentation, as Markdown.
    pub docs: String,
}

/// Why a call may be made again after an exception.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Retryable {
    /// The service failed for a moment.
    Transient,
    /// The service asks for fewer calls.
    Throttling,
}

/// What a structure is for, which decides its attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// All of it stands in documents: `#[aws_structure]`.
    Nested,
    /// An output with members outside the body: `#[aws_output]`.
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
    /// What it is for.
    pub role: Role,
    /// Documentation, as Markdown.
    pub docs: String,
    /// Serde's word for the case of wire names, where it is not `camelCase`.
    pub rename_all: Option<&'static str>,
    /// The members.
    pub members: Vec<Member>,
}

/// Where a member goes or comes from.
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
    /// Where it goes or comes from.
    pub binding: Binding,
    /// The field's type, `Option` and `Box` included.
    pub ty: Type,
    /// The timestamp format, where it is not that of the place: a word of `#[timestamp(…)]`.
    pub timestamp: Option<&'static str>,
    /// `mediaType`, where it changes how the member travels.
    pub media_type: Option<String>,
    /// Whether it is filled where it is `None`.
    pub idempotency_token: bool,
    /// Whether it stands in the host prefix too.
    pub host_label: bool,
    /// Whether it is kept out of `Debug`.
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
    /// What it holds; `None` for the unit type.
    pub ty: Option<Type>,
    /// The timestamp format, where it is not epoch seconds.
    pub timestamp: Option<&'static str>,
    /// Whether it is kept out of `Debug`.
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
    /// The name of the last variant, which keeps any other value.
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
