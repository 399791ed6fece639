//! Items that only generated code uses. They may change in any release.
//!
//! What generated code has for XML and the query protocols, in addition to the code for JSON:
//!
//! | declaration | generated code |
//! | --- | --- |
//! | facts of a member (`flattened`, names, namespaces, `ec2_query_name`) | writes with `WithFacts(&value, FACTS)`; reads a member of an output or exception with `read_with_facts(&mut slot, FACTS)`, of a structure with [`StructureReader::read_with_facts`], of a union with [`read_variant_with_facts`]. `FACTS` is `$aws_operation::Xml`, followed by the lines of facts. Members without facts have none of this |
//! | a structure's name and namespace | the name in `serialize_struct` or `serialize_newtype_variant`: `Name`, or `Name`, a line break and `ns=` with the namespace |
//! | an operation's name and namespace | `Metadata::xml_root`, in the same form; the name may be empty |
//! | the wire name of a payload | `named_payload` instead of `payload` |
//! | an output whose member is the root element | `response.unwrapped().members(…)` |
//! | an rpcv2Cbor operation without an input | does not call `body`; an input without members calls it |

mod fake;

use core::marker::PhantomData;

pub use core::assert;
pub use core::clone::Clone;
pub use core::convert::From;
pub use core::default::Default;
pub use core::fmt::{Debug, Display, Formatter, Result as FmtResult};
pub use core::option::Option::{self, None, Some};
pub use core::primitive::{bool, i32, str, u32, usize};
pub use core::result::Result::{self, Err, Ok};

pub use std::error::Error;
pub use std::string::String;

pub use aws_operation_macros::attributes_like_aws_output;
pub use serde::de::{
    Deserialize, DeserializeOwned, Deserializer, IgnoredAny, MapAccess, VariantAccess,
};
pub use serde::ser::{Serialize, Serializer};

pub use crate::error::{
    CodeAndMessage, DecodeError, EncodeError, ReadCodeAndMessage, RetryReason, ServiceError,
};
pub use crate::event_frames::RawEvent;
pub use crate::event_stream::{EventUnion, ReceivedEvents, SendEvent, SendEvents};
pub use crate::metadata::{Metadata, StaticContextParam};
pub use crate::operation::Operation;
pub use crate::paginated::{
    NotOptional, PageSize, PageSizeField, Paginated, PaginatedItems, Parent, TokenField, page_flag,
    page_items, page_token,
};
pub use crate::types::{Document, Formatted, TimestampFormat};
pub use crate::wire::protocol::with_facts::{WithFacts, read_variant_with_facts};
pub use crate::wire::protocol::{
    AwsJson1_0, AwsJson1_1, AwsQuery, Content, Ec2Query, Protocol, RestJson1, RestXml, RpcV2Cbor,
};
pub use crate::wire::request::{BodyMembers, EventEncoder, HttpChecksum, RequestEncoder};
pub use crate::wire::response::bare::{Accepted, Declared, exception, member, redacted};
pub use crate::wire::response::required::{required, required_header};
pub use crate::wire::response::{
    EventDecoder, FromErrorResponse, FromResponse, MemberValue, ModelledError, PayloadBytes,
    ResponseDecoder, missing,
};
pub use crate::wire::shapes::open_enum::{deserialize_number, deserialize_text};
pub use crate::wire::shapes::structure::{
    Structure, StructureReader, StructureWriter, deserialize_structure,
};
pub use crate::wire::shapes::union::{
    Union, Unit, deserialize_union, no_such_member, serialize_unknown_member,
};

pub use crate::metadata::Features;

#[cfg(feature = "testing")]
pub use crate::faked::{ForFake, Probe, Typed};
#[cfg(feature = "testing")]
pub use fake::received;
pub use fake::{as_received, for_fake};

/// Whether the first message of a stream of events has the other members of the output.
pub const fn has_initial_messages<P: Protocol>() -> bool {
    P::RULES.has_initial_messages
}

/// Prints `[redacted]` instead of a `#[sensitive]` member.
pub struct Redacted;

impl Debug for Redacted {
    fn fmt(&self, f: &mut Formatter<'_>) -> FmtResult {
        f.write_str("[redacted]")
    }
}

/// Prints an exception's code, and its message if there is one.
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

/// The types that an exception's message member can have.
pub trait IntoMessage<'a> {
    /// The message; `None` if it is unset.
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

/// An exception that is a struct.
pub trait Exception {
    /// The exception's message; `None` if it has none.
    fn message(&self) -> Option<&str>;
}

/// Gets the message of a value that may be an [`Exception`]. For an exception, the inherent method
/// below takes precedence over the method of [`NoMessage`].
pub struct MessageOf<'a, T>(pub &'a T);

impl<'a, T: Exception> MessageOf<'a, T> {
    /// The exception's message.
    pub fn exception_message(self) -> Option<&'a str> {
        self.0.message()
    }
}

/// The method for values that are not exceptions.
pub trait NoMessage: Sized {
    /// `None`.
    fn exception_message(self) -> Option<&'static str> {
        None
    }
}

impl<T> NoMessage for MessageOf<'_, T> {}

/// `Debug` as a bound with a lifetime. Rust allows such a bound in an impl without generic
/// parameters, even if the bound is not met: an error type without `Debug` then does not implement
/// [`Error`].
pub trait MaybeDebug<'a>: Debug {}

impl<T: Debug + ?Sized> MaybeDebug<'_> for T {}

/// The same with `Serialize`: an enum of events can be sent if all its types can.
pub trait MaybeSerialize<'a>: Serialize {}

impl<T: Serialize + ?Sized> MaybeSerialize<'_> for T {}

/// The same with `DeserializeOwned`: an enum of events can be received if all its types can.
pub trait MaybeDeserialize<'a>: DeserializeOwned {}

impl<T: DeserializeOwned> MaybeDeserialize<'_> for T {}

/// Whether an unset payload is sent as an empty structure. For a structure, the inherent constant
/// below takes precedence over the constant of [`NoStructure`].
pub struct Unset<T: ?Sized>(PhantomData<T>);

impl<T: for<'de> Structure<'de>> Unset<T> {
    /// `true`.
    pub const IS_STRUCTURE: bool = true;
}

/// The constant for types that are not structures. They are not sent if they are unset.
pub trait NoStructure {
    /// `false`.
    const IS_STRUCTURE: bool = false;
}

impl<T: ?Sized> NoStructure for Unset<T> {}

/// The text of an idempotency token; `None` if the token is unset.
pub fn token<T: Token>(token: &Option<T>) -> Option<&str> {
    token.as_ref().map(T::as_token)
}

/// The types that an idempotency token can have inside its `Option`.
#[diagnostic::on_unimplemented(
    message = "an idempotency token is text, so it cannot be `{Self}`",
    label = "is not text",
    note = "use `Option<String>`"
)]
pub trait Token {
    /// The token as text.
    fn as_token(&self) -> &str;
}

// The compiler's error then names the token type and not this impl.
#[diagnostic::do_not_recommend]
impl<T: AsRef<str>> Token for T {
    fn as_token(&self) -> &str {
        self.as_ref()
    }
}
