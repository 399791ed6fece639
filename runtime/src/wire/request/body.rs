//! [`BodyMembers`]: writes the body document member by member.

use serde::Serialize;

use crate::error::EncodeError;
use crate::types::timestamp::Timestamps;
use crate::types::{Formatted, TimestampFormat};
use crate::wire::protocol::{Protocol, Writer as _};

/// Writes the members of a body document. It keeps the first error until the end: a check after each
/// member would double what rustc has to compile of an operation.
pub struct BodyMembers<P: Protocol> {
    writer: P::Writer,
    written: Result<(), EncodeError>,
}

impl<P: Protocol> BodyMembers<P> {
    pub(super) fn new(writer: P::Writer) -> Self {
        Self { writer, written: Ok(()) }
    }

    /// Ends the document: its bytes, or the first error of all members.
    pub(super) fn end(self) -> Result<Vec<u8>, EncodeError> {
        self.written.map(|()| self.writer.end())
    }

    /// Adds a member, unless it is unset. After an error no other member is added.
    pub fn member<T: Serialize + ?Sized>(&mut self, field: &'static str, name: &str, value: &T) {
        if self.written.is_ok() {
            if let Err(error) = self.writer.member(name, value) {
                self.written = Err(EncodeError::value(field, &error));
            }
        }
    }

    /// The same with its timestamps in `format`.
    pub fn timestamp<T: Timestamps + ?Sized>(
        &mut self,
        field: &'static str,
        name: &str,
        value: &T,
        format: TimestampFormat,
    ) {
        self.member(field, name, &Formatted(value, format));
    }
}
