//! Writes JSON: unset structure members are omitted.

mod compound;

use std::io::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::ser::{self, Serialize};

use super::{Error, plain_length};
use crate::types::{Newtype, TimestampFormat};
use crate::wire::protocol::Payload;
use crate::wire::text;
use compound::Compound;

/// Writes `value` as a payload: text and bytes as they are, any other value as a document.
pub(crate) fn payload<T: Serialize + ?Sized>(value: &T) -> Result<Payload, Error> {
    let mut writer = Writer { out: Vec::new(), mode: Mode::Payload };
    value.serialize(&mut writer)?;
    Ok(match writer.mode {
        Mode::Payload => Payload::Absent,
        Mode::Text => Payload::Text(writer.out),
        Mode::Blob => Payload::Blob(writer.out),
        Mode::Document => Payload::Document(writer.out),
    })
}

/// An object that is written member by member.
pub struct Object {
    writer: Writer,
    empty: bool,
}

impl Object {
    pub(crate) fn new() -> Self {
        Self { writer: Writer { out: vec![b'{'], mode: Mode::Document }, empty: true }
    }

    /// Adds a member if it is set.
    pub(crate) fn member<T: Serialize + ?Sized>(
        &mut self,
        name: &str,
        value: &T,
    ) -> Result<(), Error> {
        self.writer.member(&mut self.empty, name, value)
    }

    pub(crate) fn end(mut self) -> Vec<u8> {
        self.writer.out.push(b'}');
        self.writer.out
    }
}

enum Mode {
    /// Nothing was written yet. Text or bytes would be the whole payload.
    Payload,
    Text,
    Blob,
    Document,
}

struct Writer {
    out: Vec<u8>,
    mode: Mode,
}

impl Writer {
    /// Sets the mode of a payload, unless it is set already. True if it was not set.
    fn is_payload(&mut self, mode: Mode) -> bool {
        let first = matches!(self.mode, Mode::Payload);
        if first {
            self.mode = mode;
        }
        first
    }

    fn raw(&mut self, text: &str) {
        self.is_payload(Mode::Document);
        self.out.extend_from_slice(text.as_bytes());
    }

    fn string(&mut self, text: &str) {
        self.out.push(b'"');
        let bytes = text.as_bytes();
        let mut done = 0;
        loop {
            let at = done + plain_length(&bytes[done..]);
            self.out.extend_from_slice(&bytes[done..at]);
            let Some(byte) = bytes.get(at) else { break };
            let escape: &[u8] = match byte {
                b'"' => b"\\\"",
                b'\\' => b"\\\\",
                b'\n' => b"\\n",
                b'\r' => b"\\r",
                b'\t' => b"\\t",
                _ => &[],
            };
            if escape.is_empty() {
                self.out.extend_from_slice(format!("\\u{byte:04x}").as_bytes());
            } else {
                self.out.extend_from_slice(escape);
            }
            done = at + 1;
        }
        self.out.push(b'"');
    }

    fn text(&mut self, text: &str) {
        if self.is_payload(Mode::Text) {
            self.out.extend_from_slice(text.as_bytes());
        } else {
            self.string(text);
        }
    }

    #[inline]
    fn separate(&mut self, empty: &mut bool) {
        if !std::mem::take(empty) {
            self.out.push(b',');
        }
    }

    fn member<T: Serialize + ?Sized>(
        &mut self,
        empty: &mut bool,
        name: &str,
        value: &T,
    ) -> Result<(), Error> {
        let (start, was_empty) = (self.out.len(), *empty);
        self.separate(empty);
        self.string(name);
        self.out.push(b':');
        let value_start = self.out.len();
        value.serialize(&mut *self)?;
        if &self.out[value_start..] == b"null" {
            self.out.truncate(start);
            *empty = was_empty;
        }
        Ok(())
    }

    fn open(&mut self, bracket: u8) {
        self.is_payload(Mode::Document);
        self.out.push(bracket);
    }

    fn variant(&mut self, variant: &str) {
        self.open(b'{');
        self.string(variant);
        self.out.push(b':');
    }

    fn compound(&mut self, bracket: u8, end: &'static str) -> Result<Compound<'_>, Error> {
        self.open(bracket);
        Ok(Compound { writer: self, empty: true, end })
    }
}

/// Serde serializes a `SystemTime` as a structure of seconds and nanoseconds, which no service
/// reads. The compiler rejects a `SystemTime` that a declaration names. This error is for one
/// behind an alias, or inside another type.
#[cold]
fn system_time() -> Error {
    Error::new("a `SystemTime`, which services do not accept; use `aws_operation::Timestamp`")
}

macro_rules! numbers {
    ($($method:ident: $type:ty,)*) => {$(
        fn $method(self, value: $type) -> Result<(), Error> {
            self.is_payload(Mode::Document);
            // Writing to a vector cannot fail.
            let _ = write!(self.out, "{value}");
            Ok(())
        }
    )*};
}

impl<'a> ser::Serializer for &'a mut Writer {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = Compound<'a>;
    type SerializeTuple = Compound<'a>;
    type SerializeTupleStruct = Compound<'a>;
    type SerializeTupleVariant = Compound<'a>;
    type SerializeMap = Compound<'a>;
    type SerializeStruct = Compound<'a>;
    type SerializeStructVariant = Compound<'a>;

    numbers! {
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
        !matches!(self.mode, Mode::Payload)
    }

    fn serialize_f32(self, value: f32) -> Result<(), Error> {
        match text::float(value.into(), value) {
            number if value.is_finite() => self.raw(&number),
            name => self.text(&name),
        }
        Ok(())
    }

    fn serialize_f64(self, value: f64) -> Result<(), Error> {
        match text::float(value, value) {
            number if value.is_finite() => self.raw(&number),
            name => self.text(&name),
        }
        Ok(())
    }

    fn serialize_char(self, value: char) -> Result<(), Error> {
        self.text(value.encode_utf8(&mut [0; 4]));
        Ok(())
    }

    fn serialize_str(self, value: &str) -> Result<(), Error> {
        self.text(value);
        Ok(())
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<(), Error> {
        if self.is_payload(Mode::Blob) {
            self.out.extend_from_slice(value);
        } else {
            self.string(&STANDARD.encode(value));
        }
        Ok(())
    }

    fn serialize_none(self) -> Result<(), Error> {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Error> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Error> {
        if !matches!(self.mode, Mode::Payload) {
            self.raw("null");
        }
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Error> {
        self.raw("{}");
        Ok(())
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<(), Error> {
        self.text(variant);
        Ok(())
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        match Newtype::of(name) {
            Newtype::Timestamp(format) => {
                let format = format.unwrap_or(TimestampFormat::EpochSeconds);
                let timestamp = text::timestamp(value).map_err(Error::new)?.format(format);
                match format {
                    TimestampFormat::EpochSeconds => self.raw(&timestamp),
                    _ => self.text(&timestamp),
                }
                Ok(())
            }
            Newtype::Decimal => {
                let number = text::decimal(value).map_err(Error::new)?;
                self.raw(&number);
                Ok(())
            }
            Newtype::Document => {
                self.is_payload(Mode::Document);
                value.serialize(self)
            }
            Newtype::Blob | Newtype::Facts(_) | Newtype::Other => value.serialize(self),
        }
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        self.variant(variant);
        value.serialize(&mut *self)?;
        self.out.push(b'}');
        Ok(())
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Compound<'a>, Error> {
        self.compound(b'[', "]")
    }

    fn serialize_tuple(self, _: usize) -> Result<Compound<'a>, Error> {
        self.compound(b'[', "]")
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Compound<'a>, Error> {
        self.compound(b'[', "]")
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Compound<'a>, Error> {
        self.variant(variant);
        self.compound(b'[', "]}")
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Compound<'a>, Error> {
        self.compound(b'{', "}")
    }

    fn serialize_struct(self, name: &'static str, len: usize) -> Result<Compound<'a>, Error> {
        if name == "SystemTime" && len == 2 {
            return Err(system_time());
        }
        self.compound(b'{', "}")
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Compound<'a>, Error> {
        self.variant(variant);
        self.compound(b'{', "}}")
    }
}
