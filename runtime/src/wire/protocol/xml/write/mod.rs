//! Writes XML: unset members are omitted; an empty list or map is an empty element.

mod compound;
mod escape;
mod serializer;
mod slot;

use std::borrow::Cow;

use serde::Serialize;

use super::super::error::Error;
use super::name::is_name;
use crate::wire::protocol::Payload;
use crate::wire::protocol::facts::Facts;
use slot::{Kind, Slot};

/// A root element that is written member by member.
pub struct Object {
    writer: Writer,
    root: Cow<'static, str>,
    attributes_at: usize,
}

impl Object {
    /// Opens the root element. `namespace` is a URI, or a prefix, a space and a URI.
    pub(crate) fn new(
        root: impl Into<Cow<'static, str>>,
        namespace: Option<&str>,
    ) -> Result<Self, Error> {
        let root = root.into();
        let mut writer = Writer::default();
        let attributes_at = writer.open(&root, namespace)?;
        Ok(Self { writer, root, attributes_at })
    }

    /// Adds a member if it is set.
    pub(crate) fn member<T: Serialize + ?Sized>(
        &mut self,
        name: &str,
        value: &T,
    ) -> Result<(), Error> {
        self.writer.member(name, self.attributes_at, value)
    }

    pub(crate) fn end(mut self) -> Vec<u8> {
        self.writer.close(&self.root);
        self.writer.out
    }
}

/// Writes `value` as a payload: text and bytes as they are, a structure or union as a document. The
/// root element's name is the member's `name`, or the type's name without one.
pub(crate) fn payload<T: Serialize + ?Sized>(
    value: &T,
    name: Option<&str>,
    namespace: Option<&str>,
) -> Result<Payload, Error> {
    let mut writer = Writer::default();
    value.serialize(Slot {
        writer: &mut writer,
        name: name.unwrap_or_default(),
        namespace,
        facts: Facts::NONE,
        kind: Kind::Payload,
        attributes_at: 0,
    })?;
    Ok(match writer.found {
        Found::Nothing => Payload::Absent,
        Found::Text => Payload::Text(writer.out),
        Found::Blob => Payload::Blob(writer.out),
        Found::Elements => Payload::Document(writer.out),
    })
}

/// What kind of value was written.
#[derive(Default)]
enum Found {
    #[default]
    Nothing,
    /// The payload is this text.
    Text,
    /// The payload is these bytes.
    Blob,
    Elements,
}

#[derive(Default)]
struct Writer {
    out: Vec<u8>,
    found: Found,
}

impl Writer {
    /// Opens an element. Returns the position for its attributes.
    fn open(&mut self, name: &str, namespace: Option<&str>) -> Result<usize, Error> {
        if !is_name(name) {
            return Err(no_name());
        }
        self.found = Found::Elements;
        self.out.push(b'<');
        self.out.extend_from_slice(name.as_bytes());
        if let Some(namespace) = namespace {
            self.namespace(namespace)?;
        }
        let attributes_at = self.out.len();
        self.out.push(b'>');
        Ok(attributes_at)
    }

    fn namespace(&mut self, namespace: &str) -> Result<(), Error> {
        self.out.extend_from_slice(b" xmlns");
        let uri = match namespace.split_once(' ') {
            Some((prefix, uri)) => {
                self.out.push(b':');
                self.out.extend_from_slice(prefix.as_bytes());
                uri
            }
            None => namespace,
        };
        self.out.extend_from_slice(b"=\"");
        escape::attribute(uri, &mut self.out)?;
        self.out.push(b'"');
        Ok(())
    }

    fn close(&mut self, name: &str) {
        self.out.extend_from_slice(b"</");
        self.out.extend_from_slice(name.as_bytes());
        self.out.push(b'>');
    }

    /// Adds an attribute to an element that may have content already.
    fn attribute(&mut self, at: usize, name: &str, text: &str) -> Result<(), Error> {
        if !is_name(name) {
            return Err(no_name());
        }
        let mut attribute = Vec::with_capacity(name.len() + text.len() + 4);
        attribute.push(b' ');
        attribute.extend_from_slice(name.as_bytes());
        attribute.extend_from_slice(b"=\"");
        escape::attribute(text, &mut attribute)?;
        attribute.push(b'"');
        // Inserted after the existing attributes. The first `>` ends the tag: attribute values
        // contain none.
        let end = self.out[at..].iter().position(|byte| *byte == b'>').unwrap_or_default();
        self.out.splice(at + end..at + end, attribute);
        Ok(())
    }

    /// Writes a member of the element whose attributes are at `attributes_at`.
    fn member<T: Serialize + ?Sized>(
        &mut self,
        name: &str,
        attributes_at: usize,
        value: &T,
    ) -> Result<(), Error> {
        let slot = Slot {
            writer: self,
            name,
            namespace: None,
            facts: Facts::NONE,
            kind: Kind::Element,
            attributes_at,
        };
        value.serialize(slot).map_err(|error| error.in_member(name))
    }
}

#[cold]
fn no_name() -> Error {
    Error::new("invalid name of an XML element or attribute")
}
