//! [`BodyMembers`]: the body document, member by member.

use serde::Serialize;

use crate::error::EncodeError;
use crate::protocol::json;
use crate::types::timestamp::Timestamps;
use crate::types::{Formatted, TimestampFormat};

/// The members of a body document, under encoding.
pub struct BodyMembers {
    pub(super) object: json::Object,
}

impl BodyMembers {
    /// Adds a member; an unset one leaves no trace.
    ///
    /// # Errors
    ///
    /// The value cannot be written in the protocol's format.
    pub fn member<T: Serialize + ?Sized>(
        &mut self,
        field: &'static str,
        name: &str,
        value: &T,
    ) -> Result<(), EncodeError> {
        self.object.member(name, value).map_err(|error| EncodeError::value(field, &error))
    }

    /// The same with its timestamps in `format`.
    ///
    /// # Errors
    ///
    /// The value cannot be written in the protocol's format.
    pub fn timestamp<T: Timestamps + ?Sized>(
        &mut self,
        field: &'static str,
        name: &str,
        value: &T,
        format: TimestampFormat,
    ) -> Result<(), EncodeError> {
        self.member(field, name, &Formatted(value, format))
    }
}
