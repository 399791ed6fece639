//! Writes lists, maps and structures pair by pair.

use serde::ser::{self, Serialize};

use super::slot::Slot;
use super::{Dialect, Error, Form};
use crate::wire::protocol::facts::Facts;
use crate::wire::text;

/// A list, map or structure that is not complete yet.
pub(super) struct Compound<'a> {
    pub(super) form: &'a mut Form,
    pub(super) facts: Facts,
    /// The length of the name without the list's wrapper: `Name` in `Name.member.1`.
    pub(super) name_end: usize,
    /// The length of the name before this value, and before the union around it.
    pub(super) start: usize,
    /// The number of the next item or entry that writes a pair.
    pub(super) number: usize,
    /// The index of the current item or entry.
    pub(super) index: usize,
    pub(super) is_document: bool,
    /// True if a map's keys are written as member names.
    pub(super) keys_are_names: bool,
    /// The current entry's key: a name, or the pairs that the key wrote.
    pub(super) key: String,
    /// The length of the form before the current entry.
    pub(super) out_end: usize,
}

impl Compound<'_> {
    fn field<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) -> Result<(), Error> {
        self.form
            .named(name, true, (Facts::NONE, self.is_document), value)
            .map_err(|error| error.in_member(name))
    }

    /// Writes a value under the number of the next item or entry. True if a pair was written.
    fn numbered(
        &mut self,
        write: impl FnOnce(&mut Form, Facts) -> Result<(), Error>,
    ) -> Result<bool, Error> {
        let (end, out_end) = (self.form.name.len(), self.form.out.len());
        self.form.push(&self.number.to_string(), false);
        let written = write(self.form, self.facts);
        self.form.name.truncate(end);
        written.map_err(|error| error.in_item(self.index))?;
        Ok(self.form.out.len() > out_end)
    }

    fn item<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        let is_document = self.is_document;
        let written = self.numbered(|form, facts| {
            let start = form.name.len();
            let facts = facts.inner();
            value.serialize(Slot { form, start, facts, is_document })
        })?;
        self.number += usize::from(written);
        self.index += 1;
        Ok(())
    }

    fn finish(self) -> Result<(), Error> {
        self.form.name.truncate(self.start);
        Ok(())
    }

    fn finish_list(self) -> Result<(), Error> {
        if self.number == 1 && self.form.dialect == Dialect::AwsQuery {
            self.form.name.truncate(self.name_end);
            self.form.pair("");
        }
        self.finish()
    }
}

macro_rules! list {
    ($($trait:ident $method:ident)*) => {$(
        impl ser::$trait for Compound<'_> {
            type Ok = ();
            type Error = Error;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
                self.item(value)
            }

            fn end(self) -> Result<(), Error> {
                self.finish_list()
            }
        }
    )*};
}

list! {
    SerializeSeq serialize_element
    SerializeTuple serialize_element
    SerializeTupleStruct serialize_field
    SerializeTupleVariant serialize_field
}

macro_rules! structure {
    ($($trait:ident)*) => {$(
        impl ser::$trait for Compound<'_> {
            type Ok = ();
            type Error = Error;

            fn serialize_field<T: Serialize + ?Sized>(
                &mut self,
                name: &'static str,
                value: &T,
            ) -> Result<(), Error> {
                self.field(name, value)
            }

            fn end(self) -> Result<(), Error> {
                self.finish()
            }
        }
    )*};
}

structure! { SerializeStruct SerializeStructVariant }

impl ser::SerializeMap for Compound<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Error> {
        if self.keys_are_names {
            self.key = text::key(key).map_err(Error::new)?;
            return Ok(());
        }
        self.out_end = self.form.out.len();
        let written =
            self.numbered(|form, facts| form.named(facts.key(), false, (Facts::NONE, false), key))?;
        if written { Ok(()) } else { Err(Error::new("an unset map key")) }
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        if self.keys_are_names {
            let key = std::mem::take(&mut self.key);
            return self.field(&key, value);
        }
        let written = self.numbered(|form, facts| {
            form.named(facts.value(), false, (facts.inner(), false), value)
        })?;
        self.index += 1;
        if written {
            self.number += 1;
        } else {
            // An entry without a value is omitted.
            self.form.out.truncate(self.out_end);
        }
        Ok(())
    }

    fn end(self) -> Result<(), Error> {
        self.finish()
    }
}
