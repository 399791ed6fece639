//! Reads JSON into serde types, with Smithy's rules for null.

mod access;
mod deserializer;
mod path;
mod reader;
mod value;

use std::borrow::Cow;

use serde::de::DeserializeOwned;

use super::Error;
use crate::wire::protocol::memory::MAX_MEMORY;
use path::steps;
use reader::{Reader, document, is_nothing};

pub(crate) use value::value_at;

/// Reads a body, whose lists and maps may take `memory` bytes. An empty body and `null` are an
/// empty object, an empty list or `None`. The unit type accepts any body, also one that is not
/// JSON.
pub(crate) fn from_slice<T: DeserializeOwned>(body: &[u8], memory: usize) -> Result<T, Error> {
    whole(Reader::new(document(body), false, memory), body)
}

/// Reads a payload. Text and bytes are read as they are, any other type as a document, whose lists
/// and maps may take `memory` bytes.
pub(crate) fn from_payload<T: DeserializeOwned>(body: &[u8], memory: usize) -> Result<T, Error> {
    whole(Reader::new(body, true, memory), body)
}

fn whole<T: DeserializeOwned>(mut reader: Reader<'_>, body: &[u8]) -> Result<T, Error> {
    reader.is_nothing = is_nothing(body);
    let value = T::deserialize(&mut reader);
    match value.and_then(|value| reader.end().map(|()| value)) {
        Ok(value) => Ok(value),
        Err(error) => Err(located(error, &reader)),
    }
}

/// Adds the byte offset and the path to the error.
#[cold]
fn located(error: Error, reader: &Reader<'_>) -> Error {
    let offset = error.offset().unwrap_or(reader.offset);
    steps(reader.input, offset).into_iter().rev().fold(error.at(offset), Error::within)
}

/// Reads the members of a body's object one by one. Null members are absent.
pub struct Members<'de> {
    reader: Reader<'de>,
    first: bool,
}

impl<'de> Members<'de> {
    pub(crate) fn new(body: &'de [u8]) -> Result<Self, Error> {
        Self::within(body, MAX_MEMORY)
    }

    /// The members of a body whose lists and maps may take `memory` bytes.
    pub(crate) fn within(body: &'de [u8], memory: usize) -> Result<Self, Error> {
        let mut reader = Reader::new(document(body), false, memory);
        match reader.open(b'{', "an object") {
            Ok(()) => Ok(Self { reader, first: true }),
            Err(error) => Err(located(error, &reader)),
        }
    }

    /// The name of the next member. Its value must be read or skipped before the next call.
    pub(crate) fn next(&mut self) -> Result<Option<Cow<'de, str>>, Error> {
        let key = match self.reader.member(&mut self.first) {
            Ok(None) => self.reader.end().map(|()| None),
            key => key,
        };
        key.map_err(|error| located(error, &self.reader))
    }

    pub(crate) fn read<T: DeserializeOwned>(&mut self) -> Result<T, Error> {
        T::deserialize(&mut self.reader).map_err(|error| located(error, &self.reader))
    }

    /// The next member as text. `None` if it is not text; it is then skipped.
    pub(crate) fn text(&mut self) -> Result<Option<String>, Error> {
        if self.reader.peek() != Some(b'"') {
            return self.skip().map(|()| None);
        }
        let text = self.reader.string().map(|text| Some(text.into_owned()));
        text.map_err(|error| located(error, &self.reader))
    }

    pub(crate) fn skip(&mut self) -> Result<(), Error> {
        self.reader.skip().map_err(|error| located(error, &self.reader))
    }
}
