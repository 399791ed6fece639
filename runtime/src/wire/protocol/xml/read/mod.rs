//! Reads XML into serde types.

mod access;
mod deserializer;
mod error_document;
mod parser;
mod payload;
mod text;
mod tree;
mod value;
mod whole;

use std::borrow::Cow;

use serde::de::{DeserializeOwned, DeserializeSeed as _};

use super::super::error::Error;
use super::super::rules::Place;
use crate::wire::protocol::with_facts::FactsOf;
use access::Cursor;
use tree::{NONE, Tree};
use value::{At, Value};

pub(crate) use error_document::ErrorDocument;
pub(crate) use payload::from_payload;
#[cfg(feature = "testing")]
pub(crate) use text::reference;
pub(crate) use whole::{is_error, is_whole, problem};

/// Where a document has its members.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Root {
    /// In the root element, which may have any name.
    Element,
    /// For awsQuery: in the element `…Result` inside the root element.
    Result,
    /// For S3's unwrapped outputs: the root element is the only member.
    Member,
    /// In the element `Error`, at the place that the protocol defines.
    Error,
}

/// Where the members are. `output` is the protocol's place for the members of an output.
pub(crate) fn root(place: Place, output: Root) -> Root {
    match place {
        Place::Output => output,
        Place::Unwrapped => Root::Member,
        Place::Error => Root::Error,
    }
}

impl Root {
    /// The node whose children are the members.
    fn find(self, tree: &Tree<'_>) -> Result<u32, Error> {
        match self {
            Self::Element => Ok(tree.root()),
            // S3 has no name for the location us-east-1: the element is empty.
            Self::Member if tree.is_empty(tree.root()) => Ok(tree.empty()),
            Self::Member => Ok(tree.document()),
            Self::Result => result(tree),
            Self::Error => error_document::error(tree),
        }
    }
}

/// The element `…Result`. A response without output members may have only `ResponseMetadata`.
fn result(tree: &Tree<'_>) -> Result<u32, Error> {
    let root = tree.root();
    let mut is_empty = true;
    for child in tree.children(root) {
        let name = tree.name(child);
        if name.ends_with("Result") {
            return Ok(child);
        }
        is_empty &= name == "ResponseMetadata";
    }
    if is_empty {
        return Ok(tree.empty());
    }
    Err(Error::new("the response has no element `…Result`").at(tree.offset(root)))
}

/// Reads a body into a structure or union. It may take `memory` bytes: for its elements while it is
/// read, and for the lists and maps of the result.
pub(crate) fn from_slice<T: DeserializeOwned>(
    body: &[u8],
    root: Root,
    memory: usize,
) -> Result<T, Error> {
    let tree = parser::parse(body, memory)?;
    let node = root.find(&tree)?;
    T::deserialize(Value::new(&tree, At::Element(node)))
}

/// Reads a body like [`from_slice`], but an empty body is a structure without members. The body is
/// not read if the type has no content.
pub(crate) fn document<T: DeserializeOwned>(
    body: &[u8],
    root: Root,
    memory: usize,
) -> Result<T, Error> {
    if size_of::<T>() == 0 || body.trim_ascii().is_empty() {
        return from_slice(EMPTY, Root::Element, memory.max(EMPTY_MEMORY));
    }
    from_slice(body, root, memory)
}

/// A document without members.
const EMPTY: &[u8] = b"<Empty/>";
/// Enough memory to read [`EMPTY`].
const EMPTY_MEMORY: usize = 1024;

/// Reads the members of a body one by one.
pub struct Members<'de> {
    tree: Tree<'de>,
    cursor: Cursor,
    value: At,
    name: Cow<'de, str>,
}

impl<'de> Members<'de> {
    /// Parses a body that may take `memory` bytes. An empty body has no members.
    pub(crate) fn new(body: &'de [u8], root: Root, memory: usize) -> Result<Self, Error> {
        let (body, root, memory) = match body.trim_ascii() {
            [] => (EMPTY, Root::Element, memory.max(EMPTY_MEMORY)),
            _ => (body, root, memory),
        };
        let tree = parser::parse(body, memory)?;
        let node = root.find(&tree)?;
        let cursor = Cursor::new(&tree, node);
        Ok(Self { tree, cursor, value: At::Element(NONE), name: Cow::Borrowed("") })
    }

    /// The name of the next member. A name is returned once, also if several elements have it.
    pub(crate) fn next(&mut self) -> Result<Option<Cow<'de, str>>, Error> {
        let Some((name, value)) = self.cursor.next(&self.tree, &[]) else {
            return Ok(None);
        };
        self.value = value;
        self.name = Cow::Borrowed(name);
        Ok(Some(Cow::Borrowed(name)))
    }

    /// Reads the member whose name [`next`](Self::next) returned.
    pub(crate) fn read<T: DeserializeOwned>(&mut self) -> Result<T, Error> {
        T::deserialize(Value::new(&self.tree, self.value))
            .map_err(|error| error.in_member(&self.name))
    }

    /// Reads the same member with facts.
    pub(crate) fn read_with_facts<T: DeserializeOwned>(
        &mut self,
        facts: &'static str,
    ) -> Result<T, Error> {
        FactsOf::new(facts)
            .deserialize(Value::new(&self.tree, self.value))
            .map_err(|error| error.in_member(&self.name))
    }

    /// Skips the member.
    pub(crate) fn skip(&mut self) -> Result<(), Error> {
        Ok(())
    }
}
