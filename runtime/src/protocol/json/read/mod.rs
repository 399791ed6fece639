//! Reading JSON into serde types, null-tolerant as Smithy asks.

mod access;
mod deserializer;
mod reader;

use std::borrow::Cow;

use serde::de::DeserializeOwned;

use super::Error;
use reader::{Reader, document};

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

    /// The next member's text; `None`, and past it, where it is something else.
    pub(crate) fn text(&mut self) -> Result<Option<String>, Error> {
        if self.reader.peek() == Some(b'"') {
            return self.reader.string().map(|text| Some(text.into_owned()));
        }
        self.skip().map(|()| None)
    }

    pub(crate) fn skip(&mut self) -> Result<(), Error> {
        self.reader.skip()
    }
}
