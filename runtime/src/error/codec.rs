//! [`EncodeError`] and [`DecodeError`]: values that cannot be sent or decoded. They quote no
//! values.

use std::fmt;

/// A member's value cannot be sent.
#[derive(Clone, PartialEq, Eq)]
pub struct EncodeError {
    field: Option<&'static str>,
    reason: String,
}

impl EncodeError {
    /// The value of `field` cannot be sent. `reason` continues the sentence after the field's name,
    /// such as "is empty; …".
    pub fn new(field: &'static str, reason: &str) -> Self {
        Self { field: Some(field), reason: reason.to_owned() }
    }

    pub(crate) fn value(field: &'static str, error: &dyn fmt::Display) -> Self {
        Self::new(field, &format!("cannot be written: {error}"))
    }

    pub(crate) fn request(reason: &str) -> Self {
        Self { field: None, reason: reason.to_owned() }
    }

    /// The field; `None` if the error is not about a field.
    pub fn field(&self) -> Option<&'static str> {
        self.field
    }
}

impl fmt::Display for EncodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.field {
            Some(field) => write!(f, "`{field}` {}", self.reason),
            None => f.write_str(&self.reason),
        }
    }
}

impl std::error::Error for EncodeError {}

super::debug_as_display!(EncodeError);

/// A response cannot be decoded as the output's type.
#[derive(Clone, PartialEq, Eq)]
pub struct DecodeError {
    reason: String,
}

impl DecodeError {
    /// The error of an implementation of [`FromResponse`](crate::FromResponse). The reason should
    /// not quote values.
    pub fn new(reason: impl Into<String>) -> Self {
        Self { reason: reason.into() }
    }

    pub(crate) fn body(error: &dyn fmt::Display) -> Self {
        Self { reason: format!("cannot decode the response body: {error}") }
    }

    pub(crate) fn member(name: &str, place: &str, error: &dyn fmt::Display) -> Self {
        Self { reason: format!("`{name}` cannot be read from {place}: {error}") }
    }

    /// A required member is missing from the response. `path` is its path.
    pub(crate) fn missing(path: &str) -> Self {
        Self { reason: format!("`{path}` is missing from the response") }
    }

    pub(crate) fn header(field: &str, name: &str, error: &dyn fmt::Display) -> Self {
        Self { reason: format!("`{field}` cannot be read from the header `{name}`: {error}") }
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        super::Line::message(&self.reason).fmt(f)
    }
}

impl std::error::Error for DecodeError {}

super::debug_as_display!(DecodeError);
