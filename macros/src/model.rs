//! The data model that the stages share: operations, members, and the location of each member.

use proc_macro2::TokenStream;
use syn::{Generics, Ident, LitBool, LitStr, Path, Type};

use crate::case::Case;
use crate::protocol::Protocol;
use crate::syntax::{Facts, FieldPath, newtype};
use crate::uri::Pattern;
use crate::words::{self, argument};

/// Which macro is expanded.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Role {
    Operation,
    Output,
    Error,
    Structure,
    Union,
    Enum,
    EventStream,
}

impl Role {
    pub const ALL: [Self; 7] = [
        Self::Operation,
        Self::Output,
        Self::Error,
        Self::Structure,
        Self::Union,
        Self::Enum,
        Self::EventStream,
    ];

    pub fn attribute(self) -> &'static str {
        match self {
            Self::Operation => "aws_operation",
            Self::Output => "aws_output",
            Self::Error => "aws_error",
            Self::Structure => "aws_structure",
            Self::Union => "aws_union",
            Self::Enum => "aws_enum",
            Self::EventStream => "aws_event_stream",
        }
    }

    /// The kind of item that the attribute accepts.
    pub fn item(self) -> &'static str {
        match self {
            Self::Operation | Self::Output | Self::Structure => "a struct with named fields",
            Self::Error => "an enum, or on a struct with named fields",
            Self::Union | Self::Enum | Self::EventStream => "an enum",
        }
    }

    pub fn arguments(self) -> &'static [&'static str] {
        match self {
            Self::Operation => argument::OF_OPERATION,
            Self::Output => argument::OF_OUTPUT,
            Self::Structure => argument::OF_STRUCTURE,
            Self::Error => argument::OF_ERROR,
            _ => argument::OF_SHAPE,
        }
    }

    pub fn example(self) -> &'static str {
        match self {
            Self::Operation => {
                "#[aws_operation(method = \"GET\", uri = \"/restapis/{restApiId}\")]"
            }
            Self::Output => "#[aws_output(rename_all = \"PascalCase\")]",
            Self::Error => "#[aws_error(rename_all = \"PascalCase\")]",
            Self::Structure => "#[aws_structure(rename_all = \"PascalCase\")]",
            Self::Union => "#[aws_union(rename_all = \"PascalCase\")]",
            Self::Enum => "#[aws_enum(rename_all = \"PascalCase\")]",
            Self::EventStream => "#[aws_event_stream(rename_all = \"PascalCase\")]",
        }
    }

    /// The role whose attribute has this name.
    pub fn of_attribute(attribute: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.attribute() == attribute)
    }

    /// Traits that the attribute implements, so that they cannot be derived too.
    pub fn given_traits(self) -> &'static [&'static str] {
        match self {
            Self::Operation | Self::EventStream => &[],
            // A type that implements `Deserialize` is already an output.
            Self::Output => &["Deserialize"],
            Self::Error => &["Error", "Display"],
            Self::Structure => &["Serialize", "Deserialize"],
            Self::Union => &["Serialize", "Deserialize", "Default"],
            Self::Enum => &["Serialize", "Deserialize", "Default", "Display"],
        }
    }
}

/// The kind of message or document that contains a member.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Place {
    Request,
    Response,
    /// A structure inside a document.
    Document,
    /// An event of a stream.
    Event,
}

/// An operation with resolved arguments. A field is `None` if its argument is missing, or is
/// invalid and has been reported.
pub struct Operation<'a> {
    pub ident: &'a Ident,
    pub generics: &'a Generics,
    /// The operation's name on the wire.
    pub name: String,
    pub protocol: Protocol,
    pub method: Option<LitStr>,
    pub uri: Option<LitStr>,
    pub pattern: Option<Pattern>,
    pub code: u16,
    /// The case for wire names that are not given.
    pub case: Case,
    pub output: Option<Type>,
    pub error: Option<Type>,
    pub host_prefix: Option<(LitStr, Vec<HostPiece>)>,
    /// Whether a host prefix is given, valid or not.
    pub has_host_prefix: bool,
    pub traits: OperationTraits,
    /// The name of the body's root element and its namespace, if given (restXml only).
    pub root: String,
    /// The endpoint parameters that are the same in every request of the operation.
    pub static_context_params: Vec<StaticContextParam>,
    /// The endpoint parameters that functions compute from the operation's fields.
    pub operation_context_params: Vec<OperationContextParam>,
    pub paginated: Option<Paginated<'a>>,
    /// Whether the item is a unit struct: the operation then has no input at all.
    pub is_unit: bool,
    pub members: Vec<Member<'a>>,
    /// Wire names of fields with errors. A label with such a name is not reported as missing its
    /// field.
    pub claimed: Vec<String>,
    /// URI labels that an invalid `#[label]` probably means. They have been reported with it.
    pub excused: Vec<String>,
}

/// A parameter of the endpoint rules, and its value.
pub struct StaticContextParam {
    pub name: Ident,
    pub value: StaticValue,
}

/// The value of a parameter that is the same in every request.
pub enum StaticValue {
    Bool(LitBool),
    Text(LitStr),
    List(Vec<LitStr>),
}

/// A parameter of the endpoint rules, and the function that computes its value from the operation.
pub struct OperationContextParam {
    pub name: Ident,
    pub function: Path,
}

/// The fields with the tokens, the items and the page size of a paginated operation. Fields of the
/// operation itself are stored with their types.
pub struct Paginated<'a> {
    pub input_token: (Ident, &'a Type),
    pub output_token: FieldPath,
    pub items: Option<(FieldPath, Type)>,
    pub page_size: Option<(Ident, &'a Type)>,
    /// The flag that says whether there are more pages.
    pub more: Option<FieldPath>,
}

/// Traits of an operation that have no value.
#[derive(Clone, Copy, Default)]
pub struct OperationTraits {
    /// Whether requests are sent without a signature.
    pub unsigned: bool,
    pub http_checksum_required: bool,
    pub http_checksum: HttpChecksum,
    pub gzip: bool,
    pub sha256_tree_hash: bool,
    pub unsigned_payload: bool,
    pub no_stalled_stream: bool,
}

/// Smithy's `httpChecksum`.
#[derive(Clone, Copy, Default)]
pub struct HttpChecksum {
    /// Whether requests can have a checksum.
    pub request: bool,
    /// Whether requests must have one.
    pub required: bool,
    /// Whether responses can have a checksum.
    pub response: bool,
}

/// A piece of a host prefix.
#[derive(PartialEq, Eq, Debug)]
pub enum HostPiece {
    Literal(String),
    Label(String),
}

/// A field that is bound to its place in the message.
pub struct Member<'a> {
    pub field: &'a Ident,
    pub ty: &'a Type,
    pub name: WireName,
    pub binding: Binding,
    /// Where errors point: the attribute that binds the member, or the field's name.
    pub at: TokenStream,
    /// A variant of `TimestampFormat` and its attribute, if the field has one.
    pub timestamp: Option<(&'static str, TokenStream)>,
    pub media_type: Option<LitStr>,
    pub idempotency_token: Option<TokenStream>,
    pub host_label: Option<HostLabel>,
    pub context_param: Option<ContextParam>,
    pub sensitive: bool,
    /// The facts and their attribute.
    pub facts: Option<(Facts, TokenStream)>,
    pub ec2_query_name: Option<LitStr>,
    /// The root element of an XML payload, if it is not the default of its type.
    pub payload_name: Option<LitStr>,
    pub default: Option<MemberDefault>,
    /// Whether a response without the member is an error.
    pub required: bool,
}

/// The label that a member fills in the host prefix, and the attribute.
pub struct HostLabel {
    pub label: String,
    pub at: TokenStream,
}

/// The endpoint parameter that a member sets, and the attribute.
pub struct ContextParam {
    pub name: String,
    pub at: TokenStream,
}

/// The default of a missing member.
pub struct MemberDefault {
    /// The string, if the default is a string literal. It is converted to the member's type.
    pub text: Option<LitStr>,
    /// The expression.
    pub value: TokenStream,
    pub at: TokenStream,
}

impl Member<'_> {
    /// The name of the newtype that carries the member's facts. `None` if it has no facts.
    pub fn newtype(&self) -> Option<String> {
        let facts = self.facts.as_ref().map(|(facts, _)| facts);
        newtype(facts, self.ec2_query_name.as_ref())
    }

    /// The field's name without `r#`: `type` for `r#type`.
    pub fn display(&self) -> String {
        display(self.field)
    }
}

/// The name that is sent, and where it was written: in an attribute, or as the field's name.
pub struct WireName {
    pub text: String,
    pub at: TokenStream,
}

/// A member's HTTP location.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Binding {
    Label,
    Query,
    QueryParams,
    Header,
    PrefixHeaders,
    Payload,
    /// A member of the body document. `explicit` if the field has `#[body]`.
    Body {
        explicit: bool,
    },
    ResponseCode,
    /// A part of the host and of nothing else. The method has no body.
    Host,
    /// Unknown, because the URI is invalid: without its labels, labels and body members look the
    /// same.
    Unknown,
}

impl Binding {
    /// The binding for an attribute's name. `None` if the attribute does not bind.
    pub fn of_word(word: &str) -> Option<Self> {
        Some(match word {
            words::LABEL => Self::Label,
            words::QUERY => Self::Query,
            words::QUERY_PARAMS => Self::QueryParams,
            words::HEADER => Self::Header,
            words::PREFIX_HEADERS => Self::PrefixHeaders,
            words::PAYLOAD => Self::Payload,
            words::BODY => Self::Body { explicit: true },
            words::RESPONSE_CODE => Self::ResponseCode,
            words::EVENT_HEADER => Self::Header,
            words::EVENT_PAYLOAD => Self::Payload,
            _ => return None,
        })
    }
}

/// The default wire name of a field. It is made from the field's name without `r#`.
pub fn wire_name(field: &Ident, case: Case) -> String {
    case.apply(&display(field))
}

pub fn display(field: &Ident) -> String {
    let name = field.to_string();
    name.strip_prefix("r#").unwrap_or(&name).to_owned()
}
