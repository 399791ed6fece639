//! All that generated code may name beside the public API. Not for people: it changes at will.

pub use core::clone::Clone;
pub use core::fmt::{Debug, Display, Formatter, Result as FmtResult};
pub use core::option::Option::{self, None, Some};
pub use core::result::Result::{self, Err, Ok};

pub use aws_operation_macros::{AwsError, AwsOperation, AwsOutput};
pub use serde::de::DeserializeOwned;
pub use serde::ser::Serialize;

pub use crate::error::{DecodeError, EncodeError, ServiceError};
pub use crate::metadata::Metadata;
pub use crate::operation::Operation;
pub use crate::protocol::Protocol;
pub use crate::request::{BodyMembers, RequestEncoder};
pub use crate::response::{FromErrorResponse, FromResponse, MemberValue, ResponseDecoder, missing};
pub use crate::types::TimestampFormat;

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
        Some(message) => write!(f, "{code}: {message}"),
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
