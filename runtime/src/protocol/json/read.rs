//! Reading JSON into serde types, null-tolerant as Smithy asks.

use std::borrow::Cow;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::de::{self, DeserializeOwned, DeserializeSeed, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;

use super::Error;
use crate::types::{DOCUMENT, TIMESTAMP};

/// How deep lists, maps and structures may nest.
const MAX_DEPTH: u8 = 128;

/// Reads a body; an empty one, and `null`, is an empty object.
pub(crate) fn from_slice<T: DeserializeOwned>(body: &[u8]) -> Result<T, Error> {
    let mut reader = Reader::new(document(body), false);
    let value = T::deserialize(&mut reader).map_err(|error| error.at(reader.offset))?;
    reader.end()?;
    Ok(value)
}

/// Reads a payload: text and bytes as they are, anything else as a document.
pub(crate) fn from_payload<T: DeserializeOwned>(body: &[u8]) -> Result<T, Error> {
    let mut reader = Reader::new(body, true);
    let value = T::deserialize(&mut reader).map_err(|error| error.at(reader.offset))?;
    reader.end()?;
    Ok(value)
}

fn document(body: &[u8]) -> &[u8] {
    match body.trim_ascii() {
        b"" | b"null" => b"{}",
        _ => body,
    }
}

/// The members of a body's object, one after the other; null ones are absent.
pub(crate) struct Members<'de> {
    reader: Reader<'de>,
    first: bool,
}

impl<'de> Members<'de> {
    pub(crate) fn new(body: &'de [u8]) -> Result<Self, Error> {
        let mut reader = Reader::new(document(body), false);
        reader.open(b'{', "an object")?;
        Ok(Self { reader, first: true })
    }

    /// The name of the next member; its value must be read or skipped before the next call.
    pub(crate) fn next(&mut self) -> Result<Option<Cow<'de, str>>, Error> {
        let key = self.reader.member(&mut self.first)?;
        if key.is_none() {
            self.reader.end()?;
        }
        Ok(key)
    }

    pub(crate) fn read<T: DeserializeOwned>(&mut self) -> Result<T, Error> {
        T::deserialize(&mut self.reader).map_err(|error| error.at(self.reader.offset))
    }

    pub(crate) fn skip(&mut self) -> Result<(), Error> {
        self.reader.skip()
    }
}

struct Reader<'de> {
    input: &'de [u8],
    offset: usize,
    depth: u8,
    /// The input is a whole payload, of which nothing was read yet.
    payload: bool,
}

impl<'de> Reader<'de> {
    fn new(input: &'de [u8], payload: bool) -> Self {
        Self { input, offset: 0, depth: 0, payload }
    }

    fn error(&self, message: &str) -> Error {
        Error::new(message).at(self.offset)
    }

    /// The next byte that is not white space.
    fn peek(&mut self) -> Option<u8> {
        while let Some(byte) = self.input.get(self.offset) {
            if !matches!(byte, b' ' | b'\n' | b'\r' | b'\t') {
                return Some(*byte);
            }
            self.offset += 1;
        }
        None
    }

    fn eat(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.offset += usize::from(found);
        found
    }

    fn expect(&mut self, byte: u8, expected: &str) -> Result<(), Error> {
        if self.eat(byte) {
            return Ok(());
        }
        Err(match self.peek() {
            Some(_) => {
                self.error(&format!("not the JSON that was expected: {expected} is missing"))
            }
            None => self.error("the JSON ends too early"),
        })
    }

    fn word(&mut self, word: &str) -> bool {
        self.peek();
        let found = self.input[self.offset..].starts_with(word.as_bytes());
        if found {
            self.offset += word.len();
        }
        found
    }

    fn at_null(&mut self) -> bool {
        self.peek() == Some(b'n')
    }

    fn null(&mut self) -> Result<(), Error> {
        if self.word("null") { Ok(()) } else { Err(self.error("not JSON")) }
    }

    fn end(&mut self) -> Result<(), Error> {
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(self.error("more after the end of the JSON")),
        }
    }

    fn open(&mut self, bracket: u8, what: &str) -> Result<(), Error> {
        self.expect(bracket, what)?;
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(self.error("JSON nested more than 128 deep"));
        }
        Ok(())
    }

    /// Moves to the next item: false where `bracket` closed the list.
    fn item(&mut self, first: &mut bool, bracket: u8) -> Result<bool, Error> {
        if self.eat(bracket) {
            self.depth -= 1;
            return Ok(false);
        }
        if !std::mem::take(first) {
            self.expect(b',', "a comma")?;
        }
        Ok(true)
    }

    /// Moves to the value of the next entry of an object, which may be null.
    fn entry(&mut self, first: &mut bool) -> Result<Option<Cow<'de, str>>, Error> {
        if !self.item(first, b'}')? {
            return Ok(None);
        }
        let key = self.string()?;
        self.expect(b':', "a colon")?;
        Ok(Some(key))
    }

    /// The same, past null ones.
    fn member(&mut self, first: &mut bool) -> Result<Option<Cow<'de, str>>, Error> {
        loop {
            match self.entry(first)? {
                Some(_) if self.at_null() => self.null()?,
                key => return Ok(key),
            }
        }
    }

    fn string(&mut self) -> Result<Cow<'de, str>, Error> {
        self.expect(b'"', "a string")?;
        let mut unescaped = Vec::new();
        let mut start = self.offset;
        loop {
            match self.input.get(self.offset) {
                Some(b'"') => {
                    let plain = &self.input[start..self.offset];
                    self.offset += 1;
                    let not_utf8 = |_| self.error("a string that is not UTF-8");
                    if unescaped.is_empty() {
                        return std::str::from_utf8(plain).map(Cow::Borrowed).map_err(not_utf8);
                    }
                    unescaped.extend_from_slice(plain);
                    return String::from_utf8(unescaped)
                        .map(Cow::Owned)
                        .map_err(|error| not_utf8(error.utf8_error()));
                }
                Some(b'\\') => {
                    unescaped.extend_from_slice(&self.input[start..self.offset]);
                    self.offset += 1;
                    let c = self.escape()?;
                    unescaped.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
                    start = self.offset;
                }
                Some(0..=0x1f) => return Err(self.error("a control character in a string")),
                Some(_) => self.offset += 1,
                None => return Err(self.error("the JSON ends inside a string")),
            }
        }
    }

    fn escape(&mut self) -> Result<char, Error> {
        let byte = self.input.get(self.offset).copied();
        self.offset += 1;
        Ok(match byte {
            Some(byte @ (b'"' | b'\\' | b'/')) => char::from(byte),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode_escape(),
            _ => return Err(self.error("an unknown escape in a string")),
        })
    }

    fn unicode_escape(&mut self) -> Result<char, Error> {
        let high = self.hex4()?;
        let code = match high {
            0xd800..=0xdbff if self.input[self.offset..].starts_with(b"\\u") => {
                self.offset += 2;
                let low = self.hex4()?;
                if !(0xdc00..=0xdfff).contains(&low) {
                    return Err(self.error("half of a surrogate pair in a string"));
                }
                0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00)
            }
            code => code,
        };
        char::from_u32(code).ok_or_else(|| self.error("half of a surrogate pair in a string"))
    }

    fn hex4(&mut self) -> Result<u32, Error> {
        let digits = self.input.get(self.offset..self.offset + 4);
        let code = digits.and_then(|digits| {
            digits
                .iter()
                .try_fold(0, |code, digit| Some(code << 4 | char::from(*digit).to_digit(16)?))
        });
        self.offset += 4;
        code.ok_or_else(|| self.error("a \\u escape without four hexadecimal digits"))
    }

    fn digits(&mut self) -> bool {
        let start = self.offset;
        while matches!(self.input.get(self.offset), Some(b'0'..=b'9')) {
            self.offset += 1;
        }
        self.offset > start
    }

    /// A number's text, of JSON's grammar.
    fn number(&mut self) -> Result<&'de str, Error> {
        self.peek();
        let start = self.offset;
        let next = |reader: &mut Self, bytes: &[u8]| {
            let found = reader.input.get(reader.offset).is_some_and(|byte| bytes.contains(byte));
            reader.offset += usize::from(found);
            found
        };
        next(self, b"-");
        let whole = next(self, b"0") || self.digits();
        let fraction = !next(self, b".") || self.digits();
        let exponent = !next(self, b"eE") || {
            next(self, b"+-");
            self.digits()
        };
        match std::str::from_utf8(&self.input[start..self.offset]) {
            Ok(text) if whole && fraction && exponent => Ok(text),
            _ => {
                self.offset = start;
                Err(self.error("not JSON"))
            }
        }
    }

    fn skip(&mut self) -> Result<(), Error> {
        let mut first = true;
        match self.peek() {
            Some(b'{') => {
                self.open(b'{', "an object")?;
                while self.entry(&mut first)?.is_some() {
                    self.skip()?;
                }
            }
            Some(b'[') => {
                self.open(b'[', "a list")?;
                while self.item(&mut first, b']')? {
                    self.skip()?;
                }
            }
            Some(b'"') => drop(self.string()?),
            Some(b'n') => self.null()?,
            Some(b't' | b'f') => drop(self.bool()?),
            Some(_) => drop(self.number()?),
            None => return Err(self.error("the JSON ends too early")),
        }
        Ok(())
    }

    fn bool(&mut self) -> Result<bool, Error> {
        if self.word("true") {
            Ok(true)
        } else if self.word("false") {
            Ok(false)
        } else {
            Err(self.error("not JSON"))
        }
    }

    /// The whole payload as text, where that is what the type asks for.
    fn payload_text(&mut self) -> Option<Result<&'de str, Error>> {
        if !std::mem::take(&mut self.payload) {
            return None;
        }
        self.offset = self.input.len();
        Some(std::str::from_utf8(self.input).map_err(|_| Error::new("a text that is not UTF-8")))
    }

    /// The payload is a document after all.
    fn settle(&mut self) {
        if std::mem::take(&mut self.payload) {
            self.input = document(self.input);
        }
    }

    /// `"NaN"` and its kind, where a float is asked for.
    fn float_name(&mut self) -> Result<Option<f64>, Error> {
        if self.peek() != Some(b'"') {
            return Ok(None);
        }
        match &*self.string()? {
            "NaN" => Ok(Some(f64::NAN)),
            "Infinity" => Ok(Some(f64::INFINITY)),
            "-Infinity" => Ok(Some(f64::NEG_INFINITY)),
            _ => Err(self.error("expected a number, found a string")),
        }
    }
}

impl<'de> de::Deserializer<'de> for &mut Reader<'de> {
    type Error = Error;

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 seq tuple tuple_struct map
    }

    fn is_human_readable(&self) -> bool {
        !self.payload
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.settle();
        match self.peek() {
            Some(b'{') => {
                self.open(b'{', "an object")?;
                visitor.visit_map(Entries::new(self))
            }
            Some(b'[') => {
                self.open(b'[', "a list")?;
                let mut list = Items { reader: self, first: true, ended: false };
                let value = visitor.visit_seq(&mut list)?;
                // A visitor may stop early, a tuple's does.
                if !list.ended && list.reader.item(&mut list.first, b']')? {
                    return Err(list.reader.error("a list longer than expected"));
                }
                Ok(value)
            }
            Some(b'"') => match self.string()? {
                Cow::Borrowed(text) => visitor.visit_borrowed_str(text),
                Cow::Owned(text) => visitor.visit_string(text),
            },
            Some(b'n') => {
                self.null()?;
                visitor.visit_unit()
            }
            Some(b't' | b'f') => visitor.visit_bool(self.bool()?),
            Some(_) => {
                let text = self.number()?;
                if let Ok(number) = text.parse() {
                    visitor.visit_u64(number)
                } else if let Ok(number) = text.parse() {
                    visitor.visit_i64(number)
                } else {
                    // JSON's grammar is within that of Rust's floats.
                    visitor.visit_f64(text.parse().unwrap_or(f64::NAN))
                }
            }
            None => Err(self.error("the JSON ends too early")),
        }
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.settle();
        if let Some(value) = self.float_name()? {
            return visitor.visit_f32(value as f32);
        }
        match self.peek() {
            // Straight to f32, so that nothing is rounded twice.
            Some(b'-' | b'0'..=b'9') => match self.number()?.parse() {
                Ok(value) => visitor.visit_f32(value),
                Err(_) => Err(self.error("not a number")),
            },
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.settle();
        match self.float_name()? {
            Some(value) => visitor.visit_f64(value),
            None => self.deserialize_any(visitor),
        }
    }

    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_str(visitor)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.payload_text() {
            Some(text) => visitor.visit_borrowed_str(text?),
            None => self.deserialize_any(visitor),
        }
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
        if std::mem::take(&mut self.payload) {
            self.offset = self.input.len();
            return visitor.visit_byte_buf(self.input.to_vec());
        }
        let text = self.string()?;
        match STANDARD.decode(&*text) {
            Ok(bytes) => visitor.visit_byte_buf(bytes),
            Err(error) => Err(self.error(&format!("a blob that is not base64: {error}"))),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.payload {
            return if self.input.is_empty() {
                visitor.visit_none()
            } else {
                visitor.visit_some(self)
            };
        }
        if self.at_null() {
            self.null()?;
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.settle();
        self.skip()?;
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        match name {
            TIMESTAMP => {
                self.settle();
                match self.peek() {
                    // The number's text, for a float would round it.
                    Some(b'-' | b'0'..=b'9') => visitor.visit_borrowed_str(self.number()?),
                    _ => self.deserialize_any(visitor),
                }
            }
            DOCUMENT => {
                self.settle();
                self.deserialize_any(visitor)
            }
            _ => visitor.visit_newtype_struct(self),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.settle();
        self.open(b'{', "an object")?;
        visitor.visit_map(Structure { reader: self, first: true })
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        if self.payload && self.peek() != Some(b'{') {
            self.offset = 0;
            return match self.payload_text() {
                Some(text) => visitor.visit_enum(text?.into_deserializer()),
                None => Err(self.error("not JSON")),
            };
        }
        self.settle();
        match self.peek() {
            Some(b'"') => visitor.visit_enum(self.string()?.into_deserializer()),
            _ => {
                self.open(b'{', "a union")?;
                let mut first = true;
                let tag = loop {
                    match self.member(&mut first)? {
                        Some(tag) if tag == "__type" => self.skip()?,
                        Some(tag) => break tag,
                        None => return Err(self.error("a union without a member")),
                    }
                };
                let value = visitor.visit_enum(Union { reader: &mut *self, tag })?;
                while let Some(tag) = self.member(&mut first)? {
                    if tag != "__type" {
                        return Err(self.error("a union with more than one member"));
                    }
                    self.skip()?;
                }
                Ok(value)
            }
        }
    }
}

/// The members of a structure; null ones are absent.
struct Structure<'a, 'de> {
    reader: &'a mut Reader<'de>,
    first: bool,
}

impl<'de> de::MapAccess<'de> for Structure<'_, 'de> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Error> {
        match self.reader.member(&mut self.first)? {
            Some(key) => seed.deserialize(key.into_deserializer()).map(Some),
            None => Ok(None),
        }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        seed.deserialize(&mut *self.reader)
    }
}

/// The items of a list; null ones are dropped where the item's type has no null.
struct Items<'a, 'de> {
    reader: &'a mut Reader<'de>,
    first: bool,
    ended: bool,
}

impl<'de> de::SeqAccess<'de> for &mut Items<'_, 'de> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Error> {
        if self.ended || !self.reader.item(&mut self.first, b']')? {
            self.ended = true;
            return Ok(None);
        }
        let mut past_nulls = |reader: &mut Reader<'de>| {
            reader.item(&mut false, b']').map(|found| found.then_some(()))
        };
        match seed.deserialize(Nullable { reader: &mut *self.reader, next: &mut past_nulls }) {
            Ok(value) => Ok(Some(value)),
            Err(error) if error.end => {
                self.ended = true;
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }
}

/// The entries of a map; null ones are dropped where the value's type has no null.
struct Entries<'a, 'de> {
    reader: &'a mut Reader<'de>,
    first: bool,
}

impl<'a, 'de> Entries<'a, 'de> {
    fn new(reader: &'a mut Reader<'de>) -> Self {
        Self { reader, first: true }
    }
}

impl<'de> de::MapAccess<'de> for Entries<'_, 'de> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Error> {
        match self.reader.entry(&mut self.first)? {
            Some(key) => seed.deserialize(key.into_deserializer()).map(Some),
            None => Ok(None),
        }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        seed.deserialize(&mut *self.reader)
    }

    /// What maps of the standard library call: the value is read first, for its type decides
    /// whether a null entry is one.
    fn next_entry_seed<K: DeserializeSeed<'de>, V: DeserializeSeed<'de>>(
        &mut self,
        key_seed: K,
        value_seed: V,
    ) -> Result<Option<(K::Value, V::Value)>, Error> {
        let Some(mut key) = self.reader.entry(&mut self.first)? else {
            return Ok(None);
        };
        let mut past_nulls = |reader: &mut Reader<'de>| {
            let next = reader.entry(&mut false)?;
            Ok(next.map(|next| key = next))
        };
        let value =
            value_seed.deserialize(Nullable { reader: &mut *self.reader, next: &mut past_nulls });
        match value {
            Ok(value) => Ok(Some((key_seed.deserialize(key.into_deserializer())?, value))),
            Err(error) if error.end => Ok(None),
            Err(error) => Err(error),
        }
    }
}

/// Moves to the next item or entry; `None` where there is none.
type Next<'a, 'de> = &'a mut dyn FnMut(&mut Reader<'de>) -> Result<Option<()>, Error>;

/// An item that may be null: it is read as one where its type has a null, and passed over where
/// it has not.
struct Nullable<'a, 'de> {
    reader: &'a mut Reader<'de>,
    next: Next<'a, 'de>,
}

impl<'a, 'de> Nullable<'a, 'de> {
    fn past_nulls(self) -> Result<&'a mut Reader<'de>, Error> {
        while self.reader.at_null() {
            self.reader.null()?;
            if (self.next)(self.reader)?.is_none() {
                return Err(Error { end: true, ..Error::new("null") });
            }
        }
        Ok(self.reader)
    }
}

macro_rules! past_nulls {
    ($($method:ident($($name:ident: $type:ty),*))*) => {$(
        fn $method<V: Visitor<'de>>(self, $($name: $type,)* visitor: V) -> Result<V::Value, Error> {
            self.past_nulls()?.$method($($name,)* visitor)
        }
    )*};
}

macro_rules! as_it_is {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            self.reader.$method(visitor)
        }
    )*};
}

impl<'de> de::Deserializer<'de> for Nullable<'_, 'de> {
    type Error = Error;

    as_it_is! { deserialize_any deserialize_option deserialize_ignored_any deserialize_unit }

    past_nulls! {
        deserialize_bool() deserialize_i8() deserialize_i16() deserialize_i32() deserialize_i64()
        deserialize_i128() deserialize_u8() deserialize_u16() deserialize_u32() deserialize_u64()
        deserialize_u128() deserialize_f32() deserialize_f64() deserialize_char()
        deserialize_str() deserialize_string() deserialize_bytes() deserialize_byte_buf()
        deserialize_seq() deserialize_map() deserialize_identifier()
        deserialize_unit_struct(name: &'static str)
        deserialize_tuple(len: usize)
        deserialize_tuple_struct(name: &'static str, len: usize)
        deserialize_struct(name: &'static str, fields: &'static [&'static str])
        deserialize_enum(name: &'static str, variants: &'static [&'static str])
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        match name {
            TIMESTAMP => self.past_nulls()?.deserialize_newtype_struct(name, visitor),
            DOCUMENT => self.reader.deserialize_newtype_struct(name, visitor),
            _ => visitor.visit_newtype_struct(self),
        }
    }
}

/// A union's one member.
struct Union<'a, 'de> {
    reader: &'a mut Reader<'de>,
    tag: Cow<'de, str>,
}

impl<'a, 'de> de::EnumAccess<'de> for Union<'a, 'de> {
    type Error = Error;
    type Variant = &'a mut Reader<'de>;

    fn variant_seed<V: DeserializeSeed<'de>>(
        self,
        seed: V,
    ) -> Result<(V::Value, Self::Variant), Error> {
        Ok((seed.deserialize(self.tag.into_deserializer())?, self.reader))
    }
}

impl<'de> de::VariantAccess<'de> for &mut Reader<'de> {
    type Error = Error;

    fn unit_variant(self) -> Result<(), Error> {
        self.skip()
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Error> {
        seed.deserialize(self)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Error> {
        de::Deserializer::deserialize_seq(self, visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        de::Deserializer::deserialize_struct(self, "", fields, visitor)
    }
}
