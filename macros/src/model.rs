//! The picture that the stages pass on: operations, members, and where each member goes.

use proc_macro2::TokenStream;
use syn::{Generics, Ident, Lit, LitStr, Type};

use crate::case::Case;
use crate::protocol::Protocol;
use crate::syntax::{Facts, newtype};
use crate::uri::Pattern;
use crate::words::{self, argument};

/// Which of the macros is at work.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Role {
    Operation,
    Output,
    Error,
    Structure,
    Union,
    Enum,
}

impl Role {
    pub const ALL: [Self; 6] =
        [Self::Operation, Self::Output, Self::Error, Self::Structure, Self::Union, Self::Enum];

    pub fn attribute(self) -> &'static str {
        match self {
            Self::Operation => "aws_operation",
            Self::Output => "aws_output",
            Self::Error => "aws_error",
            Self::Structure => "aws_structure",
            Self::Union => "aws_union",
            Self::Enum => "aws_enum",
        }
    }

    /// What the attribute goes on.
    pub fn item(self) -> &'static str {
        match self {
            Self::Operation | Self::Output | Self::Structure => "a struct with named fields",
            Self::Error => "an enum, or on a struct with named fields",
            Self::Union | Self::Enum => "an enum",
        }
    }

    pub fn arguments(self) -> &'static [&'static str] {
        match self {
            Self::Operation => argument::OF_OPERATION,
            Self::Output => argument::OF_OUTPUT,
            Self::Structure => argument::OF_STRUCTURE,
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
        }
    }

    /// The role whose attribute has this name.
    pub fn of_attribute(attribute: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.attribute() == attribute)
    }

    /// Traits that the attribute implements, so that they cannot be derived too.
    pub fn given_traits(self) -> &'static [&'static str] {
        match self {
            Self::Operation => &[],
            // With `Deserialize` a type is an output already.
            Self::Output => &["Deserialize"],
            Self::Error => &["Error", "Display"],
            Self::Structure => &["Serialize", "Deserialize"],
            Self::Union => &["Serialize", "Deserialize", "Default"],
            Self::Enum => &["Serialize", "Deserialize", "Default", "Display"],
        }
    }
}

/// The message or document that a member is part of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Place {
    Request,
    Response,
    /// A structure inside a document.
    Document,
}

/// An operation, its arguments resolved. `None` stands for what was wrong and has been reported.
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
    /// How default wire names are made.
    pub case: Case,
    pub output: Option<Type>,
    pub error: Option<Type>,
    pub host_prefix: Option<(LitStr, Vec<HostPiece>)>,
    /// Whether there is one, be it right or wrong.
    pub has_host_prefix: bool,
    pub traits: OperationTraits,
    /// The name of the body's root element, and its namespace, where they are given: restXml's.
    pub root: String,
    /// What every request of the operation gives to the endpoint's rules.
    pub static_context_params: Vec<StaticContextParam>,
    /// A struct without a place for members: the operation has no input at all.
    pub is_unit: bool,
    pub members: Vec<Member<'a>>,
    /// Wire names of fields that are wrong in themselves: their labels are not missing.
    pub claimed: Vec<String>,
    /// URI labels that a wrong `#[label]` meant: they have been reported with it.
    pub excused: Vec<String>,
}

/// A parameter of the endpoint's rules, and its value: `true`, `false` or a string.
pub struct StaticContextParam {
    pub name: Ident,
    pub value: Lit,
}

/// Traits of an operation that are there or not.
#[derive(Clone, Copy, Default)]
pub struct OperationTraits {
    /// Requests are sent without a signature.
    pub unsigned: bool,
    pub http_checksum_required: bool,
    pub gzip: bool,
    pub sha256_tree_hash: bool,
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
    /// The attribute that binds it, else the field's name.
    pub at: TokenStream,
    /// A variant of `TimestampFormat`, where the field fixes it, and the attribute.
    pub timestamp: Option<(&'static str, TokenStream)>,
    pub media_type: Option<LitStr>,
    pub idempotency_token: Option<TokenStream>,
    pub host_label: Option<HostLabel>,
    pub context_param: Option<ContextParam>,
    pub sensitive: bool,
    /// The facts, and the attribute.
    pub facts: Option<(Facts, TokenStream)>,
    pub ec2_query_name: Option<LitStr>,
    /// The root element of an XML payload, where it is not that of its type.
    pub payload_name: Option<LitStr>,
    pub default: Option<MemberDefault>,
    /// A response that lacks it is an error.
    pub required: bool,
}

/// That a member stands in the host prefix, under which label, and the attribute that says so.
pub struct HostLabel {
    pub label: String,
    pub at: TokenStream,
}

/// That a member is a parameter of the endpoint's rules, under which name, and the attribute that says
/// so.
pub struct ContextParam {
    pub name: String,
    pub at: TokenStream,
}

/// What a missing member is.
pub struct MemberDefault {
    /// The text, where it is one: it is converted to the member's type.
    pub text: Option<LitStr>,
    /// The expression.
    pub value: TokenStream,
    pub at: TokenStream,
}

impl Member<'_> {
    /// The name of the newtype that carries the member's facts, where it has some.
    pub fn newtype(&self) -> Option<String> {
        let facts = self.facts.as_ref().map(|(facts, _)| facts);
        newtype(facts, self.ec2_query_name.as_ref())
    }

    /// The field as a person reads it: `type`, where it is written `r#type`.
    pub fn display(&self) -> String {
        display(self.field)
    }
}

/// The string that is sent, and where it was written: in an attribute, or as the field's name.
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
    /// A member of the body document; `explicit` where a person wrote `#[body]`.
    Body {
        explicit: bool,
    },
    ResponseCode,
    /// Only part of the host, on a method without a body.
    Host,
    /// Not bound, because the URI that would tell labels from body members does not parse.
    Unknown,
}

impl Binding {
    /// The attribute's word, where an attribute binds.
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
            _ => return None,
        })
    }
}

/// Default wire names are made from the field's name without `r#`.
pub fn wire_name(field: &Ident, case: Case) -> String {
    case.apply(&display(field))
}

pub fn display(field: &Ident) -> String {
    let name = field.to_string();
    name.strip_prefix("r#").unwrap_or(&name).to_owned()
}
