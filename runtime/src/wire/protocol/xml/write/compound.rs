//! Writes lists, maps and structures element by element.

use serde::ser::{self, Serialize};

use super::slot::{Kind, Slot};
use super::{Error, Writer};
use crate::wire::protocol::facts::Facts;
use crate::wire::text;

/// The form of a list, map or structure.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// One element that contains the members or items.
    Element,
    /// One element for each item or entry, with the member's name.
    Flattened,
    /// Part of a [`Document`](crate::Document). Each map entry is an element with the entry's key
    /// as its name. Each list item is an element with the list's name.
    Document,
}

/// A list, map or structure that is not complete yet.
pub(super) struct Compound<'a> {
    pub(super) writer: &'a mut Writer,
    pub(super) name: &'a str,
    /// The name of the union's element around it.
    pub(super) around: Option<&'a str>,
    pub(super) form: Form,
    pub(super) is_open: bool,
    pub(super) facts: Facts,
    pub(super) attributes_at: usize,
    /// How a list's items are written; `None` before the first one.
    pub(super) items: Option<Items<'a>>,
    /// How many items were written.
    pub(super) index: usize,
    /// True if a map's keys are element names.
    pub(super) keys_are_names: bool,
    /// The current key of such a map.
    pub(super) key: String,
    /// The start of the current entry and the end of its key.
    pub(super) entry: (usize, usize),
}

/// How the items of a list are written. It is found out once, because facts are slow to look up.
#[derive(Clone, Copy)]
pub(super) struct Items<'a> {
    name: &'a str,
    namespace: Option<&'a str>,
    facts: Facts,
}

impl<'a> Compound<'a> {
    fn kind(&self) -> Kind {
        if self.form == Form::Document { Kind::Document } else { Kind::Element }
    }

    fn items(&mut self) -> Items<'a> {
        let (form, name, facts) = (self.form, self.name, self.facts);
        *self.items.get_or_insert_with(|| {
            let (name, namespace) = match form {
                Form::Element => (facts.item().unwrap_or("member"), facts.item_namespace()),
                Form::Flattened => (name, facts.namespace().or(facts.item_namespace())),
                Form::Document => (name, None),
            };
            Items { name, namespace, facts: facts.inner() }
        })
    }

    fn item<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        let Items { name, namespace, facts } = self.items();
        let kind = self.kind();
        let slot = Slot { writer: self.writer, name, namespace, facts, kind, attributes_at: 0 };
        let index = self.index;
        self.index += 1;
        value.serialize(slot).map_err(|error| error.in_item(index))
    }

    fn field<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) -> Result<(), Error> {
        let slot = Slot {
            kind: self.kind(),
            writer: self.writer,
            name,
            namespace: None,
            facts: Facts::NONE,
            attributes_at: self.attributes_at,
        };
        value.serialize(slot).map_err(|error| error.in_member(name))
    }

    fn finish(self) -> Result<(), Error> {
        if self.is_open {
            self.writer.close(self.name);
        }
        if let Some(around) = self.around {
            self.writer.close(around);
        }
        Ok(())
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
                self.finish()
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
        let start = self.writer.out.len();
        let (name, namespace) = match self.form {
            Form::Flattened => (self.name, self.facts.namespace()),
            _ => ("entry", None),
        };
        self.writer.open(name, namespace)?;
        key.serialize(Slot {
            writer: self.writer,
            name: self.facts.key(),
            namespace: self.facts.key_namespace(),
            facts: Facts::NONE,
            kind: Kind::Element,
            attributes_at: 0,
        })?;
        self.entry = (start, self.writer.out.len());
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        if self.keys_are_names {
            let key = std::mem::take(&mut self.key);
            return self.field(&key, value);
        }
        value.serialize(Slot {
            writer: self.writer,
            name: self.facts.value(),
            namespace: self.facts.value_namespace(),
            facts: self.facts.inner(),
            kind: Kind::Element,
            attributes_at: 0,
        })?;
        let (start, key_end) = self.entry;
        if self.writer.out.len() == key_end {
            // An entry without a value is omitted.
            self.writer.out.truncate(start);
            return Ok(());
        }
        let name = if self.form == Form::Flattened { self.name } else { "entry" };
        self.writer.close(name);
        Ok(())
    }

    fn end(self) -> Result<(), Error> {
        self.finish()
    }
}
