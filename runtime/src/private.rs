//! What the code that the macros generate names beside the public API. It may change in any release.
//!
//! What code for XML and the query protocols uses, beside what code for JSON does:
//!
//! | what is declared | what the code has |
//! | --- | --- |
//! | facts of a member (`flattened`, names, namespaces, `ec2_query_name`) | `WithFacts(&value, FACTS)` where it is written; `read_with_facts(FACTS)` of an output's or exception's member, [`read_member_with_facts`] of a structure's, [`read_variant_with_facts`] of a union's. `FACTS` is `$aws_operation::Xml` and the lines of facts; members without facts have none of this |
//! | a structure's name and namespace | the name that it gives to `serialize_struct` or `serialize_newtype_variant`: `Name`, or `Name`, a line break and `ns=` with the namespace |
//! | an operation's | `Metadata::xml_root`, in the same form; the name may be empty |
//! | the wire name of a payload | `named_payload` in place of `payload` |
//! | an output whose member is the root element | `response.unwrapped().members(…)` |
//! | an operation of rpcv2Cbor without an input | no call of `body`; one whose input has no members calls it |

use core::marker::PhantomData;

pub use core::clone::Clone;
pub use core::convert::From;
pub use core::default::Default;
pub use core::fmt::{Debug, Display, Formatter, Result as FmtResult};
pub use core::option::Option::{self, None, Some};
pub use core::primitive::{i32, str, usize};
pub use core::result::Result::{self, Err, Ok};

pub use std::error::Error;
pub use std::string::String;

pub use aws_operation_macros::attributes_like_aws_output;
pub use serde::de::{
    Deserialize, DeserializeOwned, Deserializer, IgnoredAny, MapAccess, VariantAccess,
};
pub use serde::ser::{Serialize, SerializeStruct, Serializer};

pub use crate::error::{DecodeError, EncodeError, RetryReason, ServiceError};
pub use crate::metadata::Metadata;
pub use crate::operation::Operation;
pub use crate::protocol::{
    AwsJson1_0, AwsJson1_1, AwsQuery, Ec2Query, Protocol, RestJson1, RestXml, RpcV2Cbor,
};
pub use crate::request::{BodyMembers, RequestEncoder};
pub use crate::response::bare::{Accepted, Declared, exception, member, redacted};
pub use crate::response::required::{required, required_header};
pub use crate::response::{
    FromErrorResponse, FromResponse, MemberValue, ModelledError, ResponseDecoder, missing,
};
pub use crate::shapes::facts::{WithFacts, read_variant_with_facts};
pub use crate::shapes::open_enum::{deserialize_number, deserialize_text};
pub use crate::shapes::structure::{
    Structure, deserialize_structure, missing_member, next_member, read_member,
    read_member_with_facts, required_member, write_member,
};
pub use crate::shapes::union::{
    Union, Unit, deserialize_union, no_such_member, serialize_unknown_member,
};
pub use crate::types::{Document, Formatted, TimestampFormat};

pub use crate::metadata::Features;

/// What `Debug` prints for a `#[sensitive]` member.
pub struct Redacted;

impl Debug for Redacted {
    fn fmt(&self, f: &mut Formatter<'_>) -> FmtResult {
        f.write_str("[redacted]")
    }
}

/// Prints an exception's code and its message, where it has one.
pub fn write_error<'a>(
    f: &mut Formatter<'_>,
    code: &str,
    message: impl IntoMessage<'a>,
) -> FmtResult {
    match message.into_message() {
        Some(message) => write!(f, "{code}: {}", crate::error::Line::message(message)),
        None => f.write_str(code),
    }
}

/// The types that a message member has.
pub trait IntoMessage<'a> {
    /// The message, where there is one.
    fn into_message(self) -> Option<&'a str>;
}

impl<'a> IntoMessage<'a> for &'a String {
    fn into_message(self) -> Option<&'a str> {
        Some(self)
    }
}

impl<'a> IntoMessage<'a> for &'a Option<String> {
    fn into_message(self) -> Option<&'a str> {
        self.as_deref()
    }
}

impl<'a> IntoMessage<'a> for Option<&'a str> {
    fn into_message(self) -> Self {
        self
    }
}

/// An exception that is a struct of its own.
pub trait Exception {
    /// Its message, where it has one.
    fn message(&self) -> Option<&str>;
}

/// The message of a value that may be an exception: of one that is, the method below wins over
/// that of [`NoMessage`].
pub struct MessageOf<'a, T>(pub &'a T);

impl<'a, T: Exception> MessageOf<'a, T> {
    /// The exception's message.
    pub fn exception_message(self) -> Option<&'a str> {
        self.0.message()
    }
}

/// What is no exception has no message.
pub trait NoMessage: Sized {
    /// None.
    fn exception_message(self) -> Option<&'static str> {
        None
    }
}

impl<T> NoMessage for MessageOf<'_, T> {}

/// `Debug` as a bound that an impl without parameters can have where it does not hold. An error without
/// `Debug` is then no [`Error`].
pub trait MaybeDebug<'a>: Debug {}

impl<T: Debug + ?Sized> MaybeDebug<'_> for T {}

/// A structure under `#[aws_structure]`.
pub trait IsStructure {}

/// Whether an unset payload is an empty structure: of a structure, the constant below wins over
/// that of [`NoStructure`].
pub struct Unset<T: ?Sized>(PhantomData<T>);

impl<T: IsStructure + ?Sized> Unset<T> {
    /// It is.
    pub const IS_STRUCTURE: bool = true;
}

/// What is no structure is not sent where it is unset.
pub trait NoStructure {
    /// It is not.
    const IS_STRUCTURE: bool = false;
}

impl<T: ?Sized> NoStructure for Unset<T> {}

/// The text of an idempotency token, where it is set.
pub fn token<T: Token>(token: &Option<T>) -> Option<&str> {
    token.as_ref().map(T::as_token)
}

/// The types that an idempotency token has, within its `Option`.
#[diagnostic::on_unimplemented(
    message = "an idempotency token is text, so it cannot be `{Self}`",
    label = "is not text",
    note = "use `Option<String>`"
)]
pub trait Token {
    /// The text.
    fn as_token(&self) -> &str;
}

// So that the error speaks of tokens.
#[diagnostic::do_not_recommend]
impl<T: AsRef<str>> Token for T {
    fn as_token(&self) -> &str {
        self.as_ref()
    }
}
