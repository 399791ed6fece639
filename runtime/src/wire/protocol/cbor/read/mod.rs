//! Reads CBOR into serde types, with Smithy's rules for null.

mod access;
mod deserializer;
mod key;
mod number;
mod reader;

use std::borrow::Cow;

use serde::de::Deserialize;

use super::{Error, first, major};
use reader::Reader;

/// An empty map.
const EMPTY_MAP: &[u8] = &[major::MAP << 5];

/// Reads a body, whose lists and maps may take `memory` bytes. An empty body and null are an empty
/// structure. The unit type accepts any body, also one that is not CBOR.
pub(crate) fn from_slice<'de, T: Deserialize<'de>>(
    body: &'de [u8],
    memory: usize,
) -> Result<T, Error> {
    let mut reader = Reader::new(document(body), memory);
    let value = T::deserialize(&mut reader).map_err(|error| error.at(reader.offset()))?;
    reader.end()?;
    Ok(value)
}

/// Replaces an empty body and null with an empty structure.
fn document(body: &[u8]) -> &[u8] {
    match body {
        [] | [first::NULL | first::UNDEFINED] => EMPTY_MAP,
        _ => body,
    }
}

/// Reads the members of a body's structure one by one. Null members are absent.
pub struct Members<'de> {
    reader: Reader<'de>,
    left: u64,
    name: Cow<'de, str>,
}

impl<'de> Members<'de> {
    /// The members of a body whose lists and maps may take `memory` bytes.
    pub(crate) fn new(body: &'de [u8], memory: usize) -> Result<Self, Error> {
        let mut reader = Reader::new(document(body), memory);
        let head = reader.head()?;
        if head.major() != major::MAP {
            return Err(reader.unexpected(head, &"a structure"));
        }
        let left = reader.open(head)?;
        Ok(Self { reader, left, name: Cow::Borrowed("") })
    }

    /// The name of the next member. Its value must be read or skipped before the next call.
    pub(crate) fn next(&mut self) -> Result<Option<Cow<'de, str>>, Error> {
        let name = self.reader.member(&mut self.left)?;
        match &name {
            Some(name) => self.name = name.clone(),
            None => self.reader.end()?,
        }
        Ok(name)
    }

    pub(crate) fn read<T: Deserialize<'de>>(&mut self) -> Result<T, Error> {
        T::deserialize(&mut self.reader)
            .map_err(|error| error.at(self.reader.offset()).in_member(&self.name))
    }

    /// The next member as text. `None` if it is not text; it is then skipped.
    pub(crate) fn text(&mut self) -> Result<Option<String>, Error> {
        if !self.reader.at(major::TEXT) {
            return self.skip().map(|()| None);
        }
        let head = self.reader.head()?;
        self.reader.text(head).map(|text| Some(text.into_owned()))
    }

    pub(crate) fn skip(&mut self) -> Result<(), Error> {
        self.reader.skip()
    }
}
