//! A serde format that writes values as text, for labels, query parameters, headers and forms.

use std::cell::Cell;
use std::fmt;

use serde::ser::{self, Impossible, Serialize, SerializeMap, SerializeSeq, SerializeTuple};

use crate::types::{Newtype, Number, Timestamp, TimestampFormat};

/// A value for a place outside the body.
#[derive(Debug, PartialEq)]
pub(crate) enum Shape {
    /// `None`: an unset member.
    Absent,
    One(Scalar),
    /// A list; `None` is a null of a sparse list.
    Many(Vec<Option<Scalar>>),
    Map(Vec<(String, Shape)>),
}

/// One simple value as text.
#[derive(Debug, PartialEq)]
pub(crate) struct Scalar {
    pub text: String,
    /// Whether it is a string, which may contain the commas that separate a header's items.
    pub quotable: bool,
}

/// The text of `value`, its timestamps in `format`.
pub(crate) fn shape<T: Serialize + ?Sized>(
    value: &T,
    format: TimestampFormat,
) -> Result<Shape, TextError> {
    value.serialize(Text { format, exact: None })
}

/// The text of a map's key.
pub(crate) fn key<T: Serialize + ?Sized>(key: &T) -> Result<String, TextError> {
    match shape(key, TimestampFormat::DateTime)? {
        Shape::One(scalar) => Ok(scalar.text),
        _ => Err(TextError::new("a map whose keys are not text")),
    }
}

/// The timestamp inside a newtype, exact to the nanosecond.
pub(crate) fn timestamp<T: Serialize + ?Sized>(inner: &T) -> Result<Timestamp, TextError> {
    let nanos = Cell::new(None);
    inner.serialize(Text { format: TimestampFormat::DateTime, exact: Some(&nanos) })?;
    let timestamp = nanos.get().and_then(Timestamp::from_epoch_nanos);
    timestamp.ok_or_else(|| TextError::new("a timestamp of another crate"))
}

/// The text of the number inside a newtype.
pub(crate) fn decimal<T: Serialize + ?Sized>(inner: &T) -> Result<String, TextError> {
    let nanos = Cell::new(None);
    match inner.serialize(Text { format: TimestampFormat::DateTime, exact: Some(&nanos) })? {
        Shape::One(Scalar { text, .. }) if text.parse::<Number>().is_ok() => Ok(text),
        _ => Err(TextError::new("a number of another crate")),
    }
}

/// The error of a value that cannot be written as text, or as a header of an event. It says what the
/// value is.
#[derive(Debug)]
pub(crate) struct TextError(String);

impl TextError {
    pub(crate) fn new(what: &str) -> Self {
        Self(what.to_owned())
    }
}

impl fmt::Display for TextError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for TextError {}

impl ser::Error for TextError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(format!("a value that does not serialize ({message})"))
    }
}

/// A float as Smithy writes it: the shortest text that is read as the same float, or `NaN`, `Infinity`
/// or `-Infinity`. It uses `Debug`, because `Display` writes 1e300 with 301 digits.
pub(crate) fn float(value: f64, text: impl fmt::Debug) -> String {
    if value.is_nan() {
        "NaN".to_owned()
    } else if value == f64::INFINITY {
        "Infinity".to_owned()
    } else if value == f64::NEG_INFINITY {
        "-Infinity".to_owned()
    } else {
        format!("{text:?}")
    }
}

#[derive(Clone, Copy)]
struct Text<'a> {
    format: TimestampFormat,
    /// Where a timestamp's nanoseconds go, if they are asked for. Then a decimal number gives its text.
    exact: Option<&'a Cell<Option<i128>>>,
}

fn plain(text: impl fmt::Display) -> Result<Shape, TextError> {
    Ok(Shape::One(Scalar { text: text.to_string(), quotable: false }))
}

fn quotable(text: &str) -> Result<Shape, TextError> {
    Ok(Shape::One(Scalar { text: text.to_owned(), quotable: true }))
}

macro_rules! plain {
    ($($method:ident: $type:ty,)*) => {$(
        fn $method(self, value: $type) -> Result<Shape, TextError> {
            plain(value)
        }
    )*};
}

macro_rules! refuse {
    ($($assoc:ident $method:ident ( $($arg:ty),* ) $what:literal;)*) => {$(
        type $assoc = Impossible<Shape, TextError>;

        fn $method(self, $(_: $arg),*) -> Result<Self::$assoc, TextError> {
            Err(TextError::new($what))
        }
    )*};
}

impl<'a> ser::Serializer for Text<'a> {
    type Ok = Shape;
    type Error = TextError;
    type SerializeSeq = List<'a>;
    type SerializeTuple = List<'a>;
    type SerializeMap = Entries<'a>;

    plain! {
        serialize_bool: bool,
        serialize_i8: i8,
        serialize_i16: i16,
        serialize_i32: i32,
        serialize_i64: i64,
        serialize_u8: u8,
        serialize_u16: u16,
        serialize_u32: u32,
        serialize_u64: u64,
        serialize_u128: u128,
    }

    refuse! {
        SerializeTupleStruct serialize_tuple_struct(&'static str, usize) "a tuple structure";
        SerializeTupleVariant serialize_tuple_variant(&'static str, u32, &'static str, usize) "a union";
        SerializeStruct serialize_struct(&'static str, usize) "a structure";
        SerializeStructVariant serialize_struct_variant(&'static str, u32, &'static str, usize) "a union";
    }

    fn is_human_readable(&self) -> bool {
        self.exact.is_none()
    }

    fn serialize_i128(self, value: i128) -> Result<Shape, TextError> {
        match self.exact {
            Some(nanos) => {
                nanos.set(Some(value));
                Ok(Shape::Absent)
            }
            None => plain(value),
        }
    }

    fn serialize_f32(self, value: f32) -> Result<Shape, TextError> {
        plain(float(value.into(), value))
    }

    fn serialize_f64(self, value: f64) -> Result<Shape, TextError> {
        plain(float(value, value))
    }

    fn serialize_char(self, value: char) -> Result<Shape, TextError> {
        quotable(value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, value: &str) -> Result<Shape, TextError> {
        quotable(value)
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<Shape, TextError> {
        Err(TextError::new("raw bytes"))
    }

    fn serialize_none(self) -> Result<Shape, TextError> {
        Ok(Shape::Absent)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Shape, TextError> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<Shape, TextError> {
        Ok(Shape::Absent)
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<Shape, TextError> {
        Err(TextError::new("a structure"))
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<Shape, TextError> {
        quotable(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        value: &T,
    ) -> Result<Shape, TextError> {
        match Newtype::of(name) {
            Newtype::Timestamp(format) => {
                plain(timestamp(value)?.format(format.unwrap_or(self.format)))
            }
            Newtype::Document => Err(TextError::new("a document")),
            _ => value.serialize(self),
        }
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<Shape, TextError> {
        Err(TextError::new("a union"))
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<List<'a>, TextError> {
        Ok(List { text: self, items: Vec::new() })
    }

    fn serialize_tuple(self, len: usize) -> Result<List<'a>, TextError> {
        self.serialize_seq(Some(len))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Entries<'a>, TextError> {
        Ok(Entries { text: self, entries: Vec::new(), key: String::new() })
    }
}

struct List<'a> {
    text: Text<'a>,
    items: Vec<Option<Scalar>>,
}

impl SerializeSeq for List<'_> {
    type Ok = Shape;
    type Error = TextError;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), TextError> {
        self.items.push(match value.serialize(self.text)? {
            Shape::Absent => None,
            Shape::One(scalar) => Some(scalar),
            Shape::Many(_) => return Err(TextError::new("a list of lists")),
            Shape::Map(_) => return Err(TextError::new("a list of maps")),
        });
        Ok(())
    }

    fn end(self) -> Result<Shape, TextError> {
        Ok(Shape::Many(self.items))
    }
}

impl SerializeTuple for List<'_> {
    type Ok = Shape;
    type Error = TextError;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), TextError> {
        SerializeSeq::serialize_element(self, value)
    }

    fn end(self) -> Result<Shape, TextError> {
        SerializeSeq::end(self)
    }
}

struct Entries<'a> {
    text: Text<'a>,
    entries: Vec<(String, Shape)>,
    key: String,
}

impl SerializeMap for Entries<'_> {
    type Ok = Shape;
    type Error = TextError;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), TextError> {
        self.key = key(value)?;
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), TextError> {
        let shape = value.serialize(self.text)?;
        self.entries.push((std::mem::take(&mut self.key), shape));
        Ok(())
    }

    fn end(self) -> Result<Shape, TextError> {
        Ok(Shape::Map(self.entries))
    }
}
