//! The serde serializer of a [`Slot`]: writes one value.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::ser::{self, Serialize};

use super::compound::Compound;
use super::slot::Slot;
use super::{Dialect, Error};
use crate::types::{Newtype, TimestampFormat};
use crate::wire::protocol::facts::Facts;
use crate::wire::text;

impl<'a> Slot<'a> {
    fn text(self, text: &str) -> Result<(), Error> {
        self.form.pair(text);
        Ok(())
    }

    fn compound(self) -> Compound<'a> {
        let name_end = self.form.name.len();
        Compound {
            facts: self.facts,
            name_end,
            // This value has added no segment to the name so far.
            start: name_end,
            number: 1,
            index: 0,
            is_document: self.is_document,
            keys_are_names: false,
            key: String::new(),
            out_end: 0,
            form: self.form,
        }
    }

    /// A list or map whose items are under `wrapper` unless it is flattened.
    fn wrapped(self, wrapper: &str, is_flattened: bool) -> Compound<'a> {
        let compound = self.compound();
        if !is_flattened {
            compound.form.push(wrapper, false);
        }
        compound
    }

    fn list(self) -> Compound<'a> {
        let facts = self.facts;
        let is_flattened = facts.is_flattened() || self.form.dialect == Dialect::Ec2Query;
        self.wrapped(facts.item().unwrap_or("member"), is_flattened)
    }

    /// Adds the name of a union's member.
    fn union(self, tag: &str) -> Slot<'a> {
        self.form.push(tag, true);
        Slot { facts: Facts::NONE, ..self }
    }
}

macro_rules! text {
    ($($method:ident: $type:ty,)*) => {$(
        fn $method(self, value: $type) -> Result<(), Error> {
            self.text(&value.to_string())
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

    text! {
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

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Error> {
        Ok(())
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
            Newtype::Document => value.serialize(Slot { is_document: true, ..self }),
            Newtype::Facts(facts) => {
                let facts = Facts::of_newtype(facts);
                if self.form.dialect == Dialect::Ec2Query {
                    if let Some(name) = facts.ec2_name() {
                        self.form.name.truncate(self.start);
                        self.form.push(name, false);
                    }
                }
                value.serialize(Slot { facts, ..self })
            }
            Newtype::Blob | Newtype::Other => value.serialize(self),
        }
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        self.form
            .named(variant, true, (Facts::NONE, self.is_document), value)
            .map_err(|error| error.in_member(variant))
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Compound<'a>, Error> {
        Ok(self.list())
    }

    fn serialize_tuple(self, _: usize) -> Result<Compound<'a>, Error> {
        Ok(self.list())
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Compound<'a>, Error> {
        Ok(self.list())
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Compound<'a>, Error> {
        let start = self.form.name.len();
        Ok(Compound { start, ..self.union(variant).list() })
    }

    /// The length of a map is known. A structure with serde's `flatten` has no known length.
    fn serialize_map(self, len: Option<usize>) -> Result<Compound<'a>, Error> {
        let keys_are_names = len.is_none() || self.is_document;
        let is_flattened = keys_are_names || self.facts.is_flattened();
        Ok(Compound { keys_are_names, ..self.wrapped("entry", is_flattened) })
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Compound<'a>, Error> {
        Ok(self.compound())
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Compound<'a>, Error> {
        let start = self.form.name.len();
        Ok(Compound { start, ..self.union(variant).compound() })
    }
}
