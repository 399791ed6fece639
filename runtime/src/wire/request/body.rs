//! [`BodyMembers`]: writes the body document member by member.

use serde::Serialize;

use crate::error::EncodeError;
use crate::types::timestamp::Timestamps;
use crate::types::{Formatted, TimestampFormat};
use crate::wire::protocol::{Protocol, Writer as _};

/// Writes the members of a body document.
pub struct BodyMembers<P: Protocol> {
    pub(super) writer: P::Writer,
}

impl<P: Protocol> BodyMembers<P> {
    /// Adds a member, unless it is unset.
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
        self.writer.member(name, value).map_err(|error| EncodeError::value(field, &error))
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
