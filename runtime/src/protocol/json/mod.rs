//! JSON as AWS writes it: serde's data model with Smithy's rules for what is unset.
//!
//! Where it differs from plain JSON formats:
//! - an unset member of a structure is left out, a null in a list or map is kept;
//! - a null member that is read is absent; a list or map of values that cannot be null drops nulls;
//! - NaN and the infinities are strings;
//! - in a union, `__type` and null siblings are ignored;
//! - a whole number may be written as `3.0` or `1e3`;
//! - no error quotes a value, which may be a secret.

mod read;
#[cfg(test)]
mod tests;
mod write;

use std::fmt;

pub use read::Members;
pub(crate) use read::{from_payload, from_slice};
pub use write::Object;
pub(crate) use write::payload;

/// Why a value cannot be written or read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    message: String,
    /// The byte that was read last, if it is known.
    at: Option<usize>,
    /// Only nulls were left of a list that drops nulls, so this ends the list without an error.
    end: bool,
    /// The name of a member that a structure lacks: the error is about it, not about the structure.
    missing: Option<&'static str>,
}

/// Why a body is not what the type says, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadError {
    message: String,
    offset: usize,
    path: String,
}

impl super::ReadError for ReadError {
    fn path(&self) -> &str {
        &self.path
    }

    fn problem(&self) -> String {
        format!("{} at byte {}", self.message, self.offset)
    }
}

impl Error {
    fn new(message: impl fmt::Display) -> Self {
        Self { message: message.to_string(), at: None, end: false, missing: None }
    }

    fn at(mut self, offset: usize) -> Self {
        self.at.get_or_insert(offset);
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&super::ReadError::problem(self))?;
        match &*self.path {
            "" => Ok(()),
            path => write!(f, " in `{path}`"),
        }
    }
}

impl serde::ser::Error for Error {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::new(message)
    }
}

impl serde::de::Error for Error {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::new(message)
    }

    fn invalid_type(found: serde::de::Unexpected<'_>, expected: &dyn serde::de::Expected) -> Self {
        Self::new(format_args!("expected {expected}, found {}", kind(found)))
    }

    fn invalid_value(found: serde::de::Unexpected<'_>, expected: &dyn serde::de::Expected) -> Self {
        Self::new(format_args!("expected {expected}, found another {}", kind(found)))
    }

    fn missing_field(field: &'static str) -> Self {
        Self { missing: Some(field), ..Self::new(format_args!("missing field `{field}`")) }
    }

    fn unknown_variant(_: &str, expected: &'static [&'static str]) -> Self {
        Self::new(format_args!("expected one of {}", expected.join(", ")))
    }
}

/// What was found, without its value.
fn kind(found: serde::de::Unexpected<'_>) -> &'static str {
    use serde::de::Unexpected as U;
    match found {
        U::Bool(_) => "boolean",
        U::Unsigned(_) | U::Signed(_) => "whole number",
        U::Float(_) => "number",
        U::Char(_) | U::Str(_) => "string",
        U::Bytes(_) => "bytes",
        U::Unit | U::Option => "null",
        U::Seq => "list",
        U::Map | U::NewtypeStruct => "object",
        U::Enum | U::UnitVariant | U::NewtypeVariant | U::TupleVariant | U::StructVariant => {
            "union"
        }
        U::Other(_) => "value",
    }
}
