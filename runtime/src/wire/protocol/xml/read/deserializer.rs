//! The serde deserializer of a [`Value`].

use std::borrow::Cow;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::de::{self, IntoDeserializer, Visitor};

use super::Error;
use super::access::{Entries, Items, Run, Structure, Union};
use super::tree::NONE;
use super::value::{At, Value};
use crate::types::{Newtype, whole};
use crate::wire::protocol::facts::Facts;

impl Value<'_, '_> {
    /// The items of a list, or the entries of a map.
    fn run(&self, expected: &str) -> Result<Run, Error> {
        match self.at {
            At::Elements(first) if self.facts.is_flattened() => Ok(Run::siblings(first)),
            _ => {
                let node = self.compound(expected)?;
                let is_text = || !self.tree.content(node).trim_ascii().is_empty();
                if !self.tree.has_elements(node) && is_text() {
                    return Err(self.error(&format!("expected {expected}, found text")));
                }
                Ok(Run::children(self.tree, node))
            }
        }
    }

    /// True if the children are a map's entries. A structure with serde's `flatten` is read as a
    /// map too, but its children are members.
    fn has_entries(&self) -> bool {
        if self.facts != Facts::NONE {
            return true;
        }
        let Some(node) = self.element().map(|node| self.tree.node(node)) else {
            return true;
        };
        let first = node.first_child;
        if first == NONE {
            return node.attribute_count == 0;
        }
        self.tree.name(first) == "entry"
            || self.tree.children(first).any(|child| self.tree.name(child) == "key")
    }
}

macro_rules! parse {
    ($($method:ident => $visit:ident $what:literal;)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            visitor.$visit(self.parse($what)?)
        }
    )*};
}

/// A whole number in the range of the type. It may be written with a fraction of zeros, or with an
/// exponent.
macro_rules! whole_numbers {
    ($($method:ident: $type:ty => $visit:ident $what:literal;)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            let text = self.text()?;
            let text = text.trim_ascii();
            let number = text.parse().ok().or_else(|| {
                let (negative, magnitude) = whole(text).ok()?;
                let sign = if negative && magnitude != 0 { "-" } else { "" };
                let text = format!("{sign}{magnitude}");
                text.parse::<$type>().ok()
            });
            match number {
                Some(number) => visitor.$visit(number),
                None => Err(self.error(concat!("expected ", $what))),
            }
        }
    )*};
}

impl<'de> de::Deserializer<'de> for Value<'_, 'de> {
    type Error = Error;

    whole_numbers! {
        deserialize_i8: i8 => visit_i8 "a whole number from -128 to 127";
        deserialize_i16: i16 => visit_i16 "a whole number of 16 bits";
        deserialize_i32: i32 => visit_i32 "a whole number of 32 bits";
        deserialize_i64: i64 => visit_i64 "a whole number of 64 bits";
        deserialize_i128: i128 => visit_i128 "a whole number";
        deserialize_u8: u8 => visit_u8 "a whole number from 0 to 255";
        deserialize_u16: u16 => visit_u16 "a whole number of 16 bits, not below 0";
        deserialize_u32: u32 => visit_u32 "a whole number of 32 bits, not below 0";
        deserialize_u64: u64 => visit_u64 "a whole number of 64 bits, not below 0";
        deserialize_u128: u128 => visit_u128 "a whole number, not below 0";
    }

    parse! {
        // Rust parses `NaN`, `Infinity` and `-Infinity` in Smithy's spelling.
        deserialize_f32 => visit_f32 "a number";
        deserialize_f64 => visit_f64 "a number";
    }

    /// Visits text as a string, an element with child elements as a map, and elements with the same
    /// name as a list.
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if let At::Elements(first) = self.at {
            if self.tree.node(first).next_same != NONE {
                let run = Run::siblings(first);
                let facts = Facts::NONE;
                let mut items = Items { tree: self.tree, run, item: None, facts, index: 0 };
                return visitor.visit_seq(&mut items);
            }
        }
        match self.element() {
            Some(node) if self.tree.has_elements(node) => {
                visitor.visit_map(Structure::map(self.tree, node))
            }
            _ => self.deserialize_str(visitor),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_bool(self.bool()?)
    }

    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_str(visitor)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let read = match self.text()? {
            Cow::Borrowed(text) => visitor.visit_borrowed_str(text),
            Cow::Owned(text) => visitor.visit_string(text),
        };
        read.map_err(|error| self.place(error))
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_str(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_str(visitor)
    }

    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_byte_buf(visitor)
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let mut text = self.text()?.into_owned();
        text.retain(|c| !c.is_ascii_whitespace());
        match STANDARD.decode(text) {
            Ok(bytes) => visitor.visit_byte_buf(bytes),
            Err(error) => Err(self.error(&format!("a blob that is not base64: {error}"))),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_some(self)
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        match Newtype::of(name) {
            Newtype::Timestamp(_) => {
                let text = self.text()?;
                visitor.visit_str(text.trim_ascii()).map_err(|error| self.place(error))
            }
            Newtype::Document => self.deserialize_any(visitor),
            Newtype::Facts(facts) => {
                visitor.visit_newtype_struct(Self { facts: Facts::of_newtype(facts), ..self })
            }
            Newtype::Blob | Newtype::Decimal | Newtype::Other => visitor.visit_newtype_struct(self),
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let run = self.run("a list")?;
        let item = if self.facts.is_flattened() { None } else { self.facts.item() };
        let mut items = Items { tree: self.tree, run, item, facts: self.facts.inner(), index: 0 };
        let value = visitor.visit_seq(&mut items).map_err(|error| self.place(error))?;
        // A visitor may stop early, such as a tuple's.
        match items.next() {
            None => Ok(value),
            Some(_) => Err(self.error("a list longer than expected")),
        }
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if !self.has_entries() {
            let node = self.compound("a map")?;
            return visitor
                .visit_map(Structure::map(self.tree, node))
                .map_err(|error| self.place(error));
        }
        let run = self.run("a map")?;
        visitor
            .visit_map(Entries::new(self.tree, run, self.facts))
            .map_err(|error| self.place(error))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let node = self.compound("a structure")?;
        visitor
            .visit_map(Structure::new(self.tree, node, fields))
            .map_err(|error| self.place(error))
    }

    /// An enum is text. A union is an element with one child.
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let element = self.element().filter(|node| self.tree.has_elements(*node));
        let Some(node) = element else {
            let text = self.text()?;
            if text.trim_ascii().is_empty() {
                return Err(self.error("a union without a member"));
            }
            let read = visitor.visit_enum((&*text).into_deserializer());
            return read.map_err(|error: Error| self.place(error));
        };
        let mut members = self.tree.children(node).filter(|child| !self.tree.is_repeated(*child));
        let Some(member) = members.next() else {
            return Err(self.error("a union without a member"));
        };
        if members.next().is_some() {
            return Err(self.error("a union with more than one member"));
        }
        let value = Value::new(self.tree, At::Elements(member));
        visitor.visit_enum(Union { tag: self.tree.name(member), value })
    }
}
