//! A serde format that reads values from the text of response headers.

use std::fmt;

use serde::de::{self, DeserializeOwned, DeserializeSeed, IntoDeserializer, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;

use crate::types::{Newtype, Timestamp, whole};

/// Reads a header's text.
pub(crate) fn from_str<T: DeserializeOwned>(text: &str) -> Result<T, TextError> {
    T::deserialize(Text { text, item: false })
}

/// Why a header's text is not of the type. It does not quote the text.
#[derive(Debug)]
pub(crate) struct TextError(String);

impl fmt::Display for TextError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for TextError {}

impl de::Error for TextError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }

    fn invalid_type(_: de::Unexpected<'_>, expected: &dyn de::Expected) -> Self {
        Self(format!("expected {expected}"))
    }

    fn invalid_value(_: de::Unexpected<'_>, expected: &dyn de::Expected) -> Self {
        Self(format!("expected {expected}"))
    }

    fn unknown_variant(_: &str, expected: &'static [&'static str]) -> Self {
        Self(format!("expected one of {}", expected.join(", ")))
    }
}

#[derive(Clone, Copy)]
struct Text<'a> {
    text: &'a str,
    /// Whether it is an item of a list, which cannot be a list itself.
    item: bool,
}

macro_rules! parse {
    ($($method:ident => $visit:ident $what:literal;)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, TextError> {
            match self.text.trim_ascii().parse() {
                Ok(value) => visitor.$visit(value),
                Err(_) => Err(expected($what)),
            }
        }
    )*};
}

macro_rules! parse_whole {
    ($($method:ident => $visit:ident $what:literal;)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, TextError> {
            let text = self.text.trim_ascii();
            match text.parse().ok().or_else(|| digits(text)?.parse().ok()) {
                Some(value) => visitor.$visit(value),
                None => Err(expected($what)),
            }
        }
    )*};
}

/// The digits of a whole number that is written with a fraction of zeros or an exponent.
#[cold]
fn digits(text: &str) -> Option<String> {
    match whole(text).ok()? {
        (true, magnitude) if magnitude > 0 => Some(format!("-{magnitude}")),
        (_, magnitude) => Some(magnitude.to_string()),
    }
}

#[cold]
fn expected(what: &str) -> TextError {
    TextError(format!("expected {what}"))
}

impl<'de> de::Deserializer<'de> for Text<'_> {
    type Error = TextError;

    forward_to_deserialize_any! {
        char str string identifier bytes byte_buf map struct
    }

    parse_whole! {
        deserialize_i8 => visit_i8 "a whole number from -128 to 127";
        deserialize_i16 => visit_i16 "a whole number of 16 bits";
        deserialize_i32 => visit_i32 "a whole number of 32 bits";
        deserialize_i64 => visit_i64 "a whole number of 64 bits";
        deserialize_i128 => visit_i128 "a whole number";
        deserialize_u8 => visit_u8 "a whole number from 0 to 255";
        deserialize_u16 => visit_u16 "a whole number of 16 bits, not below 0";
        deserialize_u32 => visit_u32 "a whole number of 32 bits, not below 0";
        deserialize_u64 => visit_u64 "a whole number of 64 bits, not below 0";
        deserialize_u128 => visit_u128 "a whole number, not below 0";
    }

    parse! {
        deserialize_bool => visit_bool "true or false";
        // Rust also reads `NaN`, `Infinity` and `-Infinity`, which Smithy writes.
        deserialize_f32 => visit_f32 "a number";
        deserialize_f64 => visit_f64 "a number";
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, TextError> {
        visitor.visit_str(self.text)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, TextError> {
        visitor.visit_some(self)
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, TextError> {
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, TextError> {
        visitor.visit_unit()
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, TextError> {
        visitor.visit_unit()
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, TextError> {
        match Newtype::of(name) {
            Newtype::Timestamp(_) => visitor.visit_str(self.text),
            _ => visitor.visit_newtype_struct(self),
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, TextError> {
        if self.item {
            return Err(TextError("a list of lists, which a header cannot hold".to_owned()));
        }
        visitor
            .visit_seq(Items { rest: Some(self.text.trim_ascii()).filter(|text| !text.is_empty()) })
    }

    fn deserialize_tuple<V: Visitor<'de>>(
        self,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, TextError> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, TextError> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, TextError> {
        visitor.visit_enum(self.text.into_deserializer())
    }
}

/// The items of a header's list: `a, "b, c", Mon, 16 Dec 2019 23:48:18 GMT`.
struct Items<'a> {
    rest: Option<&'a str>,
}

impl<'a> Items<'a> {
    /// The next item, without its quotes.
    fn next(&mut self) -> Result<Option<String>, TextError> {
        let Some(rest) = self.rest else {
            return Ok(None);
        };
        if let Some(quoted) = rest.strip_prefix('"') {
            let (item, rest) = unquote(quoted)?;
            self.rest = match rest.trim_ascii_start() {
                "" => None,
                rest => match rest.strip_prefix(',') {
                    Some(rest) => Some(rest.trim_ascii_start()),
                    None => return Err(TextError("text after a quoted item".to_owned())),
                },
            };
            return Ok(Some(item));
        }
        let (item, rest) = split(rest);
        self.rest = rest.map(str::trim_ascii_start);
        Ok(Some(item.trim_ascii_end().to_owned()))
    }
}

/// Splits at the first comma, or at the second if an http-date ends there.
fn split(text: &str) -> (&str, Option<&str>) {
    let mut commas = text.match_indices(',').map(|(at, _)| at);
    let mut comma = commas.next();
    // The comma after a weekday: `Mon, 16 Dec 2019 23:48:18 GMT`.
    if comma.is_some_and(|at| text[..at].bytes().all(|byte| byte.is_ascii_alphabetic())) {
        let second = commas.next();
        let date = &text[..second.unwrap_or(text.len())];
        if Timestamp::from_http_date(date).is_some() {
            comma = second;
        }
    }
    match comma {
        Some(at) => (&text[..at], Some(&text[at + 1..])),
        None => (text, None),
    }
}

/// The text before the closing quote, and the text after it.
fn unquote(text: &str) -> Result<(String, &str), TextError> {
    let mut item = String::new();
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return Ok((item, &text[at + 1..])),
            '\\' => item.extend(chars.next().map(|(_, c)| c)),
            c => item.push(c),
        }
    }
    Err(TextError("a quote that is not closed".to_owned()))
}

impl<'de> SeqAccess<'de> for Items<'_> {
    type Error = TextError;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, TextError> {
        match self.next()? {
            Some(item) => seed.deserialize(Text { text: &item, item: true }).map(Some),
            None => Ok(None),
        }
    }
}
