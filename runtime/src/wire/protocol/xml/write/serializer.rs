//! The serde serializer of a [`Slot`]: writes one value, in the form that the value's type needs.

use std::fmt::{Display, Write as _};
use std::io::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::ser::{self, Serialize};

use super::compound::{Compound, Form};
use super::slot::{Kind, Slot};
use super::{Error, Found, escape};
use crate::types::{Newtype, TimestampFormat};
use crate::wire::protocol::facts::Facts;
use crate::wire::text;

impl<'a> Slot<'a> {
    fn element_namespace(&self) -> Option<&'a str> {
        match self.kind {
            // A payload's own namespace takes precedence over the service's.
            Kind::Payload => self.facts.namespace().or(self.namespace),
            _ => self.namespace.or(self.facts.namespace()),
        }
    }

    fn text(self, text: &str) -> Result<(), Error> {
        match self.kind {
            Kind::Attribute => self.writer.attribute(self.attributes_at, self.name, text),
            Kind::Payload => {
                self.writer.found = Found::Text;
                self.writer.out.extend_from_slice(text.as_bytes());
                Ok(())
            }
            Kind::Element | Kind::Document => {
                self.writer.open(self.name, self.element_namespace())?;
                escape::text(text, &mut self.writer.out)?;
                self.writer.close(self.name);
                Ok(())
            }
        }
    }

    /// Writes a value whose text needs no escapes.
    fn plain(self, value: &dyn Display) -> Result<(), Error> {
        if matches!(self.kind, Kind::Attribute | Kind::Payload) {
            let mut text = String::new();
            // Writing to a string or a vector cannot fail.
            let _ = write!(text, "{value}");
            return self.text(&text);
        }
        self.writer.open(self.name, self.element_namespace())?;
        let _ = write!(self.writer.out, "{value}");
        self.writer.close(self.name);
        Ok(())
    }

    /// Sets a payload's name to the type's name if it has none.
    fn named(mut self, type_name: &'static str) -> Self {
        if self.kind == Kind::Payload {
            let (name, facts) = Facts::of_structure(type_name);
            if self.name.is_empty() {
                self.name = name;
            }
            if self.facts.namespace().is_none() {
                self.facts = facts;
            }
        }
        self
    }

    /// Opens a union's element. Returns the slot of the member `tag` and the element's name.
    fn union(self, type_name: &'static str, tag: &'a str) -> Result<(Slot<'a>, &'a str), Error> {
        let slot = self.named(type_name);
        if slot.kind == Kind::Attribute {
            return Err(no_attribute("a union"));
        }
        let namespace = slot.element_namespace();
        let attributes_at = slot.writer.open(slot.name, namespace)?;
        let kind = if slot.kind == Kind::Document { Kind::Document } else { Kind::Element };
        let (writer, around) = (slot.writer, slot.name);
        let facts = Facts::NONE;
        Ok((Slot { writer, name: tag, namespace: None, facts, kind, attributes_at }, around))
    }

    fn compound(self, type_name: &'static str, is_structure: bool) -> Result<Compound<'a>, Error> {
        let slot = self.named(type_name);
        let form = match slot.kind {
            Kind::Attribute => return Err(no_attribute("a list, map or structure")),
            Kind::Document => Form::Document,
            _ if !is_structure && slot.facts.is_flattened() => Form::Flattened,
            _ => Form::Element,
        };
        let is_open = form == Form::Element || (form == Form::Document && is_structure);
        let mut attributes_at = slot.attributes_at;
        if is_open {
            let namespace = slot.element_namespace();
            attributes_at = slot.writer.open(slot.name, namespace)?;
        }
        Ok(Compound {
            writer: slot.writer,
            name: slot.name,
            around: None,
            form,
            is_open,
            facts: slot.facts,
            attributes_at,
            items: None,
            index: 0,
            keys_are_names: false,
            key: String::new(),
            entry: (0, 0),
        })
    }
}

#[cold]
fn no_attribute(what: &str) -> Error {
    Error::new(format_args!("an attribute cannot hold {what}"))
}

macro_rules! plain {
    ($($method:ident: $type:ty,)*) => {$(
        fn $method(self, value: $type) -> Result<(), Error> {
            self.plain(&value)
        }
    )*};
}

impl<'a> ser::Serializer for Slot<'a> {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = Compound<'a>;
    type SerializeTuple = Compound<'a>;
    type SerializeTupleStruct = Compound<'a>;
    type SerializeTupleVariant = Compound<'a>;
    type SerializeMap = Compound<'a>;
    type SerializeStruct = Compound<'a>;
    type SerializeStructVariant = Compound<'a>;

    plain! {
        serialize_bool: bool,
        serialize_i8: i8,
        serialize_i16: i16,
        serialize_i32: i32,
        serialize_i64: i64,
        serialize_i128: i128,
        serialize_u8: u8,
        serialize_u16: u16,
        serialize_u32: u32,
        serialize_u64: u64,
        serialize_u128: u128,
    }

    /// False for a payload: a blob then serializes bytes as they are.
    fn is_human_readable(&self) -> bool {
        self.kind != Kind::Payload
    }

    fn serialize_f32(self, value: f32) -> Result<(), Error> {
        self.text(&text::float(value.into(), value))
    }

    fn serialize_f64(self, value: f64) -> Result<(), Error> {
        self.text(&text::float(value, value))
    }

    fn serialize_char(self, value: char) -> Result<(), Error> {
        self.text(value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, value: &str) -> Result<(), Error> {
        self.text(value)
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<(), Error> {
        if self.kind == Kind::Payload {
            self.writer.found = Found::Blob;
            self.writer.out.extend_from_slice(value);
            return Ok(());
        }
        self.text(&STANDARD.encode(value))
    }

    fn serialize_none(self) -> Result<(), Error> {
        Ok(())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Error> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Error> {
        Ok(())
    }

    fn serialize_unit_struct(self, name: &'static str) -> Result<(), Error> {
        ser::SerializeStruct::end(self.serialize_struct(name, 0)?)
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<(), Error> {
        self.text(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        match Newtype::of(name) {
            Newtype::Timestamp(format) => {
                let timestamp = text::timestamp(value).map_err(Error::new)?;
                self.text(&timestamp.format(format.unwrap_or(TimestampFormat::DateTime)))
            }
            Newtype::Decimal => {
                let number = text::decimal(value).map_err(Error::new)?;
                self.text(&number)
            }
            Newtype::Document => value.serialize(Slot { kind: Kind::Document, ..self }),
            Newtype::Facts(facts) => {
                let facts = Facts::of_newtype(facts);
                let kind = if facts.is_attribute() { Kind::Attribute } else { self.kind };
                value.serialize(Slot { facts, kind, ..self })
            }
            Newtype::Blob | Newtype::Other => value.serialize(self),
        }
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        let (slot, around) = self.union(name, variant)?;
        let Slot { writer, name, namespace, facts, kind, attributes_at } = slot;
        let inner = Slot { writer: &mut *writer, name, namespace, facts, kind, attributes_at };
        value.serialize(inner).map_err(|error| error.in_member(variant))?;
        writer.close(around);
        Ok(())
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Compound<'a>, Error> {
        self.compound("", false)
    }

    fn serialize_tuple(self, _: usize) -> Result<Compound<'a>, Error> {
        self.compound("", false)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Compound<'a>, Error> {
        self.compound("", false)
    }

    fn serialize_tuple_variant(
        self,
        name: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Compound<'a>, Error> {
        let (slot, around) = self.union(name, variant)?;
        Ok(Compound { around: Some(around), ..slot.compound("", false)? })
    }

    /// The length of a map is known. A structure with serde's `flatten` has no known length.
    fn serialize_map(self, len: Option<usize>) -> Result<Compound<'a>, Error> {
        let keys_are_names = len.is_none() || self.kind == Kind::Document;
        Ok(Compound { keys_are_names, ..self.compound("", keys_are_names)? })
    }

    fn serialize_struct(self, name: &'static str, _: usize) -> Result<Compound<'a>, Error> {
        self.compound(name, true)
    }

    fn serialize_struct_variant(
        self,
        name: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Compound<'a>, Error> {
        let (slot, around) = self.union(name, variant)?;
        Ok(Compound { around: Some(around), ..slot.compound(variant, true)? })
    }
}
