//! The protocols. Each is a type with its rules and its document format.
//!
//! Only the protocols that a program's operations use are compiled. The client reads a protocol's
//! properties from plain data, [`Rules`]; the document formats are serde formats.

mod aws_json;
mod aws_query;
pub(crate) mod cbor;
pub(crate) mod error;
mod errors;
mod facts;
pub(crate) mod json;
pub(crate) mod memory;
pub(crate) mod query;
mod rest_json_1;
mod rest_xml;
mod rpc_v2_cbor;
mod rules;
#[cfg(test)]
pub(crate) mod testing;
pub mod with_facts;
pub(crate) mod xml;

use std::borrow::Cow;

use serde::Serialize;
use serde::de::DeserializeOwned;

pub use aws_json::{AwsJson1_0, AwsJson1_1};
pub use aws_query::{AwsQuery, Ec2Query};
use error::Error;
pub(crate) use errors::{problem_details, read_any_error};
pub(crate) use json::value_at;
pub use rest_json_1::RestJson1;
pub use rest_xml::RestXml;
pub use rpc_v2_cbor::RpcV2Cbor;
pub(crate) use rules::{Answered, Payload, Place};
pub use rules::{Content, Expected, Opened, Opening, Rules, Wanted};

/// How a service encodes requests and responses: one of the types in
/// [`protocols`](crate::protocols).
///
/// `#[aws_operation(protocol = "…")]` selects it. The trait is sealed.
///
/// Source: Smithy 2.0, AWS protocols.
pub trait Protocol: sealed::Sealed + 'static {
    /// The protocol's properties that the client needs.
    #[doc(hidden)]
    const RULES: &'static Rules;
    /// Writes the document of a request.
    #[doc(hidden)]
    type Writer: Writer;
    /// Reads the document of a response.
    #[doc(hidden)]
    type Reader<'de>: Reader<'de>;
}

mod sealed {
    pub trait Sealed {}

    impl Sealed for super::AwsJson1_0 {}
    impl Sealed for super::AwsJson1_1 {}
    impl Sealed for super::AwsQuery {}
    impl Sealed for super::Ec2Query {}
    impl Sealed for super::RestJson1 {}
    impl Sealed for super::RestXml {}
    impl Sealed for super::RpcV2Cbor {}
}

/// Writes a document, member by member.
pub trait Writer: Sized {
    /// Begins the document of an operation's input.
    ///
    /// # Errors
    ///
    /// The operation's name for the document is not valid in the format.
    fn open(wanted: &Wanted<'_>) -> Result<Self, Error>;

    /// Adds a member if it is set.
    fn member<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) -> Result<(), Error>;

    /// Ends the document, and returns its bytes.
    fn end(self) -> Vec<u8>;

    /// Writes a payload: text and bytes as they are, any other value as a document. `name` is the
    /// member's wire name, if it has one. In XML, it replaces the type's name as the root element's
    /// name.
    fn payload<T: Serialize + ?Sized>(
        value: &T,
        name: Option<&str>,
        wanted: &Wanted<'_>,
    ) -> Result<Payload, Error>;
}

/// Reads a document, member by member.
pub trait Reader<'de>: Sized {
    /// Starts to read the document's members.
    fn open(body: &'de [u8], expected: Expected) -> Result<Self, Error>;

    /// The name of the next member. Its value must be read or skipped before the next call.
    fn next(&mut self) -> Result<Option<Cow<'de, str>>, Error>;

    /// Reads the member's value.
    fn read<T: DeserializeOwned>(&mut self) -> Result<T, Error>;

    /// Reads the value of a member with facts. Only XML uses the facts.
    fn read_with_facts<T: DeserializeOwned>(&mut self, _: &'static str) -> Result<T, Error> {
        self.read()
    }

    /// Skips the member's value.
    fn skip(&mut self) -> Result<(), Error>;

    /// Reads a whole document. An empty body is a structure without members.
    fn document<T: DeserializeOwned>(body: &'de [u8], expected: Expected) -> Result<T, Error>;

    /// Reads a payload: text and bytes as they are, any other type as a document.
    fn payload<T: DeserializeOwned>(body: &'de [u8], expected: Expected) -> Result<T, Error>;
}
