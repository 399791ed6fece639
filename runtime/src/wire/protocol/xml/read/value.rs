//! [`Value`]: an element or an attribute, and its text.

use std::borrow::Cow;
use std::str::FromStr;

use super::Error;
use super::tree::{NONE, Tree};
use crate::wire::protocol::facts::Facts;

/// The place of a value.
#[derive(Clone, Copy)]
pub(super) enum At {
    /// One element.
    Element(u32),
    /// An element and its siblings with the same name. If only one value is possible, the last is
    /// used.
    Elements(u32),
    /// An attribute's value.
    Attribute(u32),
}

/// A value to read.
#[derive(Clone, Copy)]
pub(super) struct Value<'a, 'de> {
    pub(super) tree: &'a Tree<'de>,
    pub(super) at: At,
    pub(super) facts: Facts,
}

impl<'a, 'de> Value<'a, 'de> {
    pub(super) fn new(tree: &'a Tree<'de>, at: At) -> Self {
        Self { tree, at, facts: Facts::NONE }
    }

    /// The element; `None` for an attribute.
    #[inline]
    pub(super) fn element(&self) -> Option<u32> {
        match self.at {
            At::Element(node) => Some(node),
            At::Elements(mut node) => {
                while self.tree.node(node).next_same != NONE {
                    node = self.tree.node(node).next_same;
                }
                Some(node)
            }
            At::Attribute(_) => None,
        }
    }

    #[cold]
    pub(super) fn error(&self, message: &str) -> Error {
        let offset = match self.at {
            At::Attribute(attribute) => self.tree.attributes[attribute as usize].start as usize,
            At::Element(_) | At::Elements(_) => {
                self.element().map_or(0, |node| self.tree.offset(node))
            }
        };
        Error::new(message).at(offset)
    }

    /// Adds the byte offset to the error.
    #[cold]
    pub(super) fn place(&self, error: Error) -> Error {
        match self.element() {
            Some(node) => error.at(self.tree.offset(node)),
            None => error,
        }
    }

    pub(super) fn text(&self) -> Result<Cow<'de, str>, Error> {
        match (self.at, self.element()) {
            (At::Attribute(attribute), _) => Ok(self.tree.attribute_value(attribute)),
            (_, Some(node)) if !self.tree.has_elements(node) => Ok(self.tree.content(node)),
            _ => Err(self.error("expected text, found elements")),
        }
    }

    /// Parses the text of a value. White space around it is ignored.
    pub(super) fn parse<T: FromStr>(&self, what: &str) -> Result<T, Error> {
        let text = self.text()?;
        text.trim_ascii().parse().map_err(|_| self.error(&format!("expected {what}")))
    }

    pub(super) fn bool(&self) -> Result<bool, Error> {
        match self.text()?.trim_ascii() {
            "true" | "1" => Ok(true),
            "false" | "0" => Ok(false),
            _ => Err(self.error("expected true or false")),
        }
    }

    /// The element of a structure, list, map or union.
    pub(super) fn compound(&self, expected: &str) -> Result<u32, Error> {
        self.element()
            .ok_or_else(|| self.error(&format!("expected {expected}, found an attribute")))
    }
}
