//! [`Document`]: a value of any shape.

use std::collections::BTreeMap;
use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::de::{self, Deserialize, Deserializer, EnumAccess, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, Serializer};

use super::newtype::DOCUMENT;
use super::{DocumentMap, Number};

/// A value of any shape (Smithy `document`): anything that JSON can express, in any protocol.
///
/// As a `#[payload]` it is always a JSON document, even if it is a string.
///
/// ```
/// use aws_operation::Document;
///
/// let document: Document = serde_json::from_str(r#"{"temperature": 1, "stop": ["."]}"#)?;
/// assert_eq!(document.get("stop").and_then(|stop| stop.at(0)), Some(&Document::from(".")));
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// Source: Smithy 2.0, simple types, `document`.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Document {
    /// No value. As a member of a structure it is left out, like every unset member.
    #[default]
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number.
    Number(Number),
    /// Text.
    String(String),
    /// A list.
    Array(Vec<Document>),
    /// A map with text keys, kept sorted.
    Object(DocumentMap),
}

impl Document {
    /// The value of `key`; `None` if this is not an object, or has no such key.
    pub fn get(&self, key: &str) -> Option<&Document> {
        match self {
            Self::Object(members) => members.get(key),
            _ => None,
        }
    }

    /// The item at `index`; `None` if this is not an array, or is too short.
    pub fn at(&self, index: usize) -> Option<&Document> {
        match self {
            Self::Array(items) => items.get(index),
            _ => None,
        }
    }

    /// The text; `None` if this is not a string.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }
}

macro_rules! from {
    ($($from:ty: $value:ident => $document:expr;)*) => {$(
        impl From<$from> for Document {
            fn from($value: $from) -> Self {
                $document
            }
        }
    )*};
}

from! {
    bool: value => Self::Bool(value);
    u64: value => Self::Number(Number::PosInt(value));
    i64: value => Self::Number(u64::try_from(value).map_or(Number::NegInt(value), Number::PosInt));
    i32: value => Self::from(i64::from(value));
    f64: value => Self::Number(Number::Float(value));
    Number: value => Self::Number(value);
    &str: value => Self::String(value.to_owned());
    String: value => Self::String(value);
    Vec<Document>: value => Self::Array(value);
    DocumentMap: value => Self::Object(value);
    BTreeMap<String, Document>: value => Self::Object(value.into());
}

impl Serialize for Document {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_newtype_struct(DOCUMENT, &Content(self))
    }
}

/// The document inside its newtype.
struct Content<'a>(&'a Document);

impl Serialize for Content<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Document::Null => serializer.serialize_unit(),
            Document::Bool(value) => serializer.serialize_bool(*value),
            Document::Number(Number::PosInt(value)) => serializer.serialize_u64(*value),
            Document::Number(Number::NegInt(value)) => serializer.serialize_i64(*value),
            Document::Number(Number::Float(value)) => serializer.serialize_f64(*value),
            Document::Number(Number::Decimal(value)) => value.serialize(serializer),
            Document::String(value) => serializer.serialize_str(value),
            Document::Array(items) => serializer.collect_seq(items.iter().map(Content)),
            Document::Object(members) => {
                serializer.collect_map(members.iter().map(|(key, value)| (key, Content(value))))
            }
        }
    }
}

impl<'de> Deserialize<'de> for Document {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(DOCUMENT, DocumentVisitor)
    }
}

struct DocumentVisitor;

impl<'de> Visitor<'de> for DocumentVisitor {
    type Value = Document;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a document")
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, inner: D) -> Result<Document, D::Error> {
        inner.deserialize_any(self)
    }

    fn visit_unit<E: de::Error>(self) -> Result<Document, E> {
        Ok(Document::Null)
    }

    fn visit_none<E: de::Error>(self) -> Result<Document, E> {
        Ok(Document::Null)
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<Document, E> {
        Ok(value.into())
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Document, E> {
        Ok(value.into())
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Document, E> {
        Ok(value.into())
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Document, E> {
        Ok(value.into())
    }

    fn visit_i128<E: de::Error>(self, value: i128) -> Result<Document, E> {
        Ok(Number::from(value).into())
    }

    fn visit_u128<E: de::Error>(self, value: u128) -> Result<Document, E> {
        Ok(Number::from(value).into())
    }

    /// Our JSON format calls it with the text of a number that no primitive type can hold.
    fn visit_enum<A: EnumAccess<'de>>(self, text: A) -> Result<Document, A::Error> {
        let (text, _) = text.variant::<String>()?;
        text.parse().map(Document::Number).map_err(de::Error::custom)
    }

    /// Bytes become base64 text, because JSON has no other form for them.
    fn visit_bytes<E: de::Error>(self, value: &[u8]) -> Result<Document, E> {
        Ok(STANDARD.encode(value).into())
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<Document, E> {
        Ok(value.into())
    }

    fn visit_string<E: de::Error>(self, value: String) -> Result<Document, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Document, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        items.shrink_to_fit();
        Ok(Document::Array(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Document, A::Error> {
        let mut members = Vec::new();
        while let Some((key, value)) = map.next_entry()? {
            members.push((key, value));
        }
        Ok(Document::Object(members.into()))
    }
}
