//! The forms of awsQuery and ec2Query: a request's members are `Name=value` pairs.
//!
//! | value | awsQuery | ec2Query |
//! | --- | --- | --- |
//! | a structure's member | `Outer.inner=` | `Outer.Inner=` |
//! | a list | `Name.member.1=`, flattened `Name.1=` | `Name.1=` |
//! | an empty list | `Name=` | nothing |
//! | a map | `Name.entry.1.key=&Name.entry.1.value=`, flattened `Name.1.key=` | the same |
//!
//! An unset member is omitted, and so is an empty map or structure. Responses are
//! [XML](super::xml).

mod compound;
mod serializer;
mod slot;
#[cfg(test)]
mod tests;

use percent_encoding::utf8_percent_encode;
use serde::Serialize;

use super::error::Error;
use crate::types::RESERVED;
use crate::wire::protocol::facts::Facts;
use slot::Slot;

/// The protocol of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dialect {
    AwsQuery,
    Ec2Query,
}

/// A form that is written member by member.
pub(crate) struct Form {
    out: String,
    /// The name of the current pair, without escapes.
    name: String,
    dialect: Dialect,
}

impl Form {
    pub(crate) fn new(action: &str, version: &str, dialect: Dialect) -> Self {
        let mut form = Self { out: String::new(), name: String::new(), dialect };
        for (name, value) in [("Action", action), ("Version", version)] {
            form.name.push_str(name);
            form.pair(value);
            form.name.clear();
        }
        form
    }

    /// Adds a member if it is set.
    pub(crate) fn member<T: Serialize + ?Sized>(
        &mut self,
        name: &str,
        value: &T,
    ) -> Result<(), Error> {
        self.named(name, true, (Facts::NONE, false), value).map_err(|error| error.in_member(name))
    }

    pub(crate) fn end(self) -> Vec<u8> {
        self.out.into_bytes()
    }

    /// Writes a value. Its name is the current name followed by `segment`.
    fn named<T: Serialize + ?Sized>(
        &mut self,
        segment: &str,
        is_member: bool,
        (facts, is_document): (Facts, bool),
        value: &T,
    ) -> Result<(), Error> {
        let start = self.name.len();
        self.push(segment, is_member);
        let written = value.serialize(Slot { form: self, start, facts, is_document });
        self.name.truncate(start);
        written
    }

    /// Adds a segment to the current name. ec2Query capitalises member names.
    fn push(&mut self, segment: &str, is_member: bool) {
        if !self.name.is_empty() {
            self.name.push('.');
        }
        let mut rest = segment.chars();
        match rest.next() {
            Some(first) if is_member && self.dialect == Dialect::Ec2Query => {
                self.name.push(first.to_ascii_uppercase());
                self.name.push_str(rest.as_str());
            }
            _ => self.name.push_str(segment),
        }
    }

    /// Writes a pair with the current name.
    fn pair(&mut self, value: &str) {
        if !self.out.is_empty() {
            self.out.push('&');
        }
        self.out.extend(utf8_percent_encode(&self.name, RESERVED));
        self.out.push('=');
        self.out.extend(utf8_percent_encode(value, RESERVED));
    }
}
