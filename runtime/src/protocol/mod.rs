//! The protocols: each is a type, which names its rules and its document format.
//!
//! A program compiles only the protocols that its operations name. What the client has to know of
//! a protocol is plain data, [`Rules`]; the document formats are serde formats.

mod aws_json;
mod errors;
pub(crate) mod json;
mod rest_json_1;
mod rules;

use std::borrow::Cow;
use std::fmt;

use serde::Serialize;
use serde::de::DeserializeOwned;

pub use aws_json::{AwsJson1_0, AwsJson1_1};
pub(crate) use errors::read_any_error;
pub use rest_json_1::RestJson1;
pub use rules::Rules;
pub(crate) use rules::{ErrorParts, Payload, Wanted};

/// How many bytes the items of lists and the entries of maps may take, unless set: 512 MiB.
pub(crate) const MAX_MEMORY: usize = 512 * 1024 * 1024;

/// How a service lays out requests and responses: one of the types in [`protocols`](crate::protocols).
///
/// `#[aws_operation(protocol = "…")]` names it. The trait is sealed.
///
/// Source: Smithy 2.0, AWS protocols.
pub trait Protocol: sealed::Sealed + 'static {
    /// What the client has to know.
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
    impl Sealed for super::RestJson1 {}
}

/// Writes a document, member by member.
pub trait Writer: Sized {
    /// Why a value cannot be written.
    type Error: fmt::Display;

    /// Begins the document of an operation's input.
    fn open() -> Self;

    /// Adds a member, unless it is unset.
    fn member<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) -> Result<(), Self::Error>;

    /// Ends the document, and returns its bytes.
    fn end(self) -> Vec<u8>;

    /// Writes a payload: text and bytes as they are, anything else as a document.
    fn payload<T: Serialize + ?Sized>(value: &T) -> Result<Payload, Self::Error>;
}

/// Reads a document, member by member. Its lists and maps may take `memory` bytes.
pub trait Reader<'de>: Sized {
    /// Why a document cannot be read.
    type Error: ReadError;

    /// Begins to read the members of the document.
    fn open(body: &'de [u8], memory: usize) -> Result<Self, Self::Error>;

    /// The name of the next member. Its value is then read or skipped.
    fn next(&mut self) -> Result<Option<Cow<'de, str>>, Self::Error>;

    /// Reads the value of the member.
    fn read<T: DeserializeOwned>(&mut self) -> Result<T, Self::Error>;

    /// Skips the value of the member.
    fn skip(&mut self) -> Result<(), Self::Error>;

    /// Reads a whole document. An empty body is a structure without members.
    fn document<T: DeserializeOwned>(body: &'de [u8], memory: usize) -> Result<T, Self::Error>;

    /// Reads a payload: text and bytes as they are, anything else as a document.
    fn payload<T: DeserializeOwned>(body: &'de [u8], memory: usize) -> Result<T, Self::Error>;
}

/// Why a document cannot be read, and where.
pub trait ReadError: fmt::Display {
    /// The way from the document's root to the value, like `items[3].count`; empty at the root.
    fn path(&self) -> &str;

    /// What is wrong, without the path.
    fn problem(&self) -> String;
}
